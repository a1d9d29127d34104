"""Samples against data: by brute force, by NumPy's correlations, and by a chi-squared law."""

from typing import Any

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import chi2

from aelab.theory import sampling


def cloud(count: int = 400, d: int = 3, seed: int = 0) -> Any:
    return np.random.default_rng(seed).normal(size=(count, d)) @ np.diag([2.0, 1.0, 0.5][:d])


def test_codes_are_drawn_with_the_mean_and_the_covariance_of_the_codes_that_are_known() -> None:
    codes = cloud() + np.array([5.0, -1.0, 0.0])
    reference = codes[: sampling.REFERENCE]
    generated = sampling.gaussian_like(codes, 40_000, seed=3)
    expected = np.cov(reference.T, bias=True)
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    np.testing.assert_allclose(np.cov(generated.T) / scale, expected / scale, atol=0.03)
    np.testing.assert_allclose(generated.mean(0), reference.mean(0), atol=0.05)
    np.testing.assert_array_equal(generated[:10], sampling.gaussian_like(codes, 40_000, 3)[:10])
    assert not np.array_equal(generated[:10], sampling.gaussian_like(codes, 10, 4))


def test_what_is_off_is_further_from_the_data_than_they_are_from_each_other() -> None:
    x, generated = cloud(), 1.5 * cloud(300, seed=1)
    apart = cdist(x, x)
    np.fill_diagonal(apart, np.inf)
    limit = np.quantile(apart.min(1), 0.9)
    assert sampling.usual_distance(x, 0.9) == pytest.approx(limit, rel=1e-12)
    np.testing.assert_array_equal(
        sampling.off(generated, x, 0.9), cdist(generated, x).min(1) > limit
    )


def test_of_true_samples_a_share_of_one_minus_the_level_is_off() -> None:
    x, generated = cloud(4000, 2), cloud(4000, 2, seed=1)
    assert sampling.off(generated, x).mean() == pytest.approx(0.05, abs=0.015)


def test_the_share_within_each_class_is_that_of_its_own_radius() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(6000) % 3
    centres = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])
    x = centres[labels] + rng.normal(size=(6000, 2))
    generated = centres[0] + 0.5 * rng.normal(size=(5000, 2))
    result = sampling.shares(generated, x, labels, level=0.5)
    expected = chi2(2).cdf(4 * chi2(2).ppf(0.5))  # half as wide: twice the radius, in its units
    np.testing.assert_allclose(result, [expected, 0, 0], atol=0.02)


@pytest.mark.parametrize("apart", [1, 3])
def test_correlations_of_pixels_are_those_of_numpy(apart: int) -> None:
    rng = np.random.default_rng(0)
    images = rng.normal(size=(200, 4, 4)).cumsum(2)
    images[:, 1] = 0.5  # a row that never moves
    x = images.reshape(200, 16)
    pairs = sampling.neighbouring_pixels(x, 4, apart)
    assert len(pairs.first) == 3 * (4 - apart)
    assert (pairs.second - pairs.first == apart).all() and not ({4, 5, 6, 7} & {*pairs.first})
    expected = [np.corrcoef(x[:, i], x[:, j])[0, 1] for i, j in zip(*pairs, strict=True)]
    np.testing.assert_allclose(sampling.correlations(x, pairs), expected, rtol=1e-12)
