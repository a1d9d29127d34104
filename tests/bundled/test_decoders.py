"""Decoders that travel to the browser: their bytes, and what they decode to."""

import gzip

import numpy as np
import pytest

from aelab import frames
from aelab.bundled import decoders
from aelab.lecture.demos import demo
from aelab.presets import SHIPPED
from aelab.registry import MODELS
from aelab.views._mesh import mesh
from aelab.views.plane import GRID
from aelab.web.pictures import shipped

SLUG = "vae-mnist"


def test_weights_are_within_half_a_step_of_what_they_were() -> None:
    weights = np.random.default_rng(0).normal(size=(7, 30)) * np.logspace(-3, 2, 7)[:, None]
    whole, step = decoders.quantised(weights)
    back = (whole.astype(float) - decoders.ZERO) * step[:, None]
    assert (np.abs(back - weights) <= 0.5001 * step[:, None]).all()
    assert (step == np.float32(np.abs(weights).max(1) / 127)).all()


def test_a_row_of_nothing_stays_nothing() -> None:
    whole, step = decoders.quantised(np.zeros((2, 3)))
    assert (whole == decoders.ZERO).all() and np.isfinite(step).all()


def test_a_trained_decoder_decodes_as_the_model_does() -> None:
    rng = np.random.default_rng(0)
    x = rng.random((200, 20)).astype(np.float32)
    model = MODELS["vae"](latent=2, widths=(16, 8), epochs=5).fit(x)
    packed = frames.picture(decoders.of_model(model, x[:9], np.arange(9), {"shape": [4, 5]}))
    z = rng.normal(size=(50, 2)).astype(np.float32)
    np.testing.assert_allclose(decoders.decode(packed, z), model.decode(z), atol=0.01)
    np.testing.assert_allclose(packed.arrays["codes"], model.encode(x[:9]), rtol=1e-6)
    assert packed.header["layers"] == 3 and packed.header["logistic"]


def test_the_shipped_decoder_is_that_of_the_shipped_run() -> None:
    packed, picture = decoders.shipped(SLUG), shipped(demo(SLUG))
    assert picture is not None
    window = picture.arrays["plane.window"].reshape(2, 2)
    result = 255 * decoders.decode(packed, mesh(window, GRID).reshape(-1, 2))
    off = np.abs(result - picture.arrays["plane.images"])
    assert off.mean() < 0.7 and np.quantile(off, 0.999) < 12, (off.mean(), off.max())
    codes = packed.arrays["codes"]
    np.testing.assert_allclose(codes, picture.arrays["latent.points"][: len(codes)], atol=2e-3)


def test_the_shipped_decoder_is_small() -> None:
    size = (SHIPPED / f"{SLUG}.decoder.gz").stat().st_size
    assert size < 250_000
    with gzip.open(SHIPPED / f"{SLUG}.decoder.gz") as file:
        assert len(file.read()) < 300_000


@pytest.mark.parametrize("logistic", [True, False])
def test_one_layer_decodes_to_its_sum_or_the_logistic_of_it(logistic: bool) -> None:
    weights, biases = np.array([[1.0, -2.0]]), np.array([0.5])
    packed = frames.picture(decoders.pack([(weights, biases)], {"logistic": logistic}))
    out = decoders.decode(packed, np.array([[2.0, 1.0]]))[0, 0]
    expected = 0.5 + 2 - 2
    assert out == pytest.approx(1 / (1 + np.exp(-expected)) if logistic else expected, abs=0.02)
