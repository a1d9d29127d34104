"""Contraction: a sigmoid layer against autograd, Hutchinson's estimate, a linear code."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from torch.autograd.functional import jacobian

from aelab.theory import contraction
from aelab.theory.contraction import Layer

RNG = np.random.default_rng(0)
X = RNG.normal(size=(5, 3))


def a_layer(k: int = 4, d: int = 3) -> Any:
    return Layer(RNG.normal(size=(k, d)), RNG.normal(size=k))


def test_the_jacobian_of_a_layer_is_that_of_autograd() -> None:
    layer = a_layer()
    w, b = torch.from_numpy(layer.weights), torch.from_numpy(layer.biases)
    for x, result in zip(X, layer.jacobian(X), strict=True):
        exact = jacobian(lambda row: torch.sigmoid(w @ row + b), torch.from_numpy(x))
        np.testing.assert_allclose(result, exact.numpy(), rtol=1e-12)


def test_its_squared_norm_is_that_of_the_jacobian() -> None:
    layer = a_layer()
    np.testing.assert_allclose(
        layer.squared_norm(X), (layer.jacobian(X) ** 2).sum((1, 2)), rtol=1e-12
    )


def test_finite_differences_agree_with_the_jacobian() -> None:
    layer = a_layer()
    np.testing.assert_allclose(
        contraction.finite_differences(layer, X), layer.jacobian(X), atol=1e-9
    )


def every_sign(j: Any) -> Any:
    """Return ‖vᵀJ‖² for all vectors v of signs."""
    signs = itertools.product([-1.0, 1.0], repeat=len(j))
    return np.array([((np.array(v) @ j) ** 2).sum() for v in signs])


def test_mean_and_variance_of_the_estimate_are_those_over_all_signs() -> None:
    j = RNG.normal(size=(5, 3))
    whole = every_sign(j)
    assert whole.mean() == pytest.approx((j**2).sum())
    assert contraction.hutchinson_variance(j) == pytest.approx(whole.var())


def test_estimates_are_drawn_from_those_of_all_signs() -> None:
    j = RNG.normal(size=(3, 2))
    result = contraction.hutchinson(j, 200, np.random.default_rng(1))
    whole = every_sign(j)
    assert all(np.isclose(whole, value).any() for value in result)
    assert len(np.unique(result.round(9))) > 1


def test_of_a_single_unit_the_estimate_is_exact() -> None:
    j = RNG.normal(size=(1, 4))
    result = contraction.hutchinson(j, 5, np.random.default_rng(0))
    np.testing.assert_allclose(result, (j**2).sum())
    assert contraction.hutchinson_variance(j) == pytest.approx(0, abs=1e-12)


def test_the_shrinkage_of_a_linear_tied_code_is_that_of_a_numerical_minimum() -> None:
    covariance, lam = np.array([[1.0, 0.3], [0.3, 0.5]]), 0.3
    values = np.linalg.eigvalsh(covariance)

    def objective(flat: Any) -> Any:
        w = flat.reshape(2, 2)
        left = np.eye(2) - w.T @ w
        return np.trace(left @ covariance @ left.T) + lam * (w**2).sum()

    best = minimize(objective, np.array([0.9, 0.1, -0.1, 0.8]), tol=1e-12)
    squares = np.linalg.svd(best.x.reshape(2, 2), compute_uv=False) ** 2
    np.testing.assert_allclose(
        np.sort(contraction.shrinkage(values, lam)), np.sort(squares), atol=1e-5
    )


def test_an_axis_of_variance_below_half_of_lambda_is_dropped() -> None:
    np.testing.assert_allclose(contraction.shrinkage([1.0, 0.25, 0.1], 0.5), [0.75, 0, 0])


def test_a_layer_to_look_at_has_rows_of_the_length_asked_for() -> None:
    layer = contraction.layer(7, 2.5)
    np.testing.assert_allclose(np.linalg.norm(layer.weights, axis=1), 2.5)
    assert layer(np.zeros((3, 2))).shape == (3, 7)
