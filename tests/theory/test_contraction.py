"""Contraction: a sigmoid layer against autograd, Hutchinson's estimate, a linear code."""

import itertools

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from torch.autograd.functional import jacobian

from aelab.theory import contraction
from aelab.theory.contraction import Layer

RNG = np.random.default_rng(0)
X = RNG.normal(size=(5, 3))


def a_layer(k=4, d=3):
    return Layer(RNG.normal(size=(k, d)), RNG.normal(size=k))


def test_the_jacobian_of_a_layer_is_that_of_autograd():
    of = a_layer()
    w, b = torch.from_numpy(of.weights), torch.from_numpy(of.biases)
    for x, found in zip(X, of.jacobian(X), strict=True):
        exact = jacobian(lambda row: torch.sigmoid(w @ row + b), torch.from_numpy(x))
        np.testing.assert_allclose(found, exact.numpy(), rtol=1e-12)


def test_its_squared_norm_is_that_of_the_jacobian():
    of = a_layer()
    np.testing.assert_allclose(of.squared_norm(X), (of.jacobian(X) ** 2).sum((1, 2)), rtol=1e-12)


def test_finite_differences_come_to_the_jacobian():
    of = a_layer()
    np.testing.assert_allclose(contraction.finite_differences(of, X), of.jacobian(X), atol=1e-9)


def every_sign(j):
    """Return ‖vᵀJ‖² for all v of signs."""
    return np.array([
        ((np.array(v) @ j) ** 2).sum() for v in itertools.product([-1.0, 1.0], repeat=len(j))
    ])  # fmt: skip


def test_mean_and_variance_of_the_estimate_are_those_over_all_signs():
    j = RNG.normal(size=(5, 3))
    whole = every_sign(j)
    assert whole.mean() == pytest.approx((j**2).sum())
    assert contraction.hutchinson_variance(j) == pytest.approx(whole.var())


def test_estimates_are_drawn_from_those_of_all_signs():
    j = RNG.normal(size=(3, 2))
    found = contraction.hutchinson(j, 200, np.random.default_rng(1))
    whole = every_sign(j)
    assert all(np.isclose(whole, one).any() for one in found)
    assert len(np.unique(found.round(9))) > 1


def test_of_a_single_unit_the_estimate_is_exact():
    j = RNG.normal(size=(1, 4))
    found = contraction.hutchinson(j, 5, np.random.default_rng(0))
    np.testing.assert_allclose(found, (j**2).sum())
    assert contraction.hutchinson_variance(j) == pytest.approx(0, abs=1e-12)


def test_a_linear_tied_code_keeps_what_a_numerical_minimum_keeps():
    covariance, lam = np.array([[1.0, 0.3], [0.3, 0.5]]), 0.3
    values = np.linalg.eigvalsh(covariance)

    def objective(flat):
        w = flat.reshape(2, 2)
        left = np.eye(2) - w.T @ w
        return np.trace(left @ covariance @ left.T) + lam * (w**2).sum()

    best = minimize(objective, np.array([0.9, 0.1, -0.1, 0.8]), tol=1e-12)
    squares = np.linalg.svd(best.x.reshape(2, 2), compute_uv=False) ** 2
    np.testing.assert_allclose(np.sort(contraction.kept(values, lam)), np.sort(squares), atol=1e-5)


def test_an_axis_of_variance_below_half_of_lambda_is_dropped():
    np.testing.assert_allclose(contraction.kept([1.0, 0.25, 0.1], 0.5), [0.75, 0, 0])


def test_a_layer_to_look_at_has_rows_of_the_length_asked_for():
    of = contraction.layer(7, 2.5)
    np.testing.assert_allclose(np.linalg.norm(of.weights, axis=1), 2.5)
    assert of(np.zeros((3, 2))).shape == (3, 7)
