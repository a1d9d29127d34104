"""Probabilistic PCA from eigenvalues against scikit-learn, autograd and the samples themselves."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA

from aelab.params import InputError
from aelab.theory.pca import principal
from aelab.theory.ppca import (
    code_variances,
    fit,
    log_likelihood,
    noise_variance,
    projection,
    reconstruction_error,
)

D, K = 6, 2


@pytest.fixture(scope="module")
def x() -> Any:
    rng = np.random.default_rng(0)
    mixed = rng.normal(size=(400, D)) * [3, 2, 1, 0.8, 0.5, 0.3]
    return mixed @ np.linalg.qr(rng.normal(size=(D, D)))[0] + rng.normal(size=D)


def sklearns(x: Any) -> Any:
    return PCA(K, svd_solver="full").fit(x)


def test_the_noise_is_that_of_scikit_learn_with_one_over_m(x: Any) -> None:
    m = len(x)
    expected = sklearns(x).noise_variance_ * (m - 1) / m
    assert noise_variance(principal(x).values, K) == pytest.approx(expected, rel=1e-10)


def test_the_density_is_that_of_scikit_learn(x: Any) -> None:
    # scikit-learn divides by m − 1: its covariance, on any samples, is ours widened by m/(m − 1)
    theirs, m = sklearns(x), len(x)
    axes = principal(x)
    ours = fit(axes._replace(values=axes.values * m / (m - 1)), K)
    np.testing.assert_allclose(ours.log_density(x), theirs.score_samples(x), rtol=1e-10)
    np.testing.assert_allclose(ours.marginal().covariance, theirs.get_covariance(), atol=1e-10)


@pytest.mark.parametrize("sigma", [None, 0.2, 1.5, 2.5])
def test_the_likelihood_from_eigenvalues_is_that_of_the_samples(
    x: Any, sigma: float | None
) -> None:
    axes = principal(x)
    expected = fit(axes, K, sigma).log_density(x).mean()
    assert log_likelihood(axes.values, K, sigma) == pytest.approx(expected, rel=1e-10)


def test_the_likelihood_is_flat_at_the_solution(x: Any) -> None:
    model, data = fit(principal(x), K), torch.tensor(x)
    w, b, s = (
        torch.tensor(v, dtype=torch.float64, requires_grad=True)
        for v in (model.weights, model.offset, model.sigma)
    )
    covariance = w @ w.T + s**2 * torch.eye(D, dtype=torch.float64)
    p = torch.distributions.MultivariateNormal(b, covariance)
    p.log_prob(data).mean().backward()
    for v in (w, b, s):
        assert v.grad is not None and v.grad.abs().max() < 1e-10


def test_no_noise_set_by_hand_is_more_likely(x: Any) -> None:
    values = principal(x).values
    best = math.sqrt(noise_variance(values, K))
    highest = log_likelihood(values, K)
    assert log_likelihood(values, K, best) == pytest.approx(highest, rel=1e-12)
    assert all(log_likelihood(values, K, f * best) < highest for f in (0.9, 0.99, 1.01, 1.1))


def test_a_rotation_changes_the_codes_and_nothing_else(x: Any) -> None:
    axes, turn = principal(x), np.linalg.qr(np.random.default_rng(1).normal(size=(K, K)))[0]
    plain, turned = fit(axes, K), fit(axes, K, rotation=turn)
    np.testing.assert_allclose(turned.log_density(x), plain.log_density(x), rtol=1e-10)
    np.testing.assert_allclose(turned.codes(x), plain.codes(x) @ turn, atol=1e-10)
    assert np.abs(turned.codes(x) - plain.codes(x)).max() > 0.1


@pytest.mark.parametrize("sigma", [1e-4, 0.6, 1.5, 2.5])
def test_reconstructions_and_codes_have_the_error_and_the_variance_of_their_closed_form(
    x: Any, sigma: float
) -> None:
    axes = principal(x)
    model = fit(axes, K, sigma)
    codes = model.codes(x)
    error = ((x - model.decoded(codes)) ** 2).sum(1).mean()
    assert reconstruction_error(axes.values, K, sigma) == pytest.approx(error, rel=1e-9)
    np.testing.assert_allclose(code_variances(axes.values, K, sigma), codes.var(0), atol=1e-9)


def test_without_noise_the_reconstruction_is_that_of_pca_and_the_codes_are_white(x: Any) -> None:
    theirs = sklearns(x)
    expected = theirs.inverse_transform(theirs.transform(x))
    model = fit(principal(x), K, 1e-5)
    np.testing.assert_allclose(model.decoded(model.codes(x)), expected, atol=1e-8)
    np.testing.assert_allclose(np.cov(model.codes(x).T, bias=True), np.eye(K), atol=1e-8)


@pytest.mark.parametrize("sigma", [None, 0.2, 1.2])
def test_the_projection_is_that_of_pca_at_any_noise(x: Any, sigma: float | None) -> None:
    theirs = sklearns(x)
    expected = theirs.inverse_transform(theirs.transform(x))
    np.testing.assert_allclose(projection(fit(principal(x), K, sigma), x), expected, atol=1e-9)


def test_more_components_than_there_are_or_no_noise_is_refused(x: Any) -> None:
    axes = principal(x)
    with pytest.raises(InputError):
        fit(axes, D)
    with pytest.raises(InputError):
        fit(axes._replace(values=np.array([1.0, 1, 0, 0, 0, 0])), 2)
