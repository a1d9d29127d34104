"""Gradients of expectations and the variances of their estimators, against autograd and sums."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from aelab.theory.gradients import (
    Followed,
    averages,
    best_baseline,
    exact,
    fitted_baseline,
    reparametrised,
    reparametrised_variance,
    score_function,
    score_variance,
)

E = np.linspace(-10, 10, 4001)
WEIGHT = np.exp(-(E**2) / 2) / math.sqrt(2 * math.pi) * (E[1] - E[0])
SETTINGS = [(1.0, 1.0), (-0.7, 0.5), (2.0, 1.6), (0.0, 1.0)]


def moments(estimates: Any) -> Any:
    mean = (WEIGHT * estimates).sum()
    return mean, (WEIGHT * (estimates - mean) ** 2).sum()


def test_at_one_and_one_the_variances_are_those_of_the_lecture() -> None:
    assert exact(1.0) == 2
    assert reparametrised_variance(1.0) == 4
    assert [score_variance(1.0, 1.0, b) for b in (0.0, 2.0, 4.0)] == [30, 18, 14]
    assert best_baseline(1.0, 1.0) == 4


@pytest.mark.parametrize(("mu", "sigma"), SETTINGS)
def test_the_estimators_have_the_right_mean_and_the_variance_of_their_closed_form(
    mu: float, sigma: float
) -> None:
    mean, variance = moments(reparametrised(mu, sigma, E))
    assert mean == pytest.approx(exact(mu), abs=1e-12)
    assert variance == pytest.approx(reparametrised_variance(sigma), rel=1e-10)
    for baseline in (0.0, 2.0, -1.5):
        mean, variance = moments(score_function(mu, sigma, E, baseline))
        assert mean == pytest.approx(exact(mu), abs=1e-12)
        assert variance == pytest.approx(score_variance(mu, sigma, baseline), rel=1e-10)


def gradient(at: torch.Tensor) -> NDArray[Any]:
    assert at.grad is not None
    return at.grad.numpy()


@pytest.mark.parametrize(("mu", "sigma"), SETTINGS)
def test_single_estimates_are_those_of_autograd(mu: float, sigma: float) -> None:
    noise = torch.tensor([0.3, -1.2, 2.0], dtype=torch.float64)
    m = torch.full((3,), mu, dtype=torch.float64, requires_grad=True)
    ((m + sigma * noise) ** 2).sum().backward()
    np.testing.assert_allclose(reparametrised(mu, sigma, noise.numpy()), gradient(m), rtol=1e-12)

    m.grad = None
    z = (m + sigma * noise).detach()
    ((z**2 - 0.7) * torch.distributions.Normal(m, sigma).log_prob(z)).sum().backward()
    np.testing.assert_allclose(
        score_function(mu, sigma, noise.numpy(), 0.7), gradient(m), rtol=1e-12
    )


@pytest.mark.parametrize(("mu", "sigma"), SETTINGS)
def test_no_baseline_is_better_than_the_best(mu: float, sigma: float) -> None:
    best = best_baseline(mu, sigma)
    least = score_variance(mu, sigma, best)
    assert least == pytest.approx(8 * mu**2 + 6 * sigma**2)
    assert all(score_variance(mu, sigma, best + d) > least for d in (-0.1, 0.1))
    noise = np.random.default_rng(0).standard_normal(200_000)
    assert fitted_baseline(mu, sigma, noise).value == pytest.approx(best, rel=0.05)


def test_the_variance_of_an_average_falls_as_one_over_l() -> None:
    noise = np.random.default_rng(0).standard_normal(320_000)
    for estimates, single in ((reparametrised(1, 1, noise), 4), (score_function(1, 1, noise), 30)):
        for samples in (1, 4, 16):
            result = averages(estimates, samples)
            assert result.shape == (320_000 // samples,)
            assert result.var() == pytest.approx(single / samples, rel=0.1)


@pytest.mark.parametrize("a", [0.0, 1.0, -0.5])
def test_the_gradient_has_a_term_beyond_the_expectation_of_the_gradient(a: float) -> None:
    e = Followed(theta=0.8, a=a, sigma=1.3)
    h = 1e-6
    up, down = (e._replace(theta=0.8 + s * h) for s in (1, -1))
    slope = (up.expectation() - down.expectation()) / (2 * h)
    assert e.gradient() == pytest.approx(slope, rel=1e-8)
    assert e.inside() + e.forgotten() == pytest.approx(e.gradient(), rel=1e-12)
    assert (e.forgotten() == 0) == (a == 0)
    assert moments(e.draws(E))[0] == pytest.approx(e.expectation(), rel=1e-10)
    assert moments(e.inside_estimates(E))[0] == pytest.approx(e.inside(), rel=1e-10)
    assert moments(e.forgotten_estimates(E))[0] == pytest.approx(e.forgotten(), abs=1e-10)


def test_autograd_through_the_samples_finds_both_terms() -> None:
    e = Followed(theta=0.8, a=1.0, sigma=1.3)
    theta = torch.tensor(0.8, dtype=torch.float64, requires_grad=True)
    drawn = theta * (theta + 1.3 * torch.tensor(E)) ** 2
    (torch.tensor(WEIGHT) * drawn).sum().backward()
    assert theta.grad is not None
    assert theta.grad.item() == pytest.approx(e.gradient(), rel=1e-10)
