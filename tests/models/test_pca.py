"""PCA against scikit-learn, and against the figures of the lecture."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA as Reference

import aelab
from aelab.datasets.mnist import MNIST
from aelab.models.pca import PCA, _doubling
from aelab.theory.pca import principal
from aelab.training.loop import snapshot, train


@pytest.fixture(scope="module")
def cloud() -> NDArray[Any]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(700, 6)) @ rng.normal(size=(6, 6)) + 1000 * np.arange(6)


def test_components_variances_and_codes_equal_those_of_scikit_learn(cloud: NDArray[Any]) -> None:
    ours, reference = PCA(latent=3).fit(cloud), Reference(3, svd_solver="full").fit(cloud)
    signs = np.sign((ours.components_ * reference.components_).sum(1))
    np.testing.assert_allclose(ours.components_, signs[:, None] * reference.components_, atol=1e-9)
    variances = reference.explained_variance_ * (len(cloud) - 1) / len(cloud)
    np.testing.assert_allclose(ours.variances_[:3], variances, rtol=1e-9)
    np.testing.assert_allclose(
        ours.transform(cloud), signs * reference.transform(cloud), atol=1e-6
    )


def test_each_step_is_the_exact_answer_for_the_samples_so_far(cloud: NDArray[Any]) -> None:
    seen = 0
    for step in train(PCA(latent=2), cloud):
        seen += step.samples
        so_far = cloud[:seen]
        reference = Reference(2, svd_solver="full").fit(so_far)
        residual = so_far - reference.inverse_transform(reference.transform(so_far))
        assert step.terms["reconstruction"] == pytest.approx((residual**2).sum() / len(so_far))


def test_the_loss_is_the_error_of_the_reconstructions(cloud: NDArray[Any]) -> None:
    *_, last = train(model := PCA(latent=2), cloud)
    assert model.evaluate(cloud)["reconstruction"] == pytest.approx(last.terms["reconstruction"])


def test_a_resumed_run_equals_an_uninterrupted_one(cloud: NDArray[Any]) -> None:
    whole = train(first := PCA(), cloud)
    for _ in range(3):
        next(whole)
    state = snapshot(first)
    list(whole)
    rest = list(train(second := PCA(), cloud, state=state))
    assert rest[0].index == 4
    np.testing.assert_array_equal(first.components_, second.components_)


def test_steps_double_and_end_with_all_samples() -> None:
    assert [r.stop for r in _doubling(1000)] == [64, 128, 256, 512, 1000]
    assert [r.stop for r in _doubling(10)] == [10]


@pytest.fixture(scope="module")
def mnist() -> tuple[MNIST, PCA]:
    data = aelab.DATASETS["mnist"]()
    return data, PCA(latent=64).fit(data.train)


@pytest.mark.parametrize(
    ("k", "mse"),
    [(2, 0.05567), (10, 0.03407), (20, 0.02354), (30, 0.01769), (32, 0.01683), (64, 0.00905)],
)
def test_the_error_on_mnist_is_the_lectures_table(
    mnist: tuple[MNIST, PCA], k: int, mse: float
) -> None:
    data, whole = mnist
    truncated = PCA(latent=k)
    truncated.mean_, truncated.components_ = whole.mean_, whole.components_[:k]
    assert truncated.evaluate(data.test)["reconstruction"] / 784 == pytest.approx(mse, abs=1e-5)


def test_constant_features_are_principal_axes() -> None:
    x = np.random.default_rng(0).normal(size=(500, 30))
    x[:, [3, 7, 29]] = [1.0, 0.0, -2.0]
    mean, vectors, values = principal(x)
    covariance = np.cov(x.T, bias=True)
    np.testing.assert_allclose(values, np.linalg.eigvalsh(covariance)[::-1], atol=1e-12)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(30), atol=1e-12)
    np.testing.assert_allclose((vectors * values) @ vectors.T, covariance, atol=1e-12)
    np.testing.assert_allclose(mean, x.mean(0), atol=1e-12)
