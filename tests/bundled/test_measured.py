"""Measured runs: a line each, taken up again, and brought together over seeds."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from aelab.bundled.measured import Figures, Measured, Study, short


def run(seed: int = 0, auc: float = 0.8, **other: Any) -> Measured:
    figures = Figures(auc, 0.003, 20.0, 1.0, 0.1, 10.0, 0.5, auc - 0.9, 0.004)
    settings: dict[str, Any] = {"params": {"anomaly": "top"}, "made": {}} | other
    return Measured("top", "pca", 6, "", seed, scores={"a": figures}, unexplained=0.2, **settings)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study("study", tmp_path)


def test_a_run_is_read_as_it_was_added_and_known_again(study: Study) -> None:
    assert study.read() == () and study.results() == []
    study.add(run())
    assert study.read() == (run(),)
    assert study.has(run(auc=0.1).identity) and not study.has(run(seed=1).identity)
    assert not study.has(run(params={"anomaly": "QCD"}).identity)
    study.add(run(seed=1))
    assert len(study.read()) == 2 and len(study.path.read_text().splitlines()) == 2


def test_seeds_of_a_case_are_one_result_with_their_spread(study: Study) -> None:
    for seed, auc in enumerate((0.8, 0.82)):
        study.add(run(seed, auc))
    study.add(run(params={"anomaly": "top", "contamination": 0.1}))
    contaminated, clean = sorted(study.results(), key=lambda r: -r.contamination)
    assert (contaminated.contamination, contaminated.auc) == (0.1, [0.8])
    assert clean.auc == [0.8, 0.82] and clean.half == [10.0, 10.0] and clean.error == 0.003
    assert clean.uncertainty == pytest.approx(math.hypot(0.02 / math.sqrt(2), 0.003))
    assert clean.lead == pytest.approx((-0.09, math.hypot(0.02 / math.sqrt(2), 0.004)))


def test_what_a_line_does_not_have_is_not_known(study: Study) -> None:
    study.add(run())
    line = json.loads(study.path.read_text())
    line["scores"]["a"] = line["scores"]["a"][:5]
    del line["unexplained"]
    study.path.write_text(json.dumps(line) + "\n")
    (result,) = study.results()
    assert result.auc == [0.8] and result.half == [None] and result.lead is None
    assert result.unexplained == [None]


def test_a_figure_that_is_not_finite_is_not_kept() -> None:
    assert short(math.inf) is None and short(0.12346) == 0.1235
