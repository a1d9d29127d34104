"""The nonlinear decoder, against adaptive quadrature and the linear case."""

import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from aelab.theory.bayes import LinearGaussian
from aelab.theory.evidence import DECODERS, STEP, Toy, Z
from aelab.theory.gaussians import diagonal, kl

PLACES = np.array([-1.7, 0.1, 1.9])


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize("sigma", [0.1, 0.6])
def test_the_density_is_the_integral_over_z(decoder: str, sigma: float) -> None:
    toy = Toy(decoder, sigma)

    def joint(z: Any, x: Any) -> Any:
        return norm.pdf(z) * norm.pdf(x, toy.mean(z), sigma)

    inner = np.linspace(-5, 5, 101)[1:-1]
    for x, result in zip(PLACES, toy.log_density(PLACES), strict=True):
        p = quad(joint, -8, 8, args=(x,), points=inner, limit=400, epsabs=0, epsrel=1e-11)[0]
        assert result == pytest.approx(math.log(p), rel=1e-9)


@pytest.mark.parametrize("decoder", DECODERS)
def test_densities_have_an_area_of_one(decoder: str) -> None:
    toy = Toy(decoder, 0.3)
    x = toy.span()
    assert np.exp(toy.log_density(x)).sum() * (x[1] - x[0]) == pytest.approx(1, abs=2e-4)
    assert np.exp(toy.log_posterior(1.0)).sum() * STEP == pytest.approx(1, rel=1e-9)


def test_with_a_linear_decoder_it_is_the_linear_gaussian_model() -> None:
    toy, linear = Toy("straight", 0.7), LinearGaussian(np.array([[1.5]]), np.zeros(1), 0.7)
    np.testing.assert_allclose(
        toy.log_density(PLACES), linear.log_density(PLACES[:, None]), rtol=1e-10
    )
    x, q = np.array([1.2]), diagonal([0.3], [0.5])
    result, expected = toy.bound(1.2, 0.3, 0.5), linear.bound(x, q)
    assert result.reconstruction == pytest.approx(expected.reconstruction, rel=1e-10)
    assert result.kl == pytest.approx(expected.kl, rel=1e-10)
    assert toy.gap(1.2, 0.3, 0.5) == pytest.approx(kl(q, linear.posterior(x)), rel=1e-10)
    mu, s = toy.best(1.2)
    posterior = linear.posterior(x)
    assert mu == pytest.approx(posterior.mean[0], abs=1e-3)
    assert s == pytest.approx(math.sqrt(posterior.covariance[0, 0]), abs=1e-3)


@pytest.mark.parametrize("decoder", DECODERS)
def test_the_gap_is_ln_p_minus_the_bound_and_an_area(decoder: str) -> None:
    toy = Toy(decoder, 0.5)
    missing = toy.log_density([0.8])[0] - toy.bound(0.8, 0.4, 0.3).elbo
    assert toy.gap(0.8, 0.4, 0.3) == pytest.approx(missing, rel=1e-9)
    curve = toy.gap_curve(0.8, 0.4, 0.3)
    assert (curve >= -1e-12).all()
    assert curve.sum() * STEP == pytest.approx(missing, rel=1e-9)


def test_a_bimodal_posterior_leaves_a_gap_of_ln_two() -> None:
    toy = Toy("fold", 0.1)  # z = ±1.6 both explain x, and q covers only one of them
    mu, s = toy.best(1.56)
    assert abs(mu) == pytest.approx(1.6, abs=0.05)
    assert toy.gap(1.56, mu, s) == pytest.approx(math.log(2), abs=0.01)


def test_samples_follow_the_density_and_the_estimate_has_its_predicted_error() -> None:
    toy, rng = Toy(), np.random.default_rng(0)
    x = toy.span()
    p, drawn = np.exp(toy.log_density(x)), toy.draw(50_000, rng)
    shares = np.histogram(drawn, np.append(x[::8], x[-1] + 1), density=False)[0] / 50_000
    expected = np.add.reduceat(p, np.arange(0, len(x), 8)) * (x[1] - x[0])
    np.testing.assert_allclose(shares, expected, atol=0.012)

    squares = []
    for _ in range(300):
        estimated = toy.estimated_density(x, rng.standard_normal(20))
        squares.append(((estimated - p) ** 2).sum() * (x[1] - x[0]))
    error = np.std(squares) / math.sqrt(300)
    assert abs(np.mean(squares) - toy.estimation_error(20)) < 4 * error
    assert toy.estimation_error(80) == pytest.approx(toy.estimation_error(20) / 4, rel=1e-12)
    np.testing.assert_allclose(
        toy.estimated_density(x, Z[600:601]), norm.pdf(x, 0, 0.3), atol=1e-12
    )
