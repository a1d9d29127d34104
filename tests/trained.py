"""Demos as the tests of claims train them: shorter, or broken on purpose."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import torch

from aelab import frames
from aelab.bundled import build
from aelab.frames import Picture
from aelab.lecture.core.claim import Claim
from aelab.lecture.demos import demo
from aelab.registry import DATASETS, MODELS, VIEWS
from aelab.spec import Spec

# What the first training of a process imports takes seconds, and is no claim's own time.
torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))])
_ = (*MODELS, *VIEWS, *DATASETS)


def prepare(claim: Claim) -> None:
    """Make the data of the demo of a claim, and their axes, which is no claim's own time."""
    if claim.demo:
        preset = demo(claim.demo)
        DATASETS[preset.dataset](**preset.dataset_params).principal()


def quickly(claim: Claim, **changes: Any) -> Picture:
    """Return the last picture of the demo of a claim, trained with these parameters changed.

    Parameters of the data begin with "data.", as in a link; "model" is another model.
    """
    preset, parameters = demo(claim.demo), dict(claim.quick) | changes
    data = {k.removeprefix("data."): v for k, v in parameters.items() if k.startswith("data.")}
    model = parameters.pop("model", preset.model)
    params = {k: v for k, v in parameters.items() if not k.startswith("data.")}
    defaults: Mapping[str, Any] = preset.model_params if model == preset.model else {}
    return _trained(
        Spec(
            dataset=preset.dataset,
            model=model,
            dataset_params=dict(preset.dataset_params) | data,
            model_params=dict(defaults) | params,
            seed=preset.seed,
        )
    )


@lru_cache(maxsize=16)
def _trained(spec: Spec) -> Picture:
    torch.set_num_threads(1)
    return frames.picture(build.trained(spec).frame)
