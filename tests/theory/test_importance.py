"""Estimates of p(x) by sampling against their exact mean, error and bias."""

import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.stats import norm

from aelab.theory.bayes import LinearGaussian, independent
from aelab.theory.gaussians import Gaussian, kl, standard
from aelab.theory.importance import (
    log_means,
    log_weights,
    measured_error,
    per_dimension,
    relative_error,
    scatter_error,
    shifted,
    weighted_bound,
    weighted_gap,
    weighted_shortfall,
    widened,
)


def rng(seed: int = 0) -> Any:
    return np.random.default_rng(seed)


def log_p(model: Any, x: Any) -> Any:
    return float(model.log_density(x[None])[0])


def test_a_weight_is_the_joint_density_over_q() -> None:
    model, x = independent(2, 0.5)
    q = Gaussian(np.array([0.1, 0.2]), np.diag([0.3, 0.4]))
    drawn = log_weights(model, x, q, 5, rng())
    z = q.draw(5, rng())
    joint = norm.logpdf(z).sum(1) + norm.logpdf(x, z, 0.5).sum(1)
    expected = joint - norm.logpdf(z, q.mean, np.sqrt([0.3, 0.4])).sum(1)
    np.testing.assert_allclose(drawn, expected, rtol=1e-12)


@pytest.mark.parametrize("proposal", ["prior", "wide", "off"])
def test_the_mean_of_the_estimate_is_the_density(proposal: str) -> None:
    model, x = independent(2, 0.5)
    post = model.posterior(x)
    q = {"prior": standard(2), "wide": widened(post, 1.5), "off": shifted(post, 0.5)}[proposal]
    ratio = np.exp(log_means(log_weights(model, x, q, 100_000, rng()), 10) - log_p(model, x))
    assert abs(ratio.mean() - 1) < 4 * relative_error(post, q, 100_000)


@pytest.mark.parametrize("samples", [1, 20])
@pytest.mark.parametrize("d", [1, 3])
@pytest.mark.parametrize("proposal", ["prior", "wide"])
def test_the_relative_error_is_that_of_many_estimates(d: int, proposal: str, samples: int) -> None:
    model, x = independent(d, 1.0)
    post = model.posterior(x)
    q = standard(d) if proposal == "prior" else widened(post, 1.5)
    log_w = log_weights(model, x, q, 200_000, rng())
    result = measured_error(log_p(model, x), log_w, samples)
    assert result.value == pytest.approx(relative_error(post, q, samples), rel=0.05)


@pytest.mark.parametrize("samples", [1, 20])
@pytest.mark.parametrize("width", [1.1, 1.4])
def test_the_error_of_the_relative_error_is_its_spread(width: float, samples: int) -> None:
    model, x = independent(2, 1.0)
    post, groups, random = model.posterior(x), 500, rng()
    q = widened(post, width)
    log_p_x = log_p(model, x)
    values = [
        measured_error(log_p_x, log_weights(model, x, q, groups * samples, random), samples).value
        for _ in range(400)
    ]
    expected = scatter_error(post, q, samples, groups)
    assert np.std(values) == pytest.approx(expected, rel=0.12)


def test_where_the_fourth_moment_of_the_weights_is_infinite_there_is_no_error() -> None:
    model, x = independent(1, 1.0)
    post = model.posterior(x)
    assert scatter_error(post, widened(post, 0.8), 10, 100) == math.inf


def test_the_relative_error_from_the_prior_is_its_integral_and_grows_exponentially() -> None:
    model, x = independent(1, 0.4)
    z = np.linspace(-9, 9, 20_001)
    p = np.exp(log_p(model, x))
    square = (norm.pdf(z) * norm.pdf(x[0], z, 0.4) ** 2).sum() * (z[1] - z[0])
    each = square / p**2
    for d in (1, 2, 10):
        model, x = independent(d, 0.4)
        result = relative_error(model.posterior(x), standard(d), 50)
        assert result == pytest.approx(math.sqrt((each**d - 1) / 50), rel=1e-9)
    assert per_dimension(0.4) == pytest.approx(each, rel=1e-10)


def test_the_posterior_leaves_no_error_and_a_narrow_q_an_infinite_one() -> None:
    model, x = independent(3, 0.4)
    post = model.posterior(x)
    assert relative_error(post, post, 1) == pytest.approx(0, abs=1e-6)
    assert relative_error(post, widened(post, 0.7), 1) == math.inf
    far, q = independent_far(600)
    assert relative_error(far, q, 1) == math.inf  # beyond what a float can hold


def independent_far(d: int) -> tuple[Any, Any]:
    model, x = independent(d, 0.1)
    return model.posterior(x), standard(d)


def test_q_off_by_some_standard_deviations_has_that_divergence() -> None:
    model = LinearGaussian(np.array([[1.0, 0.5], [0.2, 1.0]]), np.zeros(2), 0.6)
    post = model.posterior(np.array([1.0, -1.0]))
    assert kl(shifted(post, 1.2), post) == pytest.approx(1.2**2 / 2, rel=1e-9)
    assert kl(widened(post, 1.5), post) == pytest.approx(1.25 - 2 * math.log(1.5), rel=1e-9)


def test_the_bound_of_one_sample_is_the_elbo() -> None:
    model, x = independent(2, 0.5)
    q = widened(model.posterior(x), 1.4)
    value, error = weighted_bound(log_weights(model, x, q, 50_000, rng()), 1)
    assert abs(value - model.bound(x, q).elbo) < 4 * error < 0.02


def test_the_bound_of_two_samples_is_its_integral() -> None:
    model, x = independent(1, 0.5)
    post = model.posterior(x)
    q, (mean, s) = shifted(post, 1.0), (post.mean[0], math.sqrt(post.covariance[0, 0]))
    m = q.mean[0]

    def ratio(z: Any) -> Any:
        return math.exp(((z - m) ** 2 - (z - mean) ** 2) / (2 * s**2))

    def integrand(a: Any, b: Any) -> Any:
        weight = norm.pdf(a, m, s) * norm.pdf(b, m, s)
        return weight * math.log((ratio(a) + ratio(b)) / 2)

    ends = m - 7 * s, m + 7 * s
    expected = log_p(model, x) + dblquad(integrand, *ends, *ends, epsabs=1e-5)[0]
    value, error = weighted_bound(log_weights(model, x, q, 100_000, rng()), 2)
    assert abs(value - expected) < 4 * error < 0.02


def test_the_bound_of_the_posterior_is_exact_for_any_number_of_samples() -> None:
    model, x = independent(2, 0.5)
    log_w = log_weights(model, x, model.posterior(x), 100, rng())
    np.testing.assert_allclose(log_w, log_p(model, x), rtol=1e-10)


def test_the_bound_never_falls_when_groups_are_joined() -> None:
    model, x = independent(2, 0.5)
    log_w = log_weights(model, x, standard(2), 4096, rng())
    bounds = [weighted_bound(log_w, k).value for k in (1, 2, 4, 8, 64)]
    assert (np.diff(bounds) > 0).all()


@pytest.mark.parametrize("k", [20, 50])
def test_the_gap_of_many_samples_is_its_expansion(k: int) -> None:
    model, x = independent(1, 1.0)
    post = model.posterior(x)
    gap = weighted_gap(post, standard(1), k)
    log_w = log_weights(model, x, standard(1), 40_000 * k, rng())
    value, error = weighted_shortfall(log_p(model, x), log_w, k)
    assert abs(value - gap) < 4 * error < 0.05 * gap
    bound, scatter = weighted_bound(log_w, k)
    assert abs(log_p(model, x) - bound - value) < 4 * scatter
    assert weighted_gap(post, widened(post, 0.6), k) == math.inf
