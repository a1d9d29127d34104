"""The linear autoencoder of theory: autograd, PCA and finite differences as its oracles."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
import torch

from aelab.metrics import principal_angles
from aelab.theory import linear_autoencoder as linear
from aelab.theory.linear_autoencoder import Maps
from aelab.theory.pca import principal

C = np.diag([4.0, 2.0, 1.0, 0.5])
TILTED = np.array([[2.0, 0.8], [0.8, 1.0]])


@pytest.fixture
def maps() -> Any:
    rng = np.random.default_rng(0)
    return Maps(rng.normal(size=(4, 2)), rng.normal(size=(2, 4)))


def of_torch(maps: Any, c: Any) -> Any:
    """Error, gradient and Hessian by autograd."""
    d, k = maps.decoder.shape
    flat = torch.tensor(np.concatenate([maps.decoder.ravel(), maps.encoder.ravel()]))

    def error(v: Any) -> Any:
        left = torch.eye(d, dtype=v.dtype) - v[: d * k].reshape(d, k) @ v[d * k :].reshape(k, d)
        return torch.trace(left @ torch.tensor(c) @ left.T)

    return float(error(flat)), *derivatives(error, flat)


def derivatives(error: Any, at: Any) -> Any:
    """Gradient and Hessian by autograd."""
    functional = torch.autograd.functional
    return functional.jacobian(error, at).numpy(), functional.hessian(error, at).numpy()


def test_error_gradient_and_second_derivatives_are_those_of_autograd(maps: Any) -> None:
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(4, 4)))[0]
    c = turn @ C @ turn.T
    error, slope, bend = of_torch(maps, c)
    down = linear.gradient(maps, c)
    assert linear.error(maps, c) == pytest.approx(error, rel=1e-12)
    np.testing.assert_allclose(np.concatenate([down[0].ravel(), down[1].ravel()]), slope, 1e-10)
    np.testing.assert_allclose(linear.hessian(maps, c), bend, rtol=1e-9, atol=1e-12)


def test_the_error_is_that_of_samples() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(500, 3)) @ np.diag([3, 2, 1])
    x -= x.mean(0)
    out, back = rng.normal(size=(3, 2)), rng.normal(size=(2, 3))
    direct = ((x - x @ back.T @ out.T) ** 2).sum(1).mean()
    assert linear.error(Maps(out, back), x.T @ x / len(x)) == pytest.approx(direct, rel=1e-12)


@pytest.mark.parametrize("chosen", list(combinations(range(4), 2)))
def test_each_set_of_eigenvectors_is_critical_and_only_the_first_is_a_minimum(
    chosen: tuple[int, int],
) -> None:
    mix = np.array([[2.0, 1.0], [-1.0, 0.5]])
    at = linear.critical(C, chosen, mix)
    assert all(np.abs(part).max() < 1e-12 for part in linear.gradient(at, C))
    left_out = sum(v for i, v in enumerate(np.diag(C)) if i not in chosen)
    assert linear.critical_error(C, chosen) == pytest.approx(left_out)
    assert linear.error(at, C) == pytest.approx(left_out)
    lowest = np.linalg.eigvalsh(linear.hessian(at, C))[0]
    assert (lowest > -1e-9) == (chosen == (0, 1))


def test_descent_ends_in_the_subspace_of_pca_with_columns_of_its_own() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 5)) @ np.diag([3, 2, 1, 0.7, 0.5])
    mean, vectors, values = principal(x)
    c = (x - mean).T @ (x - mean) / len(x)
    start = Maps(0.3 * rng.normal(size=(5, 2)), 0.3 * rng.normal(size=(2, 5)))
    end = linear.descent(start, c, 0.01, 5000)
    assert np.degrees(principal_angles(end.decoder.T, vectors[:, :2].T)).max() < 0.01
    assert linear.error(end, c) == pytest.approx(values[2:].sum(), rel=1e-9)
    along = np.abs(end.decoder.T @ vectors[:, :2]) / np.linalg.norm(end.decoder, axis=0)[:, None]
    assert along.max() < 0.999


def test_the_tied_surface_has_the_derivatives_of_autograd_and_the_error_of_its_maps() -> None:
    w = np.array([0.3, -0.9])

    def error(v: Any) -> Any:
        c = torch.tensor(TILTED)
        return torch.trace(c) - 2 * v @ c @ v + (v @ v) * (v @ c @ v)

    slope, bend = derivatives(error, torch.tensor(w))
    np.testing.assert_allclose(linear.tied_gradient(w, TILTED), slope, rtol=1e-12)
    np.testing.assert_allclose(linear.tied_hessian(w, TILTED), bend, rtol=1e-12)
    whole = linear.error(Maps(w[:, None], w[None]), TILTED)
    assert linear.tied_error(w, TILTED) == pytest.approx(whole, rel=1e-12)
    assert linear.tied_error(np.stack([w, w]), TILTED).shape == (2,)


def test_descent_on_the_tied_surface_leaves_the_saddle_but_not_from_the_saddle_itself() -> None:
    values, u = np.linalg.eigh(TILTED)
    way = linear.tied_descent(u[:, 0] + 1e-3 * u[:, 1], TILTED, 0.05, 600)
    assert way.shape == (601, 2)
    assert abs(way[-1] @ u[:, 1]) == pytest.approx(1, abs=1e-6)
    stays = linear.tied_descent(u[:, 0], TILTED, 0.05, 100)[-1]
    assert linear.tied_error(stays, TILTED) == pytest.approx(values[1], rel=1e-9)
