"""The field of smoothed points: closed forms, and the gradient of the density."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from aelab.theory import denoising

RNG = np.random.default_rng(0)
PLACES = RNG.normal(0, 2, (7, 2))


def test_the_field_of_one_point_is_the_way_to_it_whatever_the_noise() -> None:
    point = np.array([[0.3, -1.2]])
    for sigma in (0.05, 1.0, 20.0):
        np.testing.assert_allclose(
            denoising.field(PLACES, point, sigma), point - PLACES, rtol=1e-12
        )


def test_the_field_of_two_points_is_a_hyperbolic_tangent_of_the_way_between_them() -> None:
    a, sigma = np.array([0.7, 0.4]), 0.6  # points at ±a: E[x|x̃] = a tanh(aᵀx̃/σ²)
    expected = np.outer(np.tanh(PLACES @ a / sigma**2), a) - PLACES
    result = denoising.field(PLACES, np.stack([a, -a]), sigma)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("d", [1, 2, 5])
def test_the_field_is_the_variance_of_the_noise_times_the_gradient_of_the_log_density(
    d: int,
) -> None:
    points, x, sigma, step = RNG.normal(size=(40, d)), RNG.normal(size=(6, d)), 0.4, 1e-5
    slopes = [
        denoising.log_density(x + step * e, points, sigma)
        - denoising.log_density(x - step * e, points, sigma)
        for e in np.eye(d)
    ]
    gradient = np.stack(slopes, axis=1) / (2 * step)
    np.testing.assert_allclose(
        denoising.field(x, points, sigma), sigma**2 * gradient, rtol=1e-6, atol=1e-8
    )


def test_the_density_is_the_mean_of_gaussians_around_the_points() -> None:
    points, sigma = RNG.normal(size=(9, 2)), 0.7
    gaussians = [multivariate_normal(p, sigma**2 * np.eye(2)).pdf(PLACES) for p in points]
    result = np.exp(denoising.log_density(PLACES, points, sigma))
    np.testing.assert_allclose(result, np.mean(gaussians, axis=0), rtol=1e-10)


def test_many_points_are_taken_block_by_block_to_the_same_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = RNG.normal(size=(30, 2))
    whole = denoising.field(PLACES, points, 0.5), denoising.log_density(PLACES, points, 0.5)
    monkeypatch.setattr(denoising, "BLOCK", 70)
    pieces = denoising.field(PLACES, points, 0.5), denoising.log_density(PLACES, points, 0.5)
    for a, b in zip(whole, pieces, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-13)


def test_far_from_all_points_the_field_leads_to_the_nearest_one_without_overflow() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0]])
    np.testing.assert_allclose(
        denoising.field(np.array([[500.0, 0.0]]), points, 0.01), [[-499.0, 0.0]], rtol=1e-12
    )
