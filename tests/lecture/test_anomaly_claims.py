"""What the claims on anomalies and jets are computed with, against numpy and made-up cases."""

import numpy as np
import pytest

from aelab.bundled import results
from aelab.bundled.results import Profile, Result
from aelab.lecture.anomaly import claims, claims_jets, claims_scores, stored
from aelab.lecture.core.claim import CLAIMS
from aelab.metrics import auc
from aelab.params import InputError


def test_a_slope_is_that_of_a_weighted_fit_and_leaves_empty_bins_out() -> None:
    at, share = [10.0, 20.0, 30.0, 40.0], [0.4, 0.3, 0.3, 0.0]
    mean, low, high = [1.0, 2.5, 2.0, None], [0.5, 1.5, 1.0, None], [1.5, 3.5, 4.0, None]
    shape = Profile("top", ("QCD", "top"), at, [mean] * 2, [low] * 2, [high] * 2, [share] * 2)
    width = np.array([0.5, 1.0, 1.5])
    weights = np.sqrt(np.array(share[:3]) * 5000) / width
    fit, covariance = np.polyfit(at[:3], [1.0, 2.5, 2.0], 1, w=weights, cov="unscaled")
    slope = stored.slope(shape, 1)
    assert slope == pytest.approx((fit[0], np.sqrt(covariance[0, 0])))


def test_the_error_of_an_auc_is_of_the_mean_over_seeds_and_of_the_samples() -> None:
    area = stored.area_of(Result("top", "pca", 6, "", "x", [0.8, 0.806], 0.004))
    assert area == pytest.approx((0.803, 0.005))
    assert stored.area_of(Result("top", "pca", 6, "", "x", [0.8], 0.004)) == (0.8, 0.004)


def test_runs_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "read", list)
    monkeypatch.setattr(results, "profiles", list)
    for slug in ("anomaly.sizes", "anomaly.contaminated", "anomaly.rises"):
        with pytest.raises(InputError, match="No such runs"):
            CLAIMS[slug]()


def test_the_peak_of_a_gaussian_is_its_mean_and_what_has_none_has_no_number() -> None:
    rng = np.random.default_rng(0)
    masses = rng.normal(173, 9, 40_000)
    assert claims_jets._peak(masses) == pytest.approx(173, abs=0.4)
    assert np.isnan(claims_jets._peak(np.full(10, 50.0)))


def test_wrong_labels_draw_an_auc_to_one_half() -> None:
    rng = np.random.default_rng(0)
    score = np.concatenate([rng.normal(size=20_000), rng.normal(1, 1, 20_000)])
    top = np.arange(len(score)) >= 20_000
    wrong = top ^ (rng.random(len(top)) < 0.1)
    right, measured = auc(score, top), auc(score, wrong)
    expected = stored.mislabelled(right, 0.1)
    assert measured.value == pytest.approx(expected.value, abs=3 * measured.error)


def test_a_missed_share_of_a_lesion_lowers_its_dice() -> None:
    lesion, marked = np.zeros((2, 100), bool)
    lesion[:60], marked[20:70] = True, True
    less = marked.copy()
    less[20:30] = False  # 10 of the 40 in common
    dice = [2 * (lesion & each).sum() / (lesion.sum() + each.sum()) for each in (marked, less)]
    assert claims._missing(dice[0], 0.25) == pytest.approx(dice[1])


def test_the_auc_of_a_bootstrap_sample_is_that_of_its_jets() -> None:
    rng = np.random.default_rng(0)
    usual, tops = np.sort(rng.integers(0, 20, 50)) / 1.0, rng.integers(5, 25, 40) / 1.0
    times = [claims_scores._drawn(rng, len(scores), 1.5) for scores in (usual, tops)]
    drawn = [np.repeat(scores, often) for scores, often in zip((usual, tops), times, strict=True)]
    assert [len(each) for each in drawn] == [75, 60]
    expected = auc(np.concatenate(drawn), np.arange(135) >= 75).value
    places = claims_scores._places(usual, tops)
    assert claims_scores._area(places, *times) == pytest.approx(expected)
