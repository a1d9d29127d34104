"""Gaussian mixtures smoothed by noise, corruption, and the best linear denoiser."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from aelab.theory import corruption, mixtures
from aelab.theory.mixtures import Mixture
from aelab.theory.pca import principal

RNG = np.random.default_rng(0)
SOME = Mixture(
    np.array([[0.0, 1.0], [1.5, -0.5], [-1.0, 0.0]]),
    np.array([0.2, 0.4, 0.3]),
    np.array([0.5, 0.3, 0.2]),
)
PLACES = RNG.normal(size=(6, 2))


@pytest.mark.parametrize("sigma", [0.0, 0.5])
def test_the_density_is_that_of_wider_gaussians(sigma: float) -> None:
    parts = [
        share * multivariate_normal(mean, (width**2 + sigma**2) * np.eye(2)).pdf(PLACES)
        for mean, width, share in zip(*SOME, strict=True)
    ]
    np.testing.assert_allclose(np.exp(SOME.log_density(PLACES, sigma)), sum(parts), rtol=1e-10)


def test_the_field_is_the_variance_of_the_noise_times_the_slope_of_the_log_density() -> None:
    sigma, step = 0.5, 1e-6
    slopes = [
        (SOME.log_density(PLACES + step * e, sigma) - SOME.log_density(PLACES - step * e, sigma))
        / (2 * step)
        for e in np.eye(2)
    ]
    expected = sigma**2 * np.stack(slopes, 1)
    np.testing.assert_allclose(SOME.field(PLACES, sigma), expected, rtol=1e-5, atol=1e-8)


def test_the_field_leads_to_the_mean_of_what_may_have_been_there() -> None:
    guess = PLACES + SOME.field(PLACES, 0.5)
    np.testing.assert_allclose(SOME.best_estimate(PLACES, 0.5, 300), guess, atol=1e-5)


def test_the_mean_of_clean_points_near_a_noisy_one_is_the_best_estimate() -> None:
    sigma = 0.5
    x = SOME.draw(400_000, RNG)
    noisy = x + sigma * RNG.normal(size=x.shape)
    at = np.array([[0.3, 0.4]])
    near = np.linalg.norm(noisy - at, axis=1) < 0.08
    expected = (at + SOME.field(at, sigma))[0]
    error = x[near].std(0) / near.sum() ** 0.5
    assert (np.abs(x[near].mean(0) - expected) < 4 * error + 0.01).all()


def test_a_ring_is_of_equal_gaussians_on_a_circle() -> None:
    ring = mixtures.ring(3, 1.2, 0.25)
    np.testing.assert_allclose(np.linalg.norm(ring.means, axis=1), 1.2)
    assert ring.shares.sum() == pytest.approx(1)


@pytest.mark.parametrize("kind", corruption.KINDS)
def test_how_far_samples_are_moved_is_the_mean_over_many_draws(kind: corruption.Kind) -> None:
    x, rng = RNG.uniform(size=(4, 50)), np.random.default_rng(1)
    draws = [((corruption.corrupted(x, kind, 0.3, rng) - x) ** 2).sum(1) for _ in range(4000)]
    np.testing.assert_allclose(
        np.mean(draws, 0), corruption.mean_square_change(x, kind, 0.3), rtol=0.02
    )


def test_kinds_do_what_they_say() -> None:
    x, rng = np.full((10, 1000), 0.5), np.random.default_rng(2)
    masked = corruption.corrupted(x, "masking", 0.2, rng)
    assert set(np.unique(masked)) == {0.0, 0.5} and (masked == 0).mean() == pytest.approx(
        0.2, abs=0.02
    )
    salted = corruption.corrupted(x, "salt-and-pepper", 0.2, rng)
    assert set(np.unique(salted)) == {0.0, 0.5, 1.0}
    assert (salted == 1).mean() == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("rank", [1, 3, 5])
def test_no_linear_map_of_this_rank_denoises_better(rank: int) -> None:
    """The optimum is the reduced-rank regression of x on x̃, from their covariances."""
    x, sigma = RNG.normal(size=(40, 5)) @ RNG.normal(size=(5, 5)) + 1.0, 0.8
    covariance = np.cov(x.T, bias=True)
    seen = covariance + sigma**2 * np.eye(5)
    whole = covariance @ np.linalg.inv(seen)
    fitted = whole @ seen @ whole.T
    _, axes = np.linalg.eigh(fitted)
    top = axes[:, -rank:]
    best = top @ top.T @ whole
    left = np.trace(covariance - 2 * best @ covariance + best @ seen @ best.T)
    errors = corruption.linear_errors(x, principal(x), sigma, rank)
    assert errors.mean() == pytest.approx(left)


def test_the_error_of_a_linear_denoiser_is_its_mean_over_the_noise() -> None:
    x, axes = RNG.normal(size=(3, 4)), principal(RNG.normal(size=(50, 4)) * [3, 2, 1, 0.5])
    noise = 0.8 * RNG.normal(size=(100_000, 1, 4))
    gain = np.array([1.0, 1, 0, 0]) * axes.values / (axes.values + 0.8**2)
    x_hat = axes.mean + (x + noise - axes.mean) @ (axes.vectors * gain) @ axes.vectors.T
    measured = ((x_hat - x) ** 2).sum(-1).mean(0)
    np.testing.assert_allclose(corruption.linear_errors(x, axes, 0.8, 2), measured, rtol=0.02)
