"""Laplace's approximation of the Dirichlet distribution against its own definition."""

import numpy as np
import pytest
import torch

from aelab.theory.dirichlet import laplace

ALPHAS = ([1.0, 1.0, 1.0], [0.1, 0.1], [0.5, 2.0, 7.0, 0.03])


def log_density(alpha: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    """Return ln p(h) of logits without constants: in this basis the density is Π r_i^α_i."""
    return (alpha * torch.log_softmax(h, 0)).sum()


@pytest.mark.parametrize("values", ALPHAS)
def test_mean_and_variance_are_mode_and_inverse_curvature_in_the_softmax_basis(
    values: list[float],
) -> None:
    alpha, (mean, variance) = torch.tensor(values, dtype=torch.float64), laplace(values)
    mode = torch.from_numpy(mean).requires_grad_()
    (gradient,) = torch.autograd.grad(log_density(alpha, mode), mode)
    np.testing.assert_allclose(gradient.numpy(), 0, atol=1e-12)
    hessian = torch.autograd.functional.hessian(lambda h: log_density(alpha, h), mode.detach())
    covariance = np.linalg.pinv(-hessian.numpy())  # equal shifts of all logits change nothing
    np.testing.assert_allclose(variance, np.diag(covariance), rtol=1e-9)
    assert mean.sum() == pytest.approx(0, abs=1e-12)


def test_a_symmetric_prior_has_the_variance_of_the_sources_formula() -> None:
    mean, variance = laplace(np.full(5, 0.2))
    np.testing.assert_allclose(mean, 0, atol=1e-15)
    np.testing.assert_allclose(variance, (1 - 1 / 5) / 0.2)


def test_a_single_topic_leaves_nothing_to_choose() -> None:
    assert laplace([3.0]).variance == pytest.approx(0, abs=1e-15)
