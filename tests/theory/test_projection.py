"""Closed forms of the projection against scikit-learn, autograd and sums written out."""

from typing import Any

import numpy as np
import pytest
import torch
from scipy.linalg import null_space, subspace_angles
from sklearn.decomposition import PCA as Reference

from aelab.datasets.gaussian import Gaussian
from aelab.theory import projection
from aelab.theory.pca import principal
from aelab.theory.projection import LINES


@pytest.fixture(scope="module")
def x() -> Any:
    rng = np.random.default_rng(3)
    return projection.centred(rng.normal(size=(80, 5)) @ rng.normal(size=(5, 5)))


def orthonormal(n: Any, count: Any, seed: int = 0) -> Any:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(n, count)))[0]


def test_the_cloud_is_the_training_sample_of_the_lab() -> None:
    data = Gaussian(points=60, angle=50, aspect=4, seed=7)
    np.testing.assert_allclose(data.train, projection.cloud(60, 50, 4, 7), atol=1e-6)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_error_is_the_sum_of_the_squared_parts_at_right_angles(x: Any, count: int) -> None:
    d = orthonormal(5, count)
    rest = null_space(d.T)
    assert projection.squared_error(x, d) == pytest.approx(((x @ rest) ** 2).sum(), rel=1e-12)
    predicted = projection.predicted_error(x.T @ x, d)
    assert predicted == pytest.approx(((x @ rest) ** 2).sum(), rel=1e-12)


def test_the_smallest_error_is_that_of_scikit_learn(x: Any) -> None:
    reference = Reference(2, svd_solver="full").fit(x)
    expected = ((x - reference.inverse_transform(reference.transform(x))) ** 2).sum()
    values, vectors = np.linalg.eigh(x.T @ x)
    assert projection.squared_error(x, vectors[:, -2:]) == pytest.approx(expected, rel=1e-12)
    assert values[:-2].sum() == pytest.approx(expected, rel=1e-12)


def test_the_error_of_uncentred_samples_is_that_summed_one_by_one(x: Any) -> None:
    moved, d = x + np.arange(5), orthonormal(5, 1)[:, 0]
    expected = sum(((row - d * (d @ row)) ** 2).sum() for row in moved)
    assert projection.uncentred_error(moved, d) == pytest.approx(expected, rel=1e-12)


def test_the_gradient_is_that_of_autograd(x: Any) -> None:
    d = orthonormal(5, 2)
    z = torch.tensor([0.3, -1.2], dtype=torch.float64, requires_grad=True)
    error = ((torch.tensor(x[4]) - torch.tensor(d) @ z) ** 2).sum()
    error.backward()
    at = np.array([0.3, -1.2])
    assert projection.code_error(x[4], d, at) == pytest.approx(float(error.detach()), rel=1e-12)
    assert z.grad is not None
    np.testing.assert_allclose(projection.code_gradient(x[4], d, at), z.grad.numpy(), atol=1e-12)


def test_the_gradient_vanishes_at_the_least_squares_solution(x: Any) -> None:
    d = orthonormal(5, 3)
    best = np.linalg.lstsq(d, x[0], rcond=None)[0]
    np.testing.assert_allclose(projection.code_gradient(x[0], d, best), 0, atol=1e-12)


def test_the_search_finds_the_first_axis_of_scikit_learn() -> None:
    x = projection.centred(projection.cloud(90, 140, 2, 5))
    axis = Reference(1, svd_solver="full").fit(x).components_[0]
    result = projection.best_angle(lambda d: projection.squared_error(x, d), "smallest")
    assert projection.apart(result, projection.angle_of(axis)) < 1e-5
    assert projection.between(axis, projection.first_axis(x.T @ x)) < 1e-9


def test_lines_differ_by_no_more_than_a_right_angle() -> None:
    assert projection.apart(179, 1) == pytest.approx(2)
    assert projection.apart(10, 100) == pytest.approx(90)
    assert projection.angle_of(np.array([-1.0, -1.0])) == pytest.approx(45)
    a, b = projection.direction(10), projection.direction(160)
    assert projection.between(3 * a, -b) == pytest.approx(30)


@pytest.mark.parametrize("number", range(len(LINES)))
def test_each_line_is_what_the_squares_add_up_to(x: Any, number: int) -> None:
    line, d = LINES[number], orthonormal(5, 1)[:, 0]
    error = sum(((row - d * (d @ row)) ** 2).sum() for row in x)
    whole = (x**2).sum() if line.without else 0.0
    sign = 1 if line.sense == "smallest" else -1
    assert line.value(x, d) == pytest.approx(sign * (error - whole), rel=1e-12)


def test_lines_that_do_not_use_the_unit_length_hold_without_it(x: Any) -> None:
    d = 1.3 * orthonormal(5, 1)[:, 0]
    values = [line.value(x, d) for line in LINES]
    whole = (x**2).sum()
    np.testing.assert_allclose(values[:3], values[0], rtol=1e-12)
    np.testing.assert_allclose(values[3:5], values[0] - whole, rtol=1e-12)
    assert abs(values[5] - values[4]) > 0.01 * whole


def test_deflation_finds_the_axes_of_scikit_learn(x: Any) -> None:
    axes = Reference(4, svd_solver="full").fit(x).components_
    result = projection.deflated(x, 4)
    for i in range(4):
        assert projection.between(result[:, i], axes[i]) < 1e-6


def test_axes_from_the_products_of_samples_are_those_of_the_covariance() -> None:
    x = np.random.default_rng(1).normal(size=(30, 50)) * np.linspace(3, 1, 50) + 4
    mean, axes, values = projection.leading(x, 5)
    reference = principal(x)
    np.testing.assert_allclose(mean, reference.mean, atol=1e-12)
    np.testing.assert_allclose(values[:29], reference.values[:29], rtol=1e-9)
    np.testing.assert_allclose(axes.T @ axes, np.eye(5), atol=1e-12)
    assert subspace_angles(axes, reference.vectors[:, :5]).max() < 1e-7


def test_the_codes_along_the_axes_are_not_correlated(x: Any) -> None:
    z = x @ np.linalg.svd(x, full_matrices=False)[2].T
    assert projection.correlation(z[:, :2]) == pytest.approx(0, abs=1e-12)
    assert projection.correlation(x[:, :2]) == pytest.approx(np.corrcoef(x[:, 0], x[:, 1])[0, 1])
