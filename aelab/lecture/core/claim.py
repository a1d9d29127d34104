"""Claims: a statement with a prediction, a measurement and the error of their difference."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from aelab.lecture.core.fault import Fault
from aelab.lecture.core.pull import LIMIT, pull
from aelab.registry import Registry

Kind: TypeAlias = Literal["equal", "at most", "at least"]
CLAIMS = Registry("aelab.lecture", "claims")


class Finding(NamedTuple):
    """The prediction and the measurement, in the unit of the claim.

    ``error`` is the standard error of their difference, 0 if nothing was sampled; ``seeds`` is the
    number of values that it was estimated from, 0 if there are many. ``bound`` is the largest
    systematic deviation under these settings, beside the tolerance of the claim.
    """

    predicted: float
    measured: float
    error: float = 0.0
    seeds: int = 0
    bound: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of the lecture: called with settings, it returns prediction and measurement.

    ``rows`` are those of the syllabus, ``formula`` is the LaTeX of the prediction. The claim holds
    if measurement and prediction differ by at most three standard errors. Beside the error of the
    finding, what is systematic counts: rounding, or what a formula leaves out. It is at most
    ``tolerance`` times the prediction or ``scale``, whichever is larger. "at most" and "at least"
    are bounds with the same errors. ``why`` says where the error comes from.

    ``fault`` names a setting that stands for a mistake in what is claimed, a factor in a formula
    or the width of a prior. `python -m benchmarks.sensitivity` looks for the smallest one for
    which the claim does not hold any more, and tests apply twice of it.

    A claim may be measured from the last frame of a run of the preset ``demo``, as its setting
    ``picture``, or from the results of an ``experiment``, as its setting ``results``. Its error is
    then widened by the spread over seeds, and known for the settings of the preset alone, unless
    it is ``complete``: estimated from the run itself.
    """

    slug: str
    rows: tuple[int, ...]
    statement: str
    formula: str
    why: str
    fault: Fault
    find: Callable[..., Finding]
    tolerance: float = 0.0
    unit: str = ""
    kind: Kind = "equal"
    scale: float = 0.0
    demo: str = ""
    experiment: str = ""
    complete: bool = False
    order: int = 100

    def __post_init__(self) -> None:
        """Take the module of the function, by which a registry distinguishes claims."""
        object.__setattr__(self, "__module__", self.find.__module__)

    def __call__(self, **settings: Any) -> Finding:
        """Return prediction and measurement under these settings."""
        finding = self.find(**settings)
        predicted, measured, error, seeds, bound = finding
        return Finding(float(predicted), float(measured), float(error), seeds, float(bound))

    def bound(self, finding: Finding) -> float:
        """Return the largest systematic deviation of a finding, in the unit of the claim."""
        return finding.bound + self.tolerance * max(abs(finding.predicted), self.scale)

    def pull(self, finding: Finding) -> float:
        """Return measurement minus prediction in units of the standard error."""
        deviation = finding.measured - finding.predicted
        return pull(deviation, finding.error, self.bound(finding), finding.seeds)

    def holds(self, finding: Finding) -> bool:
        """Return whether the measurement agrees with the prediction."""
        if not (math.isfinite(finding.predicted) and math.isfinite(finding.measured)):
            return False
        above = self.pull(finding)
        return {"equal": abs(above), "at most": above, "at least": -above}[self.kind] <= LIMIT


F = TypeVar("F", bound=Callable[..., Finding])


def claim(slug: str, **properties: Any) -> Callable[[F], F]:
    """Register a function of settings as the measurement of a claim; see `Claim`."""

    def register(find: F) -> F:
        CLAIMS.add(slug, Claim(slug=slug, find=find, **properties))
        return find

    return register
