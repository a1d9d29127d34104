"""What a claim is: a statement, a prediction, a measurement, and what they may differ by."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from aelab.registry import Registry

Kind: TypeAlias = Literal["equal", "at most", "at least"]
CLAIMS = Registry("aelab.lecture", "claims")


class Finding(NamedTuple):
    """What was predicted, and what was measured, in the unit of the claim."""

    predicted: float
    measured: float


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim of the lecture: called with settings, it returns what it predicts and measures.

    ``rows`` are those of the syllabus, ``formula`` is the LaTeX of the prediction. It holds if
    measurement and prediction differ by at most ``tolerance`` times the prediction, or times
    ``scale`` where that is more; "at most" and "at least" are bounds with the same tolerance, and
    ``why`` is its reason. ``breaks`` are settings under which it must not hold.

    A claim may be measured from the last picture of a run, its setting ``picture``: of the preset
    ``demo``, with the parameters ``quick`` where a test trains it; ``breaks`` are parameters, too.
    Or it is measured from what was read from the runs of an ``experiment``, its setting ``found``.
    """

    slug: str
    rows: tuple[int, ...]
    statement: str
    formula: str
    tolerance: float
    why: str
    breaks: Mapping[str, Any]
    find: Callable[..., Finding]
    unit: str = ""
    kind: Kind = "equal"
    scale: float = 0.0
    demo: str = ""
    quick: Mapping[str, Any] = field(default_factory=dict)
    experiment: str = ""
    order: int = 100

    def __post_init__(self) -> None:
        """Belong to the module of the measurement, by which a registry tells claims apart."""
        object.__setattr__(self, "__module__", self.find.__module__)

    def __call__(self, **settings: Any) -> Finding:
        """Return prediction and measurement under these settings."""
        found = self.find(**settings)
        return Finding(float(found.predicted), float(found.measured))

    def holds(self, found: Finding) -> bool:
        """Return whether the measurement agrees with the prediction."""
        if not (math.isfinite(found.predicted) and math.isfinite(found.measured)):
            return False
        room = self.tolerance * max(abs(found.predicted), self.scale)
        above = found.measured - found.predicted
        return {"equal": abs(above), "at most": above, "at least": -above}[self.kind] <= room


F = TypeVar("F", bound=Callable[..., Finding])


def claim(slug: str, **said: Any) -> Callable[[F], F]:
    """Register a function of settings as the measurement of a claim; see `Claim`."""

    def register(find: F) -> F:
        CLAIMS.add(slug, Claim(slug=slug, find=find, **said))
        return find

    return register
