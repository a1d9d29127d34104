"""Anomaly scores against scipy, scikit-learn, brute force and their closed forms."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.ndimage import gaussian_filter, median_filter
from scipy.spatial.distance import cdist
from sklearn.covariance import EmpiricalCovariance
from sklearn.decomposition import PCA as ReferencePCA
from sklearn.ensemble import IsolationForest
from sklearn.svm import OneClassSVM

import aelab
from aelab.contract import images_and_a_strange_one, quick
from aelab.models.normalised import Normalised
from aelab.models.oja import Oja
from aelab.models.pca import PCA
from aelab.models.undercomplete import Undercomplete
from aelab.models.vae import VariationalAutoencoder as VAE
from aelab.scores.base import subset
from aelab.scores.nearest_neighbours import NearestNeighbours
from aelab.scores.smeared_error import SmearedError
from tests.architecture.test_layers import loaded_after
from tests.linear import Silent

BRIGHT = [  # scores for which a uniformly bright image is the most anomalous
    "distance-to-mean",
    "forest-on-codes",
    "forest-on-pixels",
    "jet-mass",
    "kl-divergence",
    "largest-residual",
    "mahalanobis",
    "nearest-neighbours",
    "negative-elbo",
    "active-pixels",
    "one-class-svm",
    "pca-likelihood",
    "reconstruction-error",
    "reconstruction-probability",
    "smeared-error",
    "sum-of-squares",
]

OF_CODES = ("forest-on-codes", "mahalanobis", "nearest-neighbours")


def rows(n: int = 300, d: int = 6, seed: int = 0, dtype: Any = np.float64) -> Any:
    rng = np.random.default_rng(seed)
    mixing = np.random.default_rng(99).normal(size=(d, d))  # the same for every seed
    return (rng.normal(size=(n, d)) @ mixing).astype(dtype)


class Identity(Silent):
    """A model whose codes are the samples, and whose reconstructions are zero."""

    def __init__(self, latent: Any) -> None:
        super().__init__()
        self.latent = latent

    def encode(self, x: Any) -> Any:
        return x

    def decode(self, z: Any) -> Any:
        return np.zeros_like(z)


def scored(title: Any, model: Any, train: Any, test: Any, shape: Any = None) -> Any:
    score = aelab.SCORES[title]()
    score.learn(model, train, shape or train.shape[1:])
    return score(model, test)


@pytest.mark.parametrize("title", BRIGHT)
def test_a_bright_and_heavy_image_scores_highest(title: str) -> None:
    data, score = images_and_a_strange_one(), aelab.SCORES[title]
    blind = (Normalised,) if title in OF_CODES else ()  # its codes have no length
    suited = (m for m in aelab.MODELS.values() if score.suits(m, data) and m not in blind)
    for model in (quick(m).fit(data.train) for m in suited):
        fitted = score()
        fitted.learn(model, data.train, data.sample_shape)
        assert fitted.of(model, data, slice(0, 100)).argmax() == 99, model


def test_the_reconstruction_error_is_that_of_the_model_in_its_own_unit() -> None:
    x = rows(100, 64)
    for error in ("squared error", "absolute error"):
        model = Undercomplete(error=error, epochs=1).fit(x)
        score = aelab.SCORES["reconstruction-error"]()
        np.testing.assert_array_equal(score(model, x), model.errors(x))
        assert score.unit_for(model) == error


@pytest.mark.parametrize("shape", [(8, 8), (4, 16)])
def test_the_smeared_error_is_that_of_images_smeared_by_scipy(shape: tuple[int, int]) -> None:
    x = rows(20, 64)
    model = PCA(latent=3).fit(rows(100, 64, 1))
    residual = (x - model.decode(model.encode(x))).reshape(-1, *shape)
    expected = (gaussian_filter(residual, (0, 1, 1), mode="constant", truncate=10) ** 2).sum(
        (1, 2)
    )
    np.testing.assert_allclose(scored("smeared-error", model, x, x, shape), expected)


def test_a_model_that_learns_the_smeared_error_is_scored_with_the_same() -> None:
    x = rows(50, 64)
    model = Undercomplete(error="smeared squared error", epochs=1).fit(x)
    np.testing.assert_allclose(scored("smeared-error", model, x, x, (8, 8)), model.errors(x))


def test_without_width_the_smeared_error_is_the_squared_error() -> None:
    x = rows(50, 64)
    model = PCA().fit(x)
    score = SmearedError(sigma=0.01)
    score.learn(model, x, (8, 8))
    np.testing.assert_allclose(score(model, x), model.errors(x))


@pytest.mark.parametrize("k", [1, 3, 5, 6])
def test_the_likelihood_of_pca_is_that_of_tipping_and_bishops_gaussian(k: int) -> None:
    x, new = rows(), rows(20, seed=1)
    model = PCA(latent=k).fit(x)
    values, vectors = np.linalg.eigh(np.cov(x.T, bias=True))
    values, vectors = values[::-1], vectors[:, ::-1]
    noise = values[k:].mean() if k < 6 else 0.0
    w = vectors[:, :k] * np.sqrt(values[:k] - noise)
    gaussian = stats.multivariate_normal(x.mean(0), w @ w.T + noise * np.eye(6))
    result = scored("pca-likelihood", model, x, new)
    np.testing.assert_allclose(result, -gaussian.logpdf(new), rtol=1e-9)


def test_the_likelihood_of_pca_is_that_of_scikit_learn_with_its_other_divisor() -> None:
    x, new = rows(), rows(20, seed=1)
    reference = ReferencePCA(2).fit(x)
    reference.explained_variance_ *= 299 / 300
    reference.noise_variance_ *= 299 / 300
    result = scored("pca-likelihood", PCA(latent=2).fit(x), x, new)
    np.testing.assert_allclose(result, -reference.score_samples(new), rtol=1e-9)


def test_the_likelihood_of_pca_is_finite_where_the_data_are_flat() -> None:
    x = rows(100, 3) @ np.ones((3, 8))  # a line in eight dimensions
    for k in (1, 3, 8):
        result = scored("pca-likelihood", PCA(latent=k).fit(x), x, x + np.eye(8)[0])
        assert np.isfinite(result).all()


def test_minus_elbo_is_the_reconstruction_probability_and_the_kl_together() -> None:
    x = rows(60, 5)
    model = VAE(epochs=2).fit(x)
    titles = ("negative-elbo", "reconstruction-probability", "kl-divergence")
    bound, expected, kl = (scored(title, model, x, x) for title in titles)
    np.testing.assert_allclose(bound, expected + kl)
    np.testing.assert_array_equal(expected, model.expected_errors(x, 4))


def test_minus_elbo_bounds_the_negative_log_likelihood_of_a_linear_model() -> None:
    """With a linear g, p(x) is the Gaussian N(b, W Wᵀ + σ²I)."""
    x = rows(60, 5)
    model = VAE(
        widths=(), activation="identity", likelihood="Gaussian", sigma=1.0, epochs=200, rate=0.02
    ).fit(x)
    w, b = (model.g.get_parameter(f"0.{p}").detach().numpy() for p in ("weight", "bias"))
    exact = -stats.multivariate_normal(b, w @ w.T + np.eye(5)).logpdf(x)
    bound = model.expected_errors(x, 2000) + model.divergences(x)
    noise = 0.02 * np.abs(bound)
    assert (bound > exact - noise).all() and (bound - exact).mean() < 0.1 * np.abs(exact).mean()


def test_the_mahalanobis_distance_is_that_of_scikit_learn() -> None:
    x, new = rows(), rows(20, seed=1)
    expected = np.sqrt(EmpiricalCovariance().fit(x).mahalanobis(new))
    result = scored("mahalanobis", Identity(6), x, new)
    np.testing.assert_allclose(result, expected, rtol=1e-6)


def test_the_mahalanobis_distance_ignores_dead_units_of_the_code() -> None:
    x = rows() * [1, 1, 0, 1, 0, 1]
    result = scored("mahalanobis", Identity(6), x, x[:20])
    expected = scored("mahalanobis", Identity(4), x[:, [0, 1, 3, 5]], x[:20, [0, 1, 3, 5]])
    np.testing.assert_allclose(result, expected, rtol=1e-6)
    assert np.isfinite(scored("mahalanobis", Identity(6), 0 * x, x)).all()


@pytest.mark.parametrize("neighbours", [1, 10])
def test_the_nearest_neighbours_are_those_of_brute_force(neighbours: int) -> None:
    x, new = rows() + 50, rows(20, seed=1) + 50
    score = NearestNeighbours(neighbours)
    score.learn(Identity(6), x, (6,))
    expected = np.sort(cdist(new, x), axis=1)[:, :neighbours].mean(1)
    np.testing.assert_allclose(score(Identity(6), new), expected, rtol=1e-9)


def test_fewer_codes_than_neighbours_are_enough() -> None:
    result = scored("nearest-neighbours", Identity(6), rows(4), rows(20, seed=1))
    assert np.isfinite(result).all()


@pytest.mark.parametrize(
    "title",
    [
        "mahalanobis",
        "nearest-neighbours",
        "forest-on-codes",
    ],
)
def test_codes_that_are_not_finite_give_scores_that_are_not(title: str) -> None:
    x = rows(50)
    with np.errstate(all="ignore"):
        assert np.isnan(scored(title, Identity(6), x * np.nan, x)).all()
        assert np.isnan(scored(title, Identity(6), x, x * np.nan)).all()


def test_the_distance_to_the_mean_is_the_error_of_a_pca_without_components() -> None:
    x, new = rows(), rows(20, seed=1)
    model = PCA(latent=1).fit(x)
    model.components_ = 0 * model.components_
    result = scored("distance-to-mean", None, x, new)
    np.testing.assert_allclose(result**2, model.errors(new))


def test_the_sum_of_squares_is_the_error_of_a_network_that_gives_zero() -> None:
    x = rows()
    model = Oja(epochs=1, origin="zero").fit(x)
    model.components_ = 0 * model.components_
    np.testing.assert_allclose(scored("sum-of-squares", None, x, x), model.errors(x))


def test_the_number_of_pixels_counts_what_is_brighter_than_the_background() -> None:
    x = np.zeros((3, 64))
    x[1, :5], x[2, 7:20] = 0.1, 1e-6
    np.testing.assert_array_equal(scored("active-pixels", None, x, x), [0, 5, 13])
    np.testing.assert_array_equal(scored("active-pixels", None, x - 1, x - 1), [0, 5, 13])


def test_the_jet_mass_is_looked_up_and_not_computed_from_the_image() -> None:
    data = SimpleNamespace(quantities=lambda: {"jet mass": SimpleNamespace(values=np.arange(9.0))})
    score = aelab.SCORES["jet-mass"]()
    np.testing.assert_array_equal(score.of(None, data, slice(2, 5)), [2, 3, 4])
    np.testing.assert_array_equal(score.of(None, data, np.array([7, 1])), [7, 1])
    with pytest.raises(aelab.InputError, match="not of an image"):
        score(None, np.zeros((2, 64)))


@pytest.mark.parametrize("title", ["forest-on-pixels", "forest-on-codes"])
def test_the_isolation_forest_is_that_of_scikit_learn(title: str) -> None:
    x, new = rows(), rows(20, seed=1)
    model = PCA(latent=2).fit(x)
    train, test = (model.encode(x), model.encode(new)) if "codes" in title else (x, new)
    expected = -IsolationForest(random_state=0).fit(train).score_samples(test)
    np.testing.assert_allclose(scored(title, model, x, new), expected)


def test_the_one_class_svm_is_that_of_scikit_learn_on_whitened_codes() -> None:
    x, new = rows(d=24), rows(20, 24, seed=1)
    values, vectors = np.linalg.eigh(np.cov(x.T))
    whiten = vectors[:, :-17:-1] / np.sqrt(values[:-17:-1])
    z, z_new = ((part - x.mean(0)) @ whiten for part in (x, new))
    expected = -OneClassSVM(nu=0.1, gamma="scale").fit(z).score_samples(z_new)
    np.testing.assert_allclose(scored("one-class-svm", None, x, new), expected)


def test_a_detector_on_pixels_learns_once_and_one_on_codes_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    x = rows(50)
    for title, times in (("forest-on-pixels", 1), ("forest-on-codes", 2)):
        score = aelab.SCORES[title]()
        calls: list[int] = []
        detector = score.detector
        monkeypatch.setattr(
            score, "detector", lambda n, d, f=detector, calls=calls: calls.append(n) or f(n, d)
        )
        for _ in range(2):
            score.learn(Identity(6), x, (6,))
        assert len(calls) == times


@pytest.mark.parametrize(
    ("n", "most", "expected"), [(10, 20, 10), (10, 10, 10), (10, 4, 4), (11, 5, 4)]
)
def test_a_subset_is_evenly_spaced_and_not_larger_than_asked_for(
    n: int, most: int, expected: int
) -> None:
    result = subset(np.arange(n), most)
    assert len(result) == expected and len(set(np.diff(result))) <= 1


def test_a_score_suits_the_models_and_the_data_that_it_is_for() -> None:
    image = SimpleNamespace(sample_shape=(8, 8), quantities=dict)
    point = SimpleNamespace(sample_shape=(2,), quantities=dict)
    jet = SimpleNamespace(sample_shape=(40, 40), quantities=lambda: {"jet mass": None})
    suits = {title: score.suits for title, score in aelab.SCORES.items()}
    assert suits["reconstruction-error"](PCA(), point)
    assert suits["smeared-error"](PCA(), image) and not suits["smeared-error"](PCA(), point)
    assert suits["negative-elbo"](VAE(), point) and not suits["negative-elbo"](PCA(), point)
    assert suits["jet-mass"](PCA(), jet) and not suits["jet-mass"](PCA(), image)


def test_the_first_score_is_the_reconstruction_error_and_suits_everything() -> None:
    first = next(iter(aelab.SCORES.values()))
    assert first.title == "Reconstruction error"
    assert not (first.models or first.images or first.quantity or first.slow)


@pytest.mark.slow
def test_listing_the_scores_imports_neither_torch_nor_scikit_learn() -> None:
    loaded = loaded_after("import aelab; [s.description for s in aelab.SCORES.values()]")
    assert not {"torch", "sklearn", "numba"} & loaded


def test_the_largest_residual_is_that_of_a_median_filtered_positive_difference() -> None:
    rng = np.random.default_rng(3)
    x = rng.random((20, 64)).astype(np.float32)
    model: Any = Identity(64)
    model.decode = lambda z: np.full_like(z, 0.4)
    filtered = median_filter(np.maximum(x.reshape(-1, 8, 8) - 0.4, 0), (1, 3, 3), mode="reflect")
    result = scored("largest-residual", model, x, x, (8, 8))
    np.testing.assert_allclose(result, filtered.reshape(20, -1).max(1), atol=1e-6)


def test_the_largest_residual_is_for_images_with_masks() -> None:
    owner = aelab.SCORES["largest-residual"]
    data = SimpleNamespace(sample_shape=(8, 8), quantities=dict, masks=None)
    assert not owner.suits(Identity(64), data)
    data.masks = np.zeros((1, 64), np.uint8)
    assert owner.suits(Identity(64), data)
