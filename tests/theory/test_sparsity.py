"""Sparse codes: the Laplace prior against scipy, the most probable h and the KL penalty."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import bernoulli, entropy, laplace, norm

from aelab.theory import sparsity

H = np.linspace(-2, 2, 9)


@pytest.mark.parametrize("lam", [0.3, 2.0, 5.0])
def test_the_prior_is_the_laplace_distribution_of_scale_one_over_lambda(lam: float) -> None:
    np.testing.assert_allclose(sparsity.log_prior(H, lam), laplace(scale=1 / lam).logpdf(H))
    whole = quad(lambda h: float(np.exp(sparsity.log_prior(h, lam))), -60, 60, points=[0])[0]
    assert whole == pytest.approx(1, rel=1e-6)


def test_the_likelihood_is_a_gaussian_around_the_unit() -> None:
    np.testing.assert_allclose(sparsity.log_likelihood(H, 0.7, 0.4), norm(0.7, 0.4).logpdf(H))


@pytest.mark.parametrize("seen", [-2.0, -0.3, 0.0, 0.49, 0.51, 1.7])
def test_the_most_probable_value_is_the_minimum_of_the_negative_log_posterior(seen: float) -> None:
    noise, lam = 0.5, 2.0
    least = minimize_scalar(
        lambda h: float(sparsity.objective(h, seen, noise, lam)),
        bounds=(-3, 3),
        method="bounded",
        options={"xatol": 1e-10},
    )
    assert float(sparsity.most_probable(seen, noise, lam)) == pytest.approx(least.x, abs=1e-6)


def test_what_is_minimised_is_the_posterior_up_to_a_constant() -> None:
    seen, noise, lam = 0.8, 0.6, 1.5
    logs = sparsity.log_likelihood(H, seen, noise) + sparsity.log_prior(H, lam)
    left = logs + sparsity.objective(H, seen, noise, lam)
    np.testing.assert_allclose(left, left[0])


def test_the_posterior_is_a_density_by_bayes_theorem() -> None:
    h = np.linspace(-4, 4, 4001)
    result = sparsity.posterior(h, 0.8, 0.6, 1.5)
    whole = quad(
        lambda v: float(laplace(scale=1 / 1.5).pdf(v) * norm(v, 0.6).pdf(0.8)), -20, 20, points=[0]
    )[0]
    expected = laplace(scale=1 / 1.5).pdf(h) * norm(h, 0.6).pdf(0.8) / whole
    np.testing.assert_allclose(result, expected, atol=1e-4)


def test_the_threshold_is_exact_zero_within_and_odd() -> None:
    result = sparsity.soft_threshold(np.array([-0.5, 0.2, 0.5, 0.6, -0.6]), 0.5)
    np.testing.assert_allclose(result, [0, 0, 0, 0.1, -0.1], atol=1e-15)


@pytest.mark.parametrize("h0", [0.05, 0.3, 0.5])
@pytest.mark.parametrize("mean", [0.01, 0.2, 0.9])
def test_the_penalty_is_the_relative_entropy_of_two_coins(h0: float, mean: float) -> None:
    expected = entropy([h0, 1 - h0], [mean, 1 - mean])
    assert float(sparsity.kl(h0, mean)) == pytest.approx(expected, rel=1e-12)
    sampled = bernoulli(h0).expect(lambda k: bernoulli(h0).logpmf(k) - bernoulli(mean).logpmf(k))
    assert sampled == pytest.approx(expected)


def test_a_unit_that_is_never_or_always_on_costs_without_bound() -> None:
    assert np.isinf(sparsity.kl(0.05, np.array([0.0, 1.0]))).all()


@pytest.mark.parametrize("h0", [0.05, 0.4])
def test_slope_and_curvature_are_those_of_finite_differences(h0: float) -> None:
    at, step = np.array([0.02, 0.1, 0.6]), 1e-6
    slope = (sparsity.kl(h0, at + step) - sparsity.kl(h0, at - step)) / (2 * step)
    np.testing.assert_allclose(sparsity.kl_slope(h0, at), slope, rtol=1e-6)
    assert float(sparsity.kl_slope(h0, h0)) == pytest.approx(0, abs=1e-12)
    second = (sparsity.kl_slope(h0, h0 + 1e-6) - sparsity.kl_slope(h0, h0 - 1e-6)) / 2e-6
    assert sparsity.kl_curvature(h0) == pytest.approx(float(second), rel=1e-6)
