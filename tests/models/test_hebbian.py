"""The compiled rules against plain numpy, and the statistics of the samples against PCA."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from aelab.models import _hebbian
from aelab.models._hebbian import Bounds, oja, survey
from aelab.theory.pca import principal


def cloud(m: int = 2000) -> NDArray[Any]:
    rng = np.random.default_rng(0)
    rotation = np.linalg.qr(rng.normal(size=(5, 5)))[0]
    return rng.normal(size=(m, 5)) * [2.0, 1.2, 0.7, 0.4, 0.2] @ rotation + 3.0


def reference(
    x: NDArray[Any], order: NDArray[Any], w: NDArray[Any], alpha: float, rates: NDArray[Any]
) -> tuple[NDArray[Any], float]:
    """Apply Sanger's rule literally, ΔW = ε(y xᵀ − α LT[y yᵀ]W); Hebb's for α = 0."""
    errors = []
    for row, rate in zip(order, rates, strict=True):
        y = w @ x[row]
        x_hat = alpha * w.T @ y if alpha else w.T @ y / (w**2).sum()
        errors.append(((x[row] - x_hat) ** 2).sum())
        w = w + rate * (np.outer(y, x[row]) - alpha * np.tril(np.outer(y, y)) @ w)
    return w, np.mean(errors)


@pytest.mark.parametrize(("k", "alpha"), [(1, 1.0), (1, 0.4), (1, 0.0), (3, 1.0), (5, 2.5)])
@pytest.mark.parametrize("halving", [np.inf, 100.0])
def test_the_kernel_is_the_rule_as_it_is_written(k: int, alpha: float, halving: float) -> None:
    rng, x = np.random.default_rng(1), cloud(300)
    mean, order, w = x.mean(0), rng.permutation(300), rng.normal(size=(k, 5))
    rates = 0.01 / (1 + (40 + np.arange(300)) / halving)
    expected, error = reference(x - mean, order, w, alpha, rates)
    result = oja(x, mean, order, w, alpha, 0.01, halving, 40.0)
    np.testing.assert_allclose(w, expected, rtol=1e-10, atol=1e-12)
    assert result == pytest.approx(error, rel=1e-12)


def test_overflow_shows_in_the_terms() -> None:
    x = cloud(200).astype(np.float32)
    for alpha in (0.0, 1.0):
        w = np.full((1, 5), 1e15, np.float32)
        zero = np.zeros(5, np.float32)
        assert not np.isfinite(oja(x, zero, np.arange(200), w, alpha, 1.0, np.inf, 0.0))


def test_for_large_data_the_axes_are_refined_to_those_of_all_samples(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    x = cloud(8000).astype(np.float32)
    x = np.hstack([x, 0.3 * np.random.default_rng(5).normal(size=(8000, 20))]).astype(np.float32)
    exact = survey(x, 2, centred=True)
    monkeypatch.setattr(_hebbian, "EXACT", 0)
    monkeypatch.setattr(_hebbian, "SUBSET", 1500)
    close = survey(x, 2, centred=True)
    axes = principal(x)
    np.testing.assert_allclose(exact.values, axes.values, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(np.abs(exact.vectors.T @ axes.vectors[:, :2]), np.eye(2), atol=1e-4)
    np.testing.assert_allclose(np.abs((close.vectors * exact.vectors).sum(0)), 1, atol=1e-6)
    np.testing.assert_allclose(close.values[:2], exact.values[:2], rtol=1e-4)
    assert close.mixed[1:].sum() == pytest.approx(exact.mixed[1:].sum(), rel=0.1)
    assert close[1:3] == exact[1:3]
    assert close.trace == pytest.approx(axes.values.sum(), rel=1e-5)


def test_the_moments_are_those_of_the_samples() -> None:
    x = cloud(500)
    result = survey(x, 1, centred=True)
    y = (x - x.mean(0)) @ principal(x).vectors
    np.testing.assert_allclose(result.mixed, (y[:, :1] ** 2 * y**2).mean(0), rtol=1e-9)
    assert result.largest == pytest.approx(((x - x.mean(0)) ** 2).sum(1).max())


def test_the_rate_that_is_called_safe_is_safe() -> None:
    for largest in (0.3, 7.7, 149.6, 1e6 / 3):
        safe = Bounds(1.0, largest, 0.1).safe
        assert 0.9 < safe * largest <= 1
        assert float(f"{safe:.2g}") == safe
