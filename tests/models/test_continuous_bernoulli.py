"""The continuous Bernoulli against quadrature, torch.distributions and finite differences."""

import math

import numpy as np
import pytest
import torch
from scipy.integrate import quad
from torch.distributions import ContinuousBernoulli

from aelab.models import _continuous_bernoulli as continuous
from aelab.models.vae import VariationalAutoencoder as VAE

LOGITS = [-30.0, -3.0, -0.2, -0.0999, -1e-3, -1e-9, 0.0, 1e-6, 0.01, 0.0999, 0.1001, 1.0, 30.0]


def density(x: float, eta: float) -> float:
    """λ^x (1 − λ)^(1 − x), without its constant."""
    return math.exp(eta * x - np.logaddexp(0, eta))


def tensor(values: list[float]) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64)


@pytest.mark.parametrize("eta", LOGITS)
def test_with_its_constant_the_density_has_the_integral_one(eta: float) -> None:
    area, error = quad(density, 0, 1, args=(eta,), epsabs=1e-13, epsrel=1e-13)
    constant = float(continuous.log_constant(tensor([eta])).exp())
    assert constant * area == pytest.approx(1, rel=1e-12, abs=2 * error)


@pytest.mark.parametrize("eta", LOGITS)
def test_the_mean_is_that_of_the_density(eta: float) -> None:
    area, _ = quad(density, 0, 1, args=(eta,), epsabs=1e-13, epsrel=1e-13)
    moment, _ = quad(lambda x: x * density(x, eta), 0, 1, epsabs=1e-13, epsrel=1e-13)
    assert float(continuous.mean(tensor([eta]))) == pytest.approx(moment / area, rel=1e-11)


def test_both_sides_of_the_border_of_the_series_agree_to_rounding() -> None:
    below, above = continuous.SMALL * (1 - 1e-12), continuous.SMALL * (1 + 1e-12)
    for function in (continuous.log_constant, continuous.mean):
        values = function(tensor([below, above, -below, -above]))
        torch.testing.assert_close(values[::2], values[1::2], rtol=3e-13, atol=0)


def test_gradients_agree_with_finite_differences_and_with_the_mean() -> None:
    eta = tensor(LOGITS).requires_grad_()
    assert torch.autograd.gradcheck(continuous.log_constant, eta)
    assert torch.autograd.gradcheck(continuous.mean, eta)
    # A = softplus(η) − ln C is the cumulant function, and its slope the mean.
    cumulant = torch.nn.functional.softplus(eta) - continuous.log_constant(eta)
    slope = torch.autograd.grad(cumulant.sum(), eta)[0]
    torch.testing.assert_close(slope, continuous.mean(eta).detach(), rtol=1e-9, atol=1e-13)


def test_single_precision_has_no_jumps_and_no_missing_numbers() -> None:
    eta = torch.linspace(-100, 100, 20_001).requires_grad_()
    value = continuous.log_constant(eta)
    slope = torch.autograd.grad(value.sum(), eta)[0]
    exact = continuous.log_constant(eta.detach().double())
    torch.testing.assert_close(value.detach().double(), exact, rtol=3e-7, atol=3e-7)
    assert torch.isfinite(slope).all() and (slope.abs() < 0.26).all()
    assert torch.isfinite(continuous.mean(eta)).all()


def model() -> VAE:
    made = VAE(likelihood="continuous Bernoulli", widths=(9,), epochs=1)
    made.begin(np.random.default_rng(1).uniform(0, 1, (30, 4)))
    return made


def test_the_reconstruction_term_is_minus_the_log_density_of_torch() -> None:
    x = torch.from_numpy(np.random.default_rng(2).uniform(0, 1, (30, 4)))
    out = 4 * torch.randn(30, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    out[0] = 0.0
    expected = -ContinuousBernoulli(logits=out).log_prob(x).sum(1)
    # torch's own series, for λ within 0.001 of ½, is good to some 1e-9
    torch.testing.assert_close(
        model().negative_log_likelihood(x, out), expected, rtol=1e-8, atol=1e-8
    )


def test_a_code_is_decoded_to_the_mean_and_not_to_lambda() -> None:
    made, z = model(), np.array([[0.3, -1.0]])
    logits = made.g(torch.from_numpy(z)).detach()
    expected = ContinuousBernoulli(logits=logits).mean.numpy()
    np.testing.assert_allclose(made.decode(z), expected, rtol=1e-8)
    assert np.abs(made.decode(z) - torch.sigmoid(logits).numpy()).max() > 0.01


def test_values_beyond_0_and_1_are_refused() -> None:
    with pytest.raises(ValueError, match="values in"):
        VAE(likelihood="continuous Bernoulli").fit(2 * np.random.default_rng(0).random((30, 4)))
