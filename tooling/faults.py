"""The smallest fault that each claim of the lecture notices, as tests and documentation have it.

See `python -m benchmarks.sensitivity`, which looks for them.
"""

import json
import math
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from aelab.lecture.core import spread
from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import demo
from aelab.web.pictures import shipped

ROOT = Path(__file__).parents[1]
FAULTS = ROOT / "tests" / "lecture" / "faults.json"
TABLE = ROOT / "docs" / "sensitivity.md"
LEAST, STEPS, LARGEST = 1e-12, 3.0, 0.9  # the fault tried first, the ratio of others, the last
PRECISION = 1.02  # ratio of the ends of the interval that a smallest fault is known to
HONEST = 0.25  # a claim that notices only more than that can hardly fail
HEAD = """# How sensitive the claims are

Made by `python -m benchmarks.sensitivity --write`. For each claim of the lecture one setting is
bent until the verdict turns: a factor of a formula, the width of a prior, a share of the results.
A fault is a share of the correct value, or in the unit that is named. The smallest fault that is
noticed is given for either sign; with one sign alone, the other is not noticed, as for a bound.
The pull is in standard errors, of which three are allowed: without a fault, and with the smallest.

`tests/lecture/test_claims.py` applies twice the smallest fault to each claim and sees it fail, and
half of it and sees it hold. Claims that notice only faults of more than 25 % can hardly fail; they
are marked with ▲.

| claim | what is bent | smallest fault noticed | pull without | pull with it |
|---|---|---|---|---|
"""
Stored: TypeAlias = dict[str, Any]


class Sensitivity(NamedTuple):
    """The smallest faults (n,) of a claim that turn its verdict, and pulls with and without."""

    smallest: tuple[float, ...]
    pull: float
    turned: float


def measured(claim: Claim, **settings: Any) -> Finding:
    """Return what is found in the shipped run of a demo, those of an experiment, or at once."""
    given: dict[str, Any] = {}
    if claim.demo:
        given = {"picture": shipped(demo(claim.demo))}
    elif claim.experiment:
        given = {"results": EXPERIMENTS[claim.experiment].shipped()}
    return spread.with_spread(claim, claim(**given, **settings))


def faulty(claim: Claim, size: float) -> Finding:
    """Return what is found with a fault of this size."""
    return measured(claim, **claim.fault.settings(claim.find, size))


def smallest(turned: Callable[[float], bool]) -> float:
    """Return the smallest size, to `PRECISION`, for which a verdict is turned; ∞ if there is none.

    >>> 0.3 <= smallest(lambda size: size > 0.3) <= 0.306
    True
    """
    low, high = 0.0, LEAST
    while not turned(high):
        if high == LARGEST:
            return math.inf
        low, high = high, min(high * STEPS, LARGEST)
    while high > PRECISION * max(low, LEAST):
        middle = math.sqrt(max(low, LEAST) * high)
        low, high = (low, middle) if turned(middle) else (middle, high)
    return high


def sensitivity(claim: Claim) -> Sensitivity:
    """Return the smallest faults of a claim, of either sign.

    Raises:
        ValueError: it does not hold without a fault, or no fault or not twice of it is noticed.

    """
    if not claim.holds(faulty(claim, 0.0)):
        raise ValueError(f"{claim.slug} does not hold without a fault.")
    sizes = [sign * smallest(partial(_turned, claim, sign)) for sign in (1, -1)]
    noticed = tuple(sorted((size for size in sizes if math.isfinite(size)), key=abs))
    if not noticed or not _turned(claim, 2, noticed[0]):
        raise ValueError(f"{claim.slug} does not notice {claim.fault.what}: {noticed}.")
    pulls = (claim.pull(faulty(claim, size)) for size in (0.0, noticed[0]))
    return Sensitivity(noticed, *pulls)


def _turned(claim: Claim, times: float, size: float) -> bool:
    """Return whether so many times a fault is noticed; what leaves nothing to compare is not."""
    with np.errstate(all="ignore"):
        finding = faulty(claim, times * size)
    return all(map(math.isfinite, finding)) and not claim.holds(finding)


def entry(claim: Claim, result: Sensitivity) -> Stored:
    """Return what is stored of a claim: ``fault`` is what the test applies."""
    return {
        "what": claim.fault.what,
        "fault": _rounded(2 * result.smallest[0]),
        "smallest": [_rounded(size) for size in result.smallest],
        "pull": _finite(result.pull),
        "turned": _finite(result.turned),
    }


def stored() -> dict[str, Stored]:
    """Return what is stored of all claims."""
    faults: dict[str, Stored] = json.loads(FAULTS.read_text()) if FAULTS.exists() else {}
    return faults


def table(faults: Mapping[str, Stored]) -> str:
    """Return the table as Markdown."""
    return HEAD + "".join(f"| {' | '.join(cells(slug, faults[slug]))} |\n" for slug in faults)


def cells(slug: str, item: Stored) -> list[str]:
    """Return the row of a claim."""
    sizes = ", ".join(_signed(size) for size in sorted(item["smallest"], reverse=True))
    mark = " ▲" if hardly_fails(item) else ""
    what = item["what"].replace("|", r"\|")  # which would end the cell
    return [f"`{slug}`", what, sizes + mark, _pull(item["pull"]), _pull(item["turned"])]


def hardly_fails(item: Stored) -> bool:
    """Return whether the smallest fault that a claim notices is a large one."""
    return bool(abs(item["smallest"][0]) > HONEST)


def _signed(size: float) -> str:
    percent = 100 * size
    text = f"{percent:+.2g} %" if abs(percent) >= 0.01 else f"{size:+.1e}"
    return text.replace("-", "−")


def _pull(pull: float | None) -> str:
    return "beyond any" if pull is None else f"{pull:+.2f}".replace("-", "−")


def _finite(pull: float) -> float | None:
    return round(pull, 3) if abs(pull) < 1e3 else None


def _rounded(size: float) -> float:
    return float(f"{size:.3g}")


def write(faults: Mapping[str, Stored]) -> None:
    """Write the faults for the tests, and the table for the documentation."""
    ordered = {slug: faults[slug] for slug in sorted(CLAIMS) if slug in faults}
    lines = (f"{json.dumps(s)}: {json.dumps(ordered[s], ensure_ascii=False)}" for s in ordered)
    FAULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    TABLE.write_text(table(ordered))
