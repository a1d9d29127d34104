"""How claims scatter over seeds comes with the lab, and widens their errors."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aelab.bundled import spreads
from aelab.lecture.core import spread
from aelab.lecture.core.claim import CLAIMS, Finding

OF_RUNS = [claim.slug for claim in CLAIMS.values() if claim.demo or claim.experiment]


@pytest.mark.parametrize("slug", OF_RUNS)
def test_every_claim_that_is_measured_from_runs_has_a_spread(slug: str) -> None:
    deviations = spread.of(CLAIMS[slug])
    assert len(deviations) == spreads.SEEDS, f"python -m aelab spreads (for {slug})"
    assert np.isfinite(deviations).all()


def test_no_other_claim_has_one() -> None:
    assert set(json.loads(spread.FILE.read_text())["claims"]) == set(OF_RUNS)


def test_the_error_of_a_run_is_its_own_and_the_spread_over_seeds_in_quadrature(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spread, "of", lambda claim: [1.0, 2.0, 3.0])
    claim = replace(CLAIMS[OF_RUNS[0]], kind="equal")
    finding = spread.with_spread(claim, Finding(1, 2, error=0.75, bound=0.5))
    assert finding == Finding(1, 2, error=1.25, seeds=3, bound=0.5)
    monkeypatch.setattr(spread, "of", lambda claim: [])
    assert spread.with_spread(claim, Finding(1, 2, 0.75)) == Finding(1, 2, 0.75)


def test_an_error_that_is_complete_is_not_widened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "of", lambda claim: [1.0, 2.0, 3.0])
    claim = replace(CLAIMS[OF_RUNS[0]], kind="equal", complete=True)
    assert spread.with_spread(claim, Finding(1, 2, 0.75)) == Finding(1, 2, 0.75)


def test_a_bound_is_compared_with_the_run_at_hand_and_counted_for_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spread, "of", lambda claim: [-1.0, -0.1, 0.1, 2.0])
    bound = replace(CLAIMS[OF_RUNS[0]], kind="at most", tolerance=0.0)
    finding = Finding(1, 0.5)
    assert spread.with_spread(bound, finding) == finding
    assert spread.agreeing(bound, finding) == 2
    assert spread.agreeing(replace(bound, kind="at least"), finding) == 2
    assert spread.agreeing(bound, finding._replace(error=0.1)) == 3


def test_what_is_measured_anew_is_added_to_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "FILE", tmp_path / "spreads.json")
    spread.write({"a.b": [0.25], "c.d": [1 / 3]}, {"seeds": 1})
    assert json.loads(spread.FILE.read_text()) == {
        "about": {"seeds": 1},
        "claims": {"a.b": [0.25], "c.d": [0.333333]},
    }


def test_the_runs_to_train_are_those_of_the_claims_with_seeds_of_their_own() -> None:
    jobs = list(spreads._jobs(["vae-mnist", "vae.beta"]))
    assert [(slug, seed) for (_, slug), seed in jobs] == [
        (slug, seed) for slug in ("vae-mnist", "vae.beta") for seed in range(1, 6)
    ]
    demos = {slug for (measure, slug), _ in spreads._jobs(()) if measure is spreads.of_demo}
    assert demos == {claim.demo for claim in CLAIMS.values() if claim.demo}
