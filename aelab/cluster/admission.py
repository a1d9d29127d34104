"""Which runs a shared lab accepts: those whose updates are within its limits.

The lab's own runs are always accepted: on a dataset for which one of them has a larger network
than the usual limit, networks of that size are accepted.
"""

from collections.abc import Mapping
from functools import lru_cache

from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import EVERY
from aelab.spec import Spec
from aelab.training.limits import limits
from aelab.training.loop import cost


def refusal(spec: Spec) -> str:
    """Return why a run is refused and what helps, in one sentence; empty if it is accepted.

    It imports the models, so it is for workers and scripts.
    """
    allowed, estimate = limits(), cost(spec)
    if estimate.parameters <= _largest_offered(spec.dataset):
        allowed = allowed.without_parameters()
    return allowed.refusal(estimate)


@lru_cache(maxsize=1)
def offered() -> Mapping[str, Spec]:
    """Return the lab's own runs, of presets, demos and experiments, by name."""
    presets = {preset.slug: preset.spec for preset in EVERY}
    runs = ((e.slug, e.specs) for e in EXPERIMENTS.values())
    return presets | {f"{slug}, {name}": s for slug, specs in runs for name, s in specs.items()}


@lru_cache(maxsize=32)
def _largest_offered(dataset: str) -> float:
    """Return the number of parameters of the largest network that the lab offers on a dataset."""
    sizes = (cost(spec).parameters for spec in offered().values() if spec.dataset == dataset)
    return max(sizes, default=0.0)
