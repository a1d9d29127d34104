"""Results of anomaly runs: what is written is read again, and the figures in a frame."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aelab.bundled import results
from aelab.bundled.results import Profile, Result, Segmented

SERIES: dict[str, Any] = {
    "rejection": [20.0, None],
    "unexplained": [0.5, 0.25],
    "mass": [None, 0.1],
    "half": [],
}
ROW = Result("digit 4", "autoencoder", 8, "", "jet-mass", auc=[0.9, 0.8], **SERIES)
BINS: dict[str, Any] = {
    "at": [10, 20, 30],
    "mean": [[1.0, 3.0, None], [2.0, 4.0, 6.0]],
    "low": [[0.5] * 3] * 2,
    "high": [[7.0] * 3] * 2,
    "share": [[0.25, 0.75, 0.0], [0.5, 0.25, 0.25]],
}
PROFILE = Profile("digit 4", ("other", "4"), **BINS)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep results in a folder of their own."""
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    monkeypatch.setattr(results, "BRAIN", tmp_path / "segmented.json")
    results._read.cache_clear()
    yield tmp_path
    results._read.cache_clear()


def test_what_is_written_is_read_again_one_result_a_line(files: Path) -> None:
    assert (results.read(), results.profiles()) == ([], [])
    results._read.cache_clear()
    results.write([ROW, ROW], [], {"samples": 100})
    assert results.read() == [ROW, ROW]
    lines = (files / "results.json").read_text().splitlines()
    assert sum("jet-mass" in line for line in lines) == 2


def test_a_profile_is_averaged_by_its_shares_over_the_bins_that_have_a_value() -> None:
    assert PROFILE.average(0) == pytest.approx(0.25 * 1 + 0.75 * 3)
    assert PROFILE.average(1) == pytest.approx(0.5 * 2 + 0.25 * 4 + 0.25 * 6)
    assert PROFILE.trend(0).value == pytest.approx(1) == PROFILE.trend(1).value


def test_tables_of_brain_slices_are_read_again(files: Path) -> None:
    assert results.segmented() == ([], [], [])
    row = Segmented("residual", {"dice": [0.5, 0.6]}, [[0.1, 0.9]])
    results.write_segmented([row], [1.0, 2.0], [0.1, 0.2, 0.3])
    assert results.segmented() == ([row], [1.0, 2.0], [0.1, 0.2, 0.3])


def test_the_spread_is_that_of_the_seeds_or_the_statistical_error_of_one() -> None:
    assert ROW.uncertainty == pytest.approx(0.1 / 2**0.5)
    assert Result("t", "m", 1, "", "s", auc=[0.9], error=0.02).uncertainty == 0.02
    assert results.mean([1.0, None, 3.0]) == 2 and results.mean([None]) is None


def test_the_figures_of_a_score_are_named_and_a_run_without_one_has_none() -> None:
    view = {"name": "scores", "score": "active-pixels", "flat": True, "figures": [0.9, 0.01, 7]}
    figures = results.of_frame({"views": [{"name": "loss"}, view]})
    names = {"score": "active-pixels", "flat": True}
    assert figures == {"auc": 0.9, "auc_error": 0.01, "age": 7} | names
    assert results.of_frame({"views": [{"name": "loss"}]}) is None


def test_the_error_of_an_average_is_the_standard_error_of_the_sample() -> None:
    rng = np.random.default_rng(0)
    kind = rng.integers(0, 2, 4000)
    errors = np.array([1.0, 3.0])[kind] + np.array([0.2, 0.5])[kind] * rng.standard_normal(4000)
    bins = [errors[kind == i] for i in range(2)]
    low, mean, high = (
        [[float(of(v)) for v in bins]] * 2
        for of in (lambda v: np.quantile(v, 0.16), np.mean, lambda v: np.quantile(v, 0.84))
    )
    share = [[len(v) / 4000 for v in bins]] * 2
    profile = Profile("QCD", ("top", "QCD"), [10, 20], mean, low, high, share, samples=4000)
    assert profile.average(0) == pytest.approx(errors.mean())
    assert profile.statistical(0) == pytest.approx(errors.std() / 4000**0.5, rel=0.02)
