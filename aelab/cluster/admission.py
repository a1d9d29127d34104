"""Which runs a shared lab takes in: those whose updates are within its limits.

What the lab itself offers is always within them: on data for which one of its own runs has a
larger network than the usual limit, networks of that size are taken.
"""

from collections.abc import Mapping
from functools import lru_cache

from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import EVERY
from aelab.spec import Spec
from aelab.training.limits import limits
from aelab.training.loop import cost


def refusal(spec: Spec) -> str:
    """Return why a run is not taken in and what helps, in one sentence; empty if it is.

    It imports the models, so it is for workers and scripts.
    """
    in_force = limits()
    estimate = cost(spec)
    if estimate.parameters <= _offered(spec.dataset):
        in_force = in_force.without_parameters()
    return in_force.refusal(estimate)


@lru_cache(maxsize=1)
def offered() -> Mapping[str, Spec]:
    """Return every run that the lab itself offers: presets, demos and experiments, by name."""
    presets = {preset.slug: preset.spec for preset in EVERY}
    runs = ((e.slug, e.specs) for e in EXPERIMENTS.values())
    return presets | {f"{slug}, {name}": s for slug, specs in runs for name, s in specs.items()}


@lru_cache(maxsize=32)
def _offered(dataset: str) -> float:
    """Return the parameters of the largest network that the lab offers on a dataset."""
    sizes = (cost(spec).parameters for spec in offered().values() if spec.dataset == dataset)
    return max(sizes, default=0.0)
