"""How the measurements of a claim scatter over seeds, for runs that come with the lab."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from aelab.lecture.core.claim import Claim, Finding
from aelab.theory import estimates

FILE = Path(__file__).parents[2] / "bundled" / "files" / "spreads.json"


def of(claim: Claim) -> Sequence[float]:
    """Return measurement minus prediction of a claim for several seeds; empty if unknown."""
    return _deviations(FILE.stat().st_mtime_ns).get(claim.slug, ())


def scatter(claim: Claim) -> float:
    """Return the standard deviation over seeds of what a claim measures; 0 if it is unknown."""
    deviations = of(claim)
    return math.sqrt(estimates.variance(deviations).value) if len(deviations) > 1 else 0.0


def with_spread(claim: Claim, finding: Finding) -> Finding:
    """Return a finding of a run, with the spread over seeds in its error.

    It is the standard deviation of a single run; a complete error is left as it is. A bound is
    compared with the run at hand alone: see `agreeing` for others.
    """
    seeds = len(of(claim))
    if claim.kind != "equal" or claim.complete or seeds < 2:
        return finding
    return finding._replace(error=math.hypot(finding.error, scatter(claim)), seeds=seeds)


def agreeing(claim: Claim, finding: Finding) -> int:
    """Return for how many of the other seeds the claim holds, given the errors of a finding."""
    predicted = finding.predicted
    return sum(
        claim.holds(finding._replace(measured=predicted + deviation)) for deviation in of(claim)
    )


def write(deviations: Mapping[str, Sequence[float]], about: Mapping[str, Any]) -> None:
    """Write the deviations of each claim; ``about`` describes how they were made."""
    lines = [
        f"{json.dumps(slug)}: {json.dumps([float(f'{value:.6g}') for value in deviations[slug]])}"
        for slug in sorted(deviations)
    ]
    joined = ",\n".join(lines)
    FILE.write_text(f'{{\n"about": {json.dumps(about)},\n"claims": {{\n{joined}\n}}\n}}\n')


def made_with() -> dict[str, Any]:
    """Return how the deviations were made: versions, commit, seeds."""
    described: dict[str, Any] = json.loads(FILE.read_text())["about"]
    return described


@lru_cache(maxsize=1)
def _deviations(modified: int) -> dict[str, list[float]]:
    """Return what the file has; its time of modification is the key of the cache."""
    claims: dict[str, list[float]] = json.loads(FILE.read_text())["claims"]
    return claims
