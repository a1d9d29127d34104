"""Errors of single samples: reconstruction errors, smeared errors, and terms of the ELBO."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

import aelab
from aelab.models.base import Model
from aelab.models.denoising import Denoising
from aelab.models.dirichlet_vae import DirichletVAE
from aelab.models.undercomplete import Undercomplete
from aelab.models.vae import VariationalAutoencoder as VAE
from aelab.params import declared
from aelab.theory.smearing import kernel, smeared

MODELS = [model for model in aelab.MODELS.values() if model.encodes]
DRAWING = (VAE, DirichletVAE, Denoising)  # whose reconstruction term is of noisy codes or samples


def rows(n: int = 30, d: int = 6, dtype: Any = np.float64) -> Any:
    return np.random.default_rng(2).uniform(0.01, 0.99, (n, d)).astype(dtype)


def begun(model: Any, x: Any, **params: Any) -> Any:
    params = {"widths": (7,), "epochs": 1} | params
    fitted = model(**{k: v for k, v in params.items() if k in declared(model)})
    fitted.begin(x)
    return fitted


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_there_is_an_error_for_each_sample_and_it_is_the_same_again(
    model: type[Model], dtype: type[np.floating]
) -> None:
    x = rows(dtype=dtype)
    fitted = begun(model, x)
    errors = fitted.errors(x)
    assert errors.shape == (30,) and errors.dtype == np.float64
    np.testing.assert_array_equal(fitted.errors(x), errors)
    np.testing.assert_allclose(fitted.errors(x[4:9]), errors[4:9], rtol=1e-5)


@pytest.mark.parametrize("model", [m for m in MODELS if m not in DRAWING])
def test_the_mean_of_the_errors_is_the_held_out_reconstruction_term(model: type[Model]) -> None:
    x = rows()
    fitted = begun(model, x)
    expected = fitted.evaluate(x)[model.terms[0]]
    assert fitted.errors(x).mean() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("error", ["absolute error", "cross-entropy", "smeared squared error"])
def test_errors_are_in_the_loss_that_the_model_learns(error: str) -> None:
    x = rows(10, 64)
    fitted = begun(Undercomplete, x, error=error)
    assert fitted.errors(x).mean() == pytest.approx(
        fitted.evaluate(x)["reconstruction"], rel=1e-12
    )
    squares = ((x - fitted.decode(fitted.encode(x))) ** 2).sum(1)
    assert (np.abs(fitted.errors(x) / squares - 1) > 0.01).all()


def test_errors_of_a_model_that_has_diverged_are_not_finite_and_warn_of_nothing() -> None:
    x = rows(dtype=np.float32)
    fitted = begun(aelab.MODELS["pca"], x)
    fitted.components_ = np.full_like(fitted.components_, 1e30)
    assert not np.isfinite(fitted.errors(x)).any()


def test_errors_of_a_denoising_model_are_those_of_clean_samples() -> None:
    x = rows()
    fitted = begun(Denoising, x)
    x_hat = fitted.decode(fitted.encode(x))
    np.testing.assert_allclose(fitted.errors(x), ((x - x_hat) ** 2).sum(1))


@pytest.mark.parametrize("sigma", [0.7, 1.0, 2.5])
def test_smearing_is_the_gaussian_filter_of_scipy_with_zeros_beyond_the_edge(sigma: float) -> None:
    images = np.random.default_rng(0).random((3, 8, 12))
    expected = [gaussian_filter(i, sigma, mode="constant", truncate=12) for i in images]
    result = smeared(images.reshape(3, -1), (8, 12), sigma)
    np.testing.assert_allclose(result, np.reshape(expected, (3, -1)), rtol=1e-12)


def test_a_kernel_keeps_what_is_far_from_the_edge_and_a_narrow_one_everything() -> None:
    inner = kernel(41, 1.5)[20]
    assert inner.sum() == pytest.approx(1) and (np.arange(41) - 20) ** 2 @ inner == pytest.approx(
        2.25
    )
    np.testing.assert_allclose(kernel(8, 0.05), np.eye(8), atol=1e-80)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_smeared_error_is_the_squared_error_of_the_smeared_images(
    dtype: type[np.floating],
) -> None:
    x = rows(12, 144, dtype)
    fitted = begun(Undercomplete, x, error="smeared squared error")
    x_hat = fitted.decode(fitted.encode(x))
    both = (
        gaussian_filter(i.reshape(-1, 12, 12), (0, 1, 1), mode="constant", truncate=10)
        for i in (x, x_hat)
    )
    difference = np.subtract(*both)
    np.testing.assert_allclose(fitted.errors(x), (difference**2).sum((1, 2)), rtol=1e-4)


def test_the_gradient_of_the_smeared_error_is_that_of_finite_differences() -> None:
    x = torch.from_numpy(rows(2, 64))
    fitted = begun(Undercomplete, x.numpy(), error="smeared squared error")
    out = torch.zeros_like(x).requires_grad_()
    assert torch.autograd.gradcheck(lambda o: fitted.reconstruction_error(x, o), (out,))


@pytest.mark.parametrize("network", ["dense", "convolutional"])
@pytest.mark.parametrize(
    "title",
    ["autoencoder", "sparse", "denoising", "contractive"],
)
def test_every_autoencoder_learns_with_the_smeared_error(title: str, network: str) -> None:
    x = rows(64, 64, np.float32)
    params = {"error": "smeared squared error", "epochs": 5, "rate": 1e-2, "batch": 16}
    fitted = begun(aelab.MODELS[title], x, network=network, **params)
    before = fitted.errors(x).mean()
    fitted.fit(x)
    assert fitted.errors(x).mean() < before


@pytest.mark.parametrize("d", [6, 49, 96])
def test_the_smeared_error_is_refused_for_what_is_no_square_image(d: int) -> None:
    with pytest.raises(aelab.InputError, match=f"square images .* have {d} feature"):
        Undercomplete(error="smeared squared error").fit(rows(20, d))


def linear_vae(covariance: Any) -> Any:
    """Return a VAE whose g is z ↦ W z + b, the matrix W, and samples."""
    x = rows(6, 5)
    linear = {"likelihood": "Gaussian", "widths": (), "activation": "identity", "sigma": 0.5}
    fitted = begun(VAE, x, covariance=covariance, **linear)
    return fitted, fitted.g[0].weight.detach().numpy(), x


@pytest.mark.parametrize("covariance", ["diagonal", "full"])
def test_the_expected_error_of_a_linear_decoder_has_its_closed_form(covariance: str) -> None:
    """E‖x − g(z)‖² = ‖x − g(μ)‖² + tr(W Σ Wᵀ) for a linear g."""
    fitted, w, x = linear_vae(covariance)
    spread = np.einsum("ij,njk,ik->n", w, fitted.spread(x), w)
    expected = fitted.errors(x) + spread / (2 * 0.5**2)
    result = fitted.expected_errors(x, draws=5000)
    excess = result - fitted.errors(x)
    np.testing.assert_allclose(result, expected, rtol=0.02)
    np.testing.assert_allclose(excess, expected - fitted.errors(x), rtol=0.1)


def test_the_errors_of_a_vae_are_its_log_likelihood_at_the_mean_code() -> None:
    fitted, _, x = linear_vae("diagonal")
    squares = ((x - fitted.decode(fitted.encode(x))) ** 2).sum(1)
    constant = 5 * math.log(2 * math.pi * 0.5**2) / 2
    np.testing.assert_allclose(fitted.errors(x), squares / (2 * 0.5**2) + constant)


def test_the_terms_of_single_samples_have_the_mean_of_the_held_out_terms() -> None:
    x = rows(400, 5)
    fitted = begun(VAE, x, beta=3.0, samples=8)
    terms = fitted.evaluate(x)
    assert fitted.divergences(x).mean() == pytest.approx(terms["kl"] / 3)
    assert fitted.expected_errors(x, 500).mean() == pytest.approx(
        terms["reconstruction"], rel=0.01
    )


def test_the_error_of_a_sample_depends_on_no_other_sample_and_not_on_the_noise_of_training() -> (
    None
):
    x = rows(40, 5)
    fitted = begun(VAE, x)
    alone = np.concatenate([fitted.expected_errors(x[i : i + 1], 4) for i in range(40)])
    fitted.randn_like(torch.zeros(7))
    np.testing.assert_allclose(fitted.expected_errors(x, 4), alone)
    assert not np.allclose(fitted.expected_errors(x, 4, seed=1), alone)
