"""What the claims on anomalies and jets are computed with, against numpy and made-up cases."""

import numpy as np
import pytest

from aelab.bundled import results
from aelab.bundled.results import Profile, Result
from aelab.lecture.anomaly import claims, claims_jets
from aelab.lecture.core.claim import CLAIMS
from aelab.params import InputError


def test_a_slope_is_that_of_a_weighted_fit_and_leaves_empty_bins_out() -> None:
    at, share = [10.0, 20.0, 30.0, 40.0], [0.4, 0.3, 0.3, 0.0]
    mean, low, high = [1.0, 2.5, 2.0, None], [0.5, 1.5, 1.0, None], [1.5, 3.5, 4.0, None]
    shape = Profile("top", ("QCD", "top"), at, [mean] * 2, [low] * 2, [high] * 2, [share] * 2)
    width = np.array([0.5, 1.0, 1.5])
    weights = np.sqrt(np.array(share[:3]) * 5000) / width
    fit, covariance = np.polyfit(at[:3], [1.0, 2.5, 2.0], 1, w=weights, cov="unscaled")
    slope = claims.slope(shape, 1)
    assert slope == pytest.approx((fit[0], np.sqrt(covariance[0, 0])))


def test_the_error_of_an_auc_is_of_the_mean_over_seeds_and_of_the_samples() -> None:
    area = claims._area(Result("top", "pca", 6, "", "x", [0.8, 0.806], 0.004))
    assert area == pytest.approx((0.803, 0.005))
    assert claims._area(Result("top", "pca", 6, "", "x", [0.8], 0.004)) == (0.8, 0.004)


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
