"""Probabilistic PCA against scikit-learn, scipy, PCA and its own gradient."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import multivariate_normal
from sklearn import decomposition

import aelab
from aelab.models.pca import PCA
from aelab.models.ppca import ProbabilisticPCA
from aelab.training.loop import snapshot, train


def samples(n: int = 300, d: int = 6, seed: int = 4) -> NDArray[Any]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) * np.arange(d, 0, -1) @ rng.normal(size=(d, d)) + 3.0


def fitted(x: NDArray[Any], **params: Any) -> ProbabilisticPCA:
    return ProbabilisticPCA(**params).fit(x)


def covariance(model: ProbabilisticPCA) -> NDArray[Any]:
    w, _, sigma = model.law_
    return w @ w.T + sigma**2 * np.eye(len(w))


@pytest.mark.parametrize("latent", [1, 2, 5])
def test_noise_covariance_and_likelihood_are_those_of_scikit_learn(latent: int) -> None:
    x = samples()
    model = fitted(x, latent=latent)
    reference = decomposition.PCA(latent, svd_solver="full").fit(x)
    m = len(x) / (len(x) - 1)  # scikit-learn takes the covariance with 1/(m − 1)
    assert model.law_.sigma**2 == pytest.approx(reference.noise_variance_ / m, rel=1e-9)
    np.testing.assert_allclose(
        covariance(model), reference.get_covariance() / m, rtol=1e-8, atol=1e-8
    )


def test_minus_ln_p_is_that_of_scipy_for_each_sample() -> None:
    x = samples()
    model = fitted(x, latent=2)
    reference = multivariate_normal(x.mean(0), covariance(model))
    np.testing.assert_allclose(model.errors(x), -reference.logpdf(x), rtol=1e-9)


@pytest.mark.parametrize("params", [{}, {"noise": "by hand", "sigma": 1.5}])
def test_j_of_the_last_step_is_the_mean_of_minus_ln_p_over_the_training_samples(
    params: dict[str, Any],
) -> None:
    x = samples()
    model = ProbabilisticPCA(latent=3, **params)
    last = list(train(model, x))[-1].terms["likelihood"]
    assert last == pytest.approx(model.evaluate(x)["likelihood"], rel=1e-9)


def test_no_other_weights_and_no_other_noise_are_more_likely() -> None:
    x = samples(d=4)
    model = fitted(x, latent=2)
    mean, scatter = x.mean(0), np.cov(x.T, bias=True)

    def surprise(numbers: NDArray[Any]) -> float:
        w, sigma = numbers[:-1].reshape(4, 2), math.exp(numbers[-1])
        c = w @ w.T + sigma**2 * np.eye(4)
        spread = np.trace(np.linalg.solve(c, scatter))
        return (4 * math.log(2 * math.pi) + np.linalg.slogdet(c)[1] + spread) / 2

    ours = np.append(model.law_.weights.ravel(), math.log(model.law_.sigma))
    starts = [ours + np.random.default_rng(i).normal(size=9) * 0.3 for i in range(3)]
    best = min(minimize(surprise, start).fun for start in starts)
    assert surprise(ours) == pytest.approx(model.evaluate(x)["likelihood"], rel=1e-9)
    assert surprise(ours) <= best + 1e-9
    np.testing.assert_allclose(model.law_.offset, mean, rtol=1e-9)


def test_the_posterior_is_that_of_the_joint_gaussian() -> None:
    x = samples(d=4)
    model = fitted(x, latent=2)
    w, mean, _ = model.law_
    gain = w.T @ np.linalg.inv(covariance(model))
    np.testing.assert_allclose(model.transform(x), (x - mean) @ gain.T, rtol=1e-8, atol=1e-8)
    spread = model.spread(x[:3])
    assert spread.shape == (3, 2, 2)
    np.testing.assert_allclose(spread[2], np.eye(2) - gain @ w, rtol=1e-8, atol=1e-9)
    step = model.transform(x[:1] + np.eye(4)) - model.transform(x[:1])
    np.testing.assert_allclose(model.jacobian(x[:1])[0], step.T, rtol=1e-6, atol=1e-8)


def test_with_hardly_any_noise_set_by_hand_the_reconstruction_is_that_of_pca() -> None:
    x = samples()
    model = fitted(x, latent=2, noise="by hand", sigma=1e-3)
    pca = PCA(latent=2).fit(x)
    expected = pca.inverse_transform(pca.transform(x))
    np.testing.assert_allclose(model.inverse_transform(model.transform(x)), expected, atol=1e-4)
    np.testing.assert_allclose(model.transform(x).std(0), 1, rtol=1e-5)  # whitened
    learnt = fitted(x, latent=2)
    difference = learnt.inverse_transform(learnt.transform(x)) - expected
    assert np.abs(difference).max() > 1e-2  # the noise of largest likelihood draws codes to 0


def test_an_eigenvalue_below_the_noise_set_by_hand_has_no_column() -> None:
    x = samples()
    values = PCA(latent=2).fit(x).variances_
    sigma = 1.2 * values[-1] ** 0.5
    assert values[-2] > sigma**2 and sigma <= 2
    model = fitted(x, latent=6, noise="by hand", sigma=sigma)
    assert np.linalg.norm(model.law_.weights, axis=0)[-1] == 0
    expected = covariance(model)
    reference = multivariate_normal(x.mean(0), expected)
    np.testing.assert_allclose(model.errors(x), -reference.logpdf(x), rtol=1e-9)


def test_a_code_as_large_as_a_sample_gives_the_covariance_of_the_data() -> None:
    x = samples(d=3)
    model = fitted(x, latent=3)
    np.testing.assert_allclose(covariance(model), np.cov(x.T, bias=True), rtol=1e-8, atol=1e-8)


def test_samples_have_mean_and_covariance_of_the_law() -> None:
    model = fitted(samples(d=3), latent=2)
    generated = model.generate(200_000, seed=3)
    size = np.abs(covariance(model)).max()
    np.testing.assert_allclose(generated.mean(0), model.law_.offset, atol=0.02 * size**0.5)
    np.testing.assert_allclose(np.cov(generated.T), covariance(model), atol=0.02 * size)


@pytest.mark.parametrize("x", [np.ones((20, 3)), np.outer(np.arange(20.0), np.ones(3))])
def test_samples_without_variance_left_over_give_finite_numbers(x: Any) -> None:
    model = fitted(x, latent=1)
    assert np.isfinite(model.errors(x)).all() and np.isfinite(model.transform(x)).all()


def test_noise_of_samples_on_a_line_is_next_to_none_but_not_zero() -> None:
    x = np.outer(np.arange(20.0), [1.0, 0.0, 0.0])
    model = fitted(x, latent=1)
    assert model.law_.sigma**2 == pytest.approx(1e-9 * x[:, 0].var() / 3)
    np.testing.assert_allclose(model.inverse_transform(model.transform(x)), x, atol=1e-6)


def test_a_resumed_training_goes_on_to_the_same_numbers() -> None:
    x = samples()
    whole = [s.terms for s in train(ProbabilisticPCA(latent=2), x)]
    first = ProbabilisticPCA(latent=2)
    steps = train(first, x)
    next(steps), next(steps)
    state = {name: array.copy() for name, array in snapshot(first).items()}
    second = ProbabilisticPCA(latent=2)
    later = train(second, x, state=state)
    np.testing.assert_array_equal(second.law_.weights, first.law_.weights)
    assert [s.terms for s in later] == whole[2:]
    np.testing.assert_array_equal(second.law_.weights, fitted(x, latent=2).law_.weights)


def test_the_formula_has_the_value_of_sigma_only_where_it_is_set_by_hand() -> None:
    from aelab.catalogue import _model
    from aelab.web.formula import valued

    entry = _model(ProbabilisticPCA)
    assert valued(entry, {}) == ""
    assert "{0.3}^2" in valued(entry, {"noise": "by hand", "sigma": 0.3})


def test_a_code_larger_than_a_sample_is_refused() -> None:
    with pytest.raises(aelab.InputError, match="latent = 4 is more than the data's 3"):
        fitted(samples(d=3), latent=4)
