"""Every claim of the lecture holds as it is set up, and fails when the setup is broken."""

import time
from typing import Any

import pytest

from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.core.spread import with_spread
from aelab.lecture.demos import demo
from aelab.web.pictures import shipped
from tests.trained import prepare, quickly

pytestmark = pytest.mark.slow

SECONDS = 5  # of one core, at most
ROWS = range(1, 55)  # of the syllabus


def measured(claim: Any, **broken: Any) -> Any:
    """Return what is found in the run of a demo, in those of an experiment, or at once.

    A demo is trained again if it is broken.
    """
    if claim.demo:
        picture = quickly(claim, **broken) if broken else shipped(demo(claim.demo))
        return with_spread(claim, claim(picture=picture))
    if claim.experiment:
        results = EXPERIMENTS[claim.experiment].shipped()
        return with_spread(claim, claim(results=results, **broken))
    return claim(**broken)


@pytest.mark.parametrize("slug", list(CLAIMS))
def test_a_claim_holds(slug: str) -> None:
    claim = CLAIMS[slug]
    prepare(claim)
    began = time.process_time()
    finding = measured(claim)
    assert claim.holds(finding), finding
    assert time.process_time() - began <= SECONDS


@pytest.mark.parametrize("slug", list(CLAIMS))
def test_a_claim_fails_when_its_setup_is_broken(slug: str) -> None:
    claim = CLAIMS[slug]
    finding = measured(claim, **claim.breaks)
    assert claim.breaks and not claim.holds(finding), finding


@pytest.mark.parametrize("slug", list(CLAIMS))
def test_a_claim_says_what_it_claims(slug: str) -> None:
    claim = CLAIMS[slug]
    assert claim.statement.endswith(".") and claim.why.endswith(".") and claim.formula
    assert claim.rows and set(claim.rows) <= set(ROWS)
    assert slug.partition(".")[2], "chapter.name"


def simple(tolerance: Any, kind: str = "equal", scale: float = 0.0) -> Any:
    words: dict[str, Any] = {"slug": "a.b", "statement": "It is.", "formula": "1", "why": "So."}
    bounds: dict[str, Any] = {"tolerance": tolerance, "kind": kind, "scale": scale}
    return Claim(rows=(1,), breaks={}, find=lambda: Finding(1, 1), **words, **bounds)


def test_a_verdict_is_a_relative_difference_with_a_least_scale() -> None:
    assert simple(0.1).holds(Finding(10, 10.9)) and not simple(0.1).holds(Finding(10, 11.1))
    assert not simple(0.1).holds(Finding(0, 1e-9)) and simple(0.1, scale=1).holds(Finding(0, 0.09))
    assert not simple(0.1).holds(Finding(1, float("nan")))
    assert not simple(0.1).holds(Finding(float("inf"), float("inf")))


def test_bounds_have_one_side() -> None:
    assert simple(0.1, "at most").holds(Finding(10, -5))
    assert not simple(0.1, "at most").holds(Finding(10, 12))
    assert simple(0.1, "at least").holds(Finding(10, 50))
    assert not simple(0.1, "at least").holds(Finding(10, 8))
