"""Every claim of the lecture holds as it is set up, and fails under a fault that is stored."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.lecture.core.fault import Fault
from tooling import faults

pytestmark = pytest.mark.slow

FAULTS = faults.stored()
HARDLY = [
    "ae.below",
    "ae.columns",
    "anomaly.dice",
    "anomaly.falls",
    "anomaly.one",
    "latent.holes",
]  # claims that notice only faults of more than a quarter
MAKE = "python -m benchmarks.sensitivity --write"
SECONDS = 5  # of one core, at most
ROWS = range(1, 55)  # of the syllabus


@contextmanager
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began <= SECONDS


@pytest.mark.parametrize("slug", list(CLAIMS))
def test_a_claim_holds(slug: str) -> None:
    claim = CLAIMS[slug]
    with soon():
        finding = faults.measured(claim)
    assert claim.holds(finding), finding


@pytest.mark.parametrize("slug", list(CLAIMS))
def test_a_claim_fails_with_twice_the_smallest_fault_and_holds_with_half_of_it(slug: str) -> None:
    claim = CLAIMS[slug]
    assert slug in FAULTS, f"{MAKE} {slug}"
    fault = FAULTS[slug]["fault"]
    with soon():
        finding = faults.faulty(claim, fault)
    assert not claim.holds(finding), finding
    assert claim.holds(faults.faulty(claim, fault / 4)), f"{MAKE} {slug}"


def test_what_is_stored_is_of_the_claims_and_the_table_is_made_of_it() -> None:
    words = {slug: fault["what"] for slug, fault in FAULTS.items()}
    assert words == {slug: claim.fault.what for slug, claim in CLAIMS.items()}, MAKE
    assert faults.TABLE.read_text() == faults.table(FAULTS), MAKE


def test_claims_that_can_hardly_fail_are_few_and_named() -> None:
    assert [slug for slug in FAULTS if faults.hardly_fails(FAULTS[slug])] == HARDLY
    marked = [line for line in faults.table(FAULTS).splitlines() if " ▲ |" in line]
    assert [line.split("`")[1] for line in marked] == HARDLY


def bent(length: float = 2.0, angle: float = 0.0) -> Finding:
    return Finding(2.0, length + abs(angle) / 90)


def test_a_fault_is_a_share_of_the_correct_value_or_of_a_unit() -> None:
    assert Fault("length", "length").settings(bent, 0.25) == {"length": 2.5}
    turned = Fault("angle", "angle, in radians", unit=90.0, given={"length": 2.0})
    assert turned.settings(bent, -0.5) == {"length": 2.0, "angle": -45.0}
    with pytest.raises(KeyError):
        Fault("width", "width").settings(bent, 0.1)


def test_the_smallest_fault_that_turns_a_verdict_is_found_for_either_sign() -> None:
    claim = simple(0.1, fault=Fault("length", "length"), find=bent)
    result = faults.sensitivity(claim)
    np.testing.assert_allclose(result.smallest, (0.1, -0.1), rtol=0.03)
    assert result.pull == 0 and result.turned == pytest.approx(3, rel=0.03)
    bound = simple(0.1, "at most", fault=Fault("length", "length"), find=bent)
    assert len(faults.sensitivity(bound).smallest) == 1


def test_a_fault_that_is_not_noticed_is_told() -> None:
    deaf = simple(10.0, fault=Fault("length", "length"), find=bent)
    with pytest.raises(ValueError, match="does not notice length"):
        faults.sensitivity(deaf)
    broken = simple(0.0, fault=Fault("angle", "angle"), find=lambda angle=1: Finding(0, 1))
    with pytest.raises(ValueError, match="does not hold without a fault"):
        faults.sensitivity(broken)


def test_what_leaves_nothing_to_compare_is_no_fault_that_is_noticed() -> None:
    assert not faults._turned(simple(0.1, fault=Fault("x", "x"), find=_undefined), 1, 0.5)


def _undefined(x: float = 1.0) -> Finding:
    return Finding(1.0, float("nan") if x > 1 else 1.0)


@pytest.mark.parametrize("slug", list(CLAIMS))
def test_a_claim_says_what_it_claims(slug: str) -> None:
    claim = CLAIMS[slug]
    assert claim.statement.endswith(".") and claim.why.endswith(".") and claim.formula
    assert claim.rows and set(claim.rows) <= set(ROWS)
    assert slug.partition(".")[2], "chapter.name"


def test_every_row_has_a_claim() -> None:
    assert {row for claim in CLAIMS.values() for row in claim.rows} == set(ROWS)


def simple(tolerance: Any, kind: str = "equal", scale: float = 0.0, **others: Any) -> Any:
    words: dict[str, Any] = {"slug": "a.b", "statement": "It is.", "formula": "1", "why": "So."}
    bounds: dict[str, Any] = {"tolerance": tolerance, "kind": kind, "scale": scale}
    made: dict[str, Any] = {"fault": Fault("x", "x"), "find": lambda x=1.0: Finding(1, x)}
    return Claim(rows=(1,), **words, **bounds, **made | others)


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
