"""Langevin chains against the Gaussian, whose moments are known for every step size."""

import math

import pytest
import torch
from torch import Tensor

from aelab.models._langevin import Langevin

CHAINS, BEFORE = 40_000, 60  # independent chains, and steps until nothing of the start is left
CURVATURE = torch.tensor([0.5, 2.0], dtype=torch.float64)
CENTRE = torch.tensor([1.0, -3.0], dtype=torch.float64)
TEMPERATURE = 0.3


def bowl(x: Tensor) -> Tensor:
    """E of a Gaussian with the mean CENTRE and the variances T/CURVATURE."""
    return (CURVATURE * (x - CENTRE) ** 2).sum(1) / 2


def sampled(step: float, adjusted: bool) -> tuple[Tensor, float]:
    langevin = Langevin(
        bowl, step, TEMPERATURE, torch.Generator().manual_seed(0), adjusted=adjusted
    )
    chains = langevin.run(torch.zeros(CHAINS, 2, dtype=torch.float64), BEFORE)
    return chains.x, chains.accepted


def check(x: Tensor, variance: Tensor) -> None:
    """Compare mean and variance with the expected ones, within five standard errors."""
    mean_error = (variance / CHAINS).sqrt()
    assert ((x.mean(0) - CENTRE).abs() < 5 * mean_error).all()
    assert ((x.var(0) - variance).abs() < 5 * variance * math.sqrt(2 / CHAINS)).all()


def test_adjusted_chains_have_the_moments_of_the_density_even_with_rough_steps() -> None:
    x, accepted = sampled(0.6, adjusted=True)
    check(x, TEMPERATURE / CURVATURE)
    assert 0.5 < accepted < 1


def test_chains_that_accept_all_have_the_variance_of_the_discrete_map() -> None:
    step = 0.6  # x' = (1 − εk)x + noise has the variance 2εT/(1 − (1 − εk)²)
    x, accepted = sampled(step, adjusted=False)
    check(x, TEMPERATURE / CURVATURE / (1 - step * CURVATURE / 2))
    assert accepted == 1


def test_a_path_has_the_energy_before_the_first_step_and_after_each() -> None:
    start = torch.zeros(7, 2, dtype=torch.float64)
    chains = Langevin(bowl, 0.1, TEMPERATURE, torch.Generator().manual_seed(0)).run(start, 4)
    assert len(chains.energies) == 5
    assert chains.energies[0] == pytest.approx(float(bowl(start).mean()))
    assert chains.energies[-1] == pytest.approx(float(bowl(chains.x).mean()))


def test_a_step_to_an_energy_that_is_not_a_number_is_not_accepted() -> None:
    def wall(x: Tensor) -> Tensor:
        return torch.where(x[:, 0] == 0, 0.0, math.nan) + 0 * x.sum(1)

    start = torch.zeros(5, 2, dtype=torch.float64)
    chains = Langevin(wall, 0.1, 1.0, torch.Generator().manual_seed(0)).run(start, 3)
    assert chains.accepted == 0 and torch.equal(chains.x, start)


def test_a_drift_is_shortened_to_its_limit() -> None:
    far = CENTRE + torch.tensor([[300.0, 0.0]], dtype=torch.float64)
    chain = Langevin(bowl, 0.1, 1e-20, torch.Generator().manual_seed(0), 2.0, adjusted=False)
    assert (chain.run(far, 1).x - far).norm() == pytest.approx(2.0, rel=1e-6)
