"""The linear Gaussian model and normal distributions against scipy, quadrature and autograd."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy.integrate import dblquad, quad
from scipy.optimize import minimize
from scipy.stats import multivariate_normal, norm

from aelab.params import InputError
from aelab.theory.bayes import LinearGaussian, independent, with_posterior
from aelab.theory.gaussians import (
    Gaussian,
    closest_diagonal,
    correlated,
    diagonal,
    diagonal_gap,
    expected_log_density,
    kl,
    kl_estimate,
    kl_to_standard,
    log_moment,
    matched_diagonal,
    standard,
)

P = Gaussian(np.array([0.3, -1.0]), np.array([[1.3, 0.5], [0.5, 0.6]]))
Q = Gaussian(np.array([-0.2, 0.4]), np.array([[0.9, -0.3], [-0.3, 0.8]]))


def model(d: int = 4, q: int = 2, sigma: float = 0.7) -> Any:
    rng = np.random.default_rng(1)
    return LinearGaussian(rng.normal(size=(d, q)), rng.normal(size=d), sigma)


def test_a_density_is_that_of_scipy() -> None:
    z = np.random.default_rng(0).normal(size=(6, 2))
    expected = multivariate_normal(P.mean, P.covariance).logpdf(z)
    np.testing.assert_allclose(P.log_density(z), expected, rtol=1e-12)


def test_samples_have_the_mean_and_the_covariance() -> None:
    z = P.draw(200_000, np.random.default_rng(0))
    np.testing.assert_allclose(z.mean(0), P.mean, atol=5 * math.sqrt(1.3 / 200_000))
    np.testing.assert_allclose(np.cov(z.T), P.covariance, atol=5 * 1.3 * math.sqrt(2 / 200_000))


def test_the_outline_lies_the_given_number_of_standard_deviations_away() -> None:
    offset = P.outline(2.0) - P.mean
    np.testing.assert_allclose((offset @ P.precision() * offset).sum(1), 4.0)


def test_an_entropy_is_that_of_scipy() -> None:
    entropy = multivariate_normal(P.mean, P.covariance).entropy()
    assert expected_log_density(P, P) == pytest.approx(-entropy, rel=1e-12)


def test_a_divergence_is_that_of_torch_either_way_round() -> None:
    a, b = (
        torch.distributions.MultivariateNormal(torch.tensor(g.mean), torch.tensor(g.covariance))
        for g in (Q, P)
    )
    forward, reverse = kl(Q, P), kl(P, Q)
    assert forward == pytest.approx(torch.distributions.kl_divergence(a, b).item(), rel=1e-12)
    assert reverse == pytest.approx(torch.distributions.kl_divergence(b, a).item(), rel=1e-12)
    assert abs(forward - reverse) > 0.1 and kl(P, P) == pytest.approx(0, abs=1e-12)


def test_the_divergence_from_the_standard_normal_is_the_sum_over_latent_dimensions() -> None:
    mu, sigma = np.random.default_rng(2).normal(size=(2, 3, 5))
    sigma = np.exp(sigma)
    expected = [kl(diagonal(m, s), standard(5)) for m, s in zip(mu, sigma, strict=True)]
    np.testing.assert_allclose(kl_to_standard(mu, sigma), expected, rtol=1e-12)
    value, error = kl_estimate(diagonal(mu[0], sigma[0]), standard(5), 40_000, rng=rng())
    assert abs(value - expected[0]) < 4 * error < 0.2


def rng() -> Any:
    return np.random.default_rng(0)


def test_no_q_without_correlation_is_closer_than_the_closest() -> None:
    def loss(at: Any, other: Any) -> Any:
        q = diagonal(at[:2], np.exp(at[2:]))
        return kl(q, P) if other == "from q" else kl(P, q)

    for other, closest in (("from q", closest_diagonal(P)), ("to q", matched_diagonal(P))):
        result = minimize(loss, np.zeros(4), args=(other,), tol=1e-12)
        np.testing.assert_allclose(result.x[:2], closest.mean, atol=1e-4)
        np.testing.assert_allclose(
            np.exp(2 * result.x[2:]), np.diagonal(closest.covariance), rtol=1e-4
        )
    assert diagonal_gap(P) == pytest.approx(kl(closest_diagonal(P), P), rel=1e-12)


@pytest.mark.parametrize(("rho", "gap"), [(0.0, 0.0), (0.8, 0.511), (-0.8, 0.511), (0.95, 1.164)])
def test_the_gap_of_a_diagonal_q_is_that_of_the_correlation(rho: float, gap: float) -> None:
    of_rho = Gaussian(np.zeros(2), np.diag([1, 3.0]) @ correlated(rho) @ np.diag([1, 3.0]))
    assert diagonal_gap(of_rho) == pytest.approx(-math.log(1 - rho**2) / 2, abs=1e-12)
    assert diagonal_gap(of_rho) == pytest.approx(gap, abs=5e-4)


def test_a_correlation_beyond_one_is_refused() -> None:
    with pytest.raises(InputError):
        correlated(1.0)
    with pytest.raises(InputError):
        Gaussian(np.zeros(2), np.ones((2, 2))).factor()


@pytest.mark.parametrize("order", [2, 3])
def test_a_moment_of_the_ratio_of_densities_is_its_integral(order: int) -> None:
    def integrand(z: Any, p: Any, q: Any) -> Any:
        return math.exp(order * p.logpdf(z) - (order - 1) * q.logpdf(z))

    p_1, q_1 = Gaussian(np.array([0.2]), np.array([[0.4]])), standard(1)
    result = quad(integrand, -9, 9, args=(norm(0.2, math.sqrt(0.4)), norm()), epsabs=0)[0]
    assert math.exp(log_moment(p_1, q_1, order)) == pytest.approx(result, rel=1e-9)

    wide = Gaussian(Q.mean, 3 * Q.covariance)
    p, q = (multivariate_normal(*g) for g in (P, wide))
    result = dblquad(lambda a, b: integrand([a, b], p, q), -7, 6, -7, 7, epsabs=1e-6)[0]
    assert math.exp(log_moment(P, wide, order)) == pytest.approx(result, rel=1e-5)


def test_a_moment_of_the_ratio_is_infinite_where_q_is_too_narrow() -> None:
    half = Gaussian(P.mean, 0.5 * P.covariance)
    assert log_moment(P, half, 2) == math.inf
    assert log_moment(P, Gaussian(P.mean, 0.51 * P.covariance), 2) < 5
    assert log_moment(P, P, 3) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("d", "q"), [(4, 2), (3, 3), (2, 4), (1, 1)])
def test_the_density_of_the_linear_gaussian_model_is_that_of_scipy(d: int, q: int) -> None:
    m = model(d, q)
    x = np.random.default_rng(3).normal(size=(5, d))
    covariance = m.weights @ m.weights.T + m.sigma**2 * np.eye(d)
    expected = multivariate_normal(m.offset, covariance).logpdf(x)
    np.testing.assert_allclose(m.log_density(x), expected, rtol=1e-12)
    np.testing.assert_allclose(m.marginal().log_density(x), expected, rtol=1e-12)


def test_the_density_of_the_linear_gaussian_model_is_the_integral_over_z() -> None:
    m, x = model(2, 1), np.array([0.4, -0.8])

    def joint(z: Any) -> Any:
        mean = m.weights[:, 0] * z + m.offset
        return norm.pdf(z) * norm.pdf(x, mean, m.sigma).prod()

    evidence = quad(joint, -9, 9, epsabs=0)[0]
    assert m.log_density(x[None])[0] == pytest.approx(math.log(evidence), rel=1e-9)
    post = m.posterior(x)
    for z in (-1.0, 0.5):
        expected = math.log(joint(z) / evidence)
        assert post.log_density([[z]])[0] == pytest.approx(expected, rel=1e-9)


def test_small_noise_leaves_the_density_exact() -> None:
    m = model(4, 2, sigma=1e-6)._replace(offset=np.zeros(4))
    x = m.weights @ [0.5, -1.0]
    m_ = m.weights.T @ m.weights
    volume = np.linalg.slogdet(m_)[1] + 2 * 2 * math.log(1e-6)
    expected = -(0.25 + 1 + volume + 4 * math.log(2 * math.pi)) / 2
    assert m.log_density(x[None])[0] == pytest.approx(expected, rel=1e-6)


def test_samples_of_the_linear_gaussian_model_follow_its_density() -> None:
    m = model()
    x = m.draw(100_000, np.random.default_rng(0))
    marginal = m.marginal()
    np.testing.assert_allclose(x.mean(0), marginal.mean, atol=0.05)
    np.testing.assert_allclose(np.cov(x.T), marginal.covariance, atol=0.1)
    surprise, error = -m.log_density(x).mean(), m.log_density(x).std() / math.sqrt(100_000)
    assert abs(surprise + expected_log_density(marginal, marginal)) < 4 * error


@pytest.mark.parametrize("q", [Q, Gaussian(Q.mean, np.diag([0.1, 2.0])), standard(2)])
def test_the_terms_of_the_bound_are_their_monte_carlo_estimates(q: Gaussian) -> None:
    m, x = model(), np.array([0.5, -0.2, 1.0, 2.0])
    z = q.draw(100_000, np.random.default_rng(4))
    sampled = m.log_likelihood(x, z)
    error = sampled.std() / math.sqrt(len(z))
    assert abs(m.bound(x, q).reconstruction - sampled.mean()) < 4 * error
    expected = [norm.logpdf(x, v, m.sigma).sum() for v in m.decoded(z[:3])]
    np.testing.assert_allclose(sampled[:3], expected, rtol=1e-12)


@pytest.mark.parametrize("q", [Q, Gaussian(Q.mean, np.diag([0.1, 2.0])), standard(2)])
def test_every_line_of_the_derivation_is_ln_p_or_the_bound(q: Gaussian) -> None:
    m, x = model(), np.array([0.5, -0.2, 1.0, 2.0])
    lines = m.derivation(x, q)
    assert lines.extended == pytest.approx(lines.evidence, rel=1e-10)
    assert lines.split == pytest.approx(lines.evidence, rel=1e-10)
    assert lines.bound == pytest.approx(lines.terms, rel=1e-10)
    assert lines.evidence - lines.bound == pytest.approx(kl(q, m.posterior(x)), rel=1e-10)


def test_the_bound_is_flat_at_the_posterior_and_equals_ln_p_there() -> None:
    m, x = model(), np.array([0.5, -0.2, 1.0, 2.0])
    post = m.posterior(x)
    w = torch.tensor(m.weights)
    mu = torch.tensor(post.mean, requires_grad=True)
    root = torch.tensor(post.factor(), requires_grad=True)
    cov = root @ root.T
    residual = torch.tensor(x - m.offset) - w @ mu
    rec = -(residual @ residual + torch.trace(w @ cov @ w.T)) / (2 * m.sigma**2)
    rec = rec - 4 * math.log(m.sigma * math.sqrt(2 * math.pi))
    q = torch.distributions.MultivariateNormal(mu, cov)
    eye = torch.eye(2, dtype=torch.float64)
    prior = torch.distributions.MultivariateNormal(eye[0] * 0, eye)
    elbo = rec - torch.distributions.kl_divergence(q, prior)
    elbo.backward()
    assert elbo.item() == pytest.approx(m.bound(x, post).elbo, rel=1e-10)
    assert elbo.item() == pytest.approx(m.log_density(x[None])[0], rel=1e-10)
    assert mu.grad is not None and root.grad is not None
    assert max(mu.grad.abs().max(), root.grad.tril().abs().max()) < 1e-10


def test_a_model_can_be_made_for_a_posterior() -> None:
    covariance = 0.15 * correlated(0.8)
    post = with_posterior(covariance).posterior(np.array([1.0, 2.0]))
    np.testing.assert_allclose(post.covariance, covariance, atol=1e-12)
    with pytest.raises(InputError):
        with_posterior(correlated(0.5))


def test_logarithms_of_independent_dimensions_add_up() -> None:
    m, x = independent(5, 0.4)
    assert m.log_density(x[None])[0] == pytest.approx(5 * norm.logpdf(x[0], 0, x[0]))
    np.testing.assert_allclose(m.posterior(x).covariance, np.eye(5) * 0.16 / 1.16)
