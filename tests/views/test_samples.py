"""Samples of a model with a prior, and of one that has none."""

from typing import Any

import numpy as np
import pytest

import aelab
from aelab.frames import unpack
from aelab.runs.publisher import FramePublisher
from aelab.theory.sampling import gaussian_like
from aelab.training.learning import Learning

AE, VAE = "autoencoder", "vae"


def looked_at(model: Any, dataset: str = "two-moons", **params: Any) -> Any:
    few = {"points": 100} if "moons" in dataset else {}
    params = {"widths": (8,)} | params
    spec = aelab.Spec(dataset=dataset, dataset_params=few, model=model, model_params=params)
    learning = Learning(spec)
    learning.update()
    header, parts = unpack(FramePublisher("r", learning).take({}, full=True))
    views = {view["name"]: view for view in header["views"]}
    return learning.model, views, {part.name: part.array for part in parts}


def test_a_vae_decodes_codes_from_its_prior() -> None:
    model, views, arrays = looked_at(VAE, latent=2, likelihood="Gaussian")
    z = np.random.default_rng(0).standard_normal((1000, 2)).astype(np.float32)
    np.testing.assert_allclose(arrays["samples.x_hat"], model.decode(z), rtol=1e-5)
    assert "N(0, 1)" in views["samples"]["note"]
    corner = model.decode(np.array([[-2.0, 2.0]], np.float32))[0]
    np.testing.assert_allclose(arrays["samples.grid"][0, 0], corner, rtol=1e-5)


def test_an_autoencoder_has_no_prior_and_decodes_codes_that_are_spread_as_its_own() -> None:
    model, views, arrays = looked_at(AE, latent=2)
    codes = arrays["latent.points"]
    z = gaussian_like(codes, 1000).astype(np.float32)
    np.testing.assert_allclose(arrays["samples.x_hat"], model.decode(z), rtol=1e-5, atol=1e-6)
    assert "N(0, 1)" not in views["samples"]["note"]
    assert "as wide as its codes" in views["samples"]["note"]
    low, high = codes.mean(0) - 2 * codes.std(0), codes.mean(0) + 2 * codes.std(0)
    corner = model.decode(np.array([[low[0], high[1]]], np.float32))[0]
    np.testing.assert_allclose(arrays["samples.grid"][0, 0], corner, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("model", "latent", "there"), [(AE, 64, 1), (AE, 65, 0), (VAE, 65, 1)])
def test_of_many_numbers_only_a_prior_makes_samples(model: str, latent: int, there: int) -> None:
    _, views, arrays = looked_at(model, "mnist", latent=latent, network="dense", batch=4096)
    assert ("samples" in views) == bool(there)
    if there:
        assert arrays["samples.x_hat"].shape == (10, 784) and views["samples"]["kind"] == "strip"


def test_an_autoencoder_of_one_number_has_a_curve() -> None:
    _, _, arrays = looked_at(AE, latent=1)
    assert arrays["samples.curve"].shape == (201, 2) and "samples.grid" not in arrays
