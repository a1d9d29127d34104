"""What a convolutional encoder tells of itself, against convolutions written out by hand."""

from typing import Any

import numpy as np
import pytest

import aelab
from aelab.frames import pack
from aelab.models.undercomplete import Undercomplete
from aelab.training.loop import resolve, train
from aelab.views.base import views_for
from aelab.views.context import Context
from aelab.views.maps import Kernels, Maps, enlarged, signed
from aelab.views.weights import BYTES
from tests.linear import Curves, Linear, Points, arrays, together

RNG = np.random.default_rng(3)


def convolved(x: Any, weight: Any, bias: Any, stride: int = 2, padding: int = 1) -> Any:
    """What a layer (u, c, h, w) makes of maps (c, H, W), pixel by pixel."""
    x = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
    size = weight.shape[-1]
    side = (x.shape[-1] - size) // stride + 1
    out = np.empty((len(weight), side, side))
    for row, column in np.ndindex(side, side):
        top, left = row * stride, column * stride
        patch = x[:, top : top + size, left : left + size]
        out[:, row, column] = (weight * patch).sum((1, 2, 3)) + bias
    return out


def begun(side: int = 16, **params: Any) -> Any:
    model = Undercomplete(**dict[str, Any](network="convolutional", latent=2, epochs=1) | params)
    x = RNG.uniform(size=(20, side * side))
    model.begin(x)
    return model, x


def test_feature_maps_are_the_activated_convolutions_of_the_sample() -> None:
    model, x = begun(activation="tanh")
    first, second = (model.f[i] for i in (1, 3))
    maps = model.feature_maps(x[4])
    assert [name for name, _ in maps] == ["f₁", "f₂"]
    expected = x[4].reshape(1, 16, 16)
    for layer, (_, given) in zip((first, second), maps, strict=True):
        weight, bias = (p.detach().numpy() for p in (layer.weight, layer.bias))
        expected = np.tanh(convolved(expected, weight, bias))
        np.testing.assert_allclose(given, expected, rtol=1e-12, atol=1e-14)
    assert [given.shape for _, given in maps] == [(16, 8, 8), (32, 4, 4)]


def test_kernels_are_the_weights_of_each_convolution() -> None:
    model, _ = begun()
    (first_name, first), (second_name, second) = model.kernels()
    assert (first_name, second_name) == ("f₁", "f₂")
    np.testing.assert_array_equal(first, model.f[1].weight.detach())
    np.testing.assert_array_equal(second, model.f[3].weight.detach())
    model.f[1].weight.detach()[:] = 0
    assert first.any()  # a copy


def test_a_dense_network_has_neither_kernels_nor_maps() -> None:
    model, x = begun(network="dense")
    assert model.kernels() == [] and model.feature_maps(x[0]) == []
    views = watched(network="dense", widths=(8,))[1]
    assert not {"maps", "kernels"} & views.keys()


def watched(**params: Any) -> Any:
    params = {"network": "convolutional", "epochs": 1} | params
    spec = aelab.Spec(
        dataset="mnist", dataset_params={"points": 200}, model="autoencoder", model_params=params
    )
    model, data = resolve(spec)
    list(train(model, data.train))
    context = Context(model, data, Curves())
    return context, {v.name: v for v in views_for(context)}


@pytest.fixture(scope="module")
def digits() -> Any:
    return watched()


def test_the_maps_are_those_of_the_pinned_sample_and_else_of_the_first(digits: Any) -> None:
    context, views = digits
    for picked in (None, 7):
        context.set("pick", picked)
        drawn = arrays(views["maps"])
        values = (drawn["tiles"].astype(float) - 128) / 127 * drawn["scales"][:, None]
        maps = dict(context.model.feature_maps(context.x[picked or 0]))
        step = maps["f₁"].max() / 127
        np.testing.assert_allclose(values[:16].reshape(16, 14, 14), maps["f₁"], atol=step)
        small = values[16:].reshape(16, 14, 14)[:, ::2, ::2]
        np.testing.assert_allclose(small, maps["f₂"][:16], atol=maps["f₂"].max() / 127)


def test_maps_say_what_they_are(digits: Any) -> None:
    head = digits[1]["maps"].head()
    assert head["title"] == "Feature maps of the digit" and head["kind"] == "tiles"
    assert head["shape"] == [14, 14]
    assert head["note"] == "f₁ 14 × 14, f₂ 7 × 7 first 16 of 32"
    assert head["names"][:2] == ["f₁ 1", "f₁ 2"] and head["names"][-1] == "f₂ 16"


def test_kernels_of_the_second_layer_are_those_of_its_first_unit(digits: Any) -> None:
    context, views = digits
    head, drawn = views["kernels"].head(), arrays(views["kernels"])
    (_, first), (_, second) = context.model.kernels()
    assert head["shape"] == [4, 4] and len(head["names"]) == len(drawn["tiles"]) == 32
    assert head["names"][15:18] == ["f₁ 16", "f₂ 1←1", "f₂ 1←2"]
    assert head["note"] == "f₁ 4 × 4, f₂ 4 × 4 first 16 of 512"
    values = (drawn["tiles"].astype(float) - 128) / 127 * drawn["scales"][:, None]
    np.testing.assert_allclose(values[:16].reshape(16, 4, 4), first[:, 0], atol=0.005)
    np.testing.assert_allclose(values[16:].reshape(16, 4, 4), second[0], atol=0.005)
    assert set(drawn["scales"]) == {np.abs(first).max(), np.abs(second[0]).max()}


class Convolved(Linear):
    """A linear model that tells of kernels and maps as large as one asks for."""

    def __init__(self, side: Any, units: Any = (10, 5, 5)) -> None:
        super().__init__(np.eye(2, side * side))
        self.units = units

    def kernels(self) -> Any:
        channels = (1, *self.units[:-1])
        shapes = [(u, c, 3, 3) for u, c in zip(self.units, channels, strict=True)]
        return [(f"f{i}", np.ones(shape)) for i, shape in enumerate(shapes)]

    def feature_maps(self, x: Any) -> Any:
        side = int(np.sqrt(len(x)))
        return [
            (f"f{i}", x[0] + RNG.normal(size=(u, side, side))) for i, u in enumerate(self.units)
        ]


def looked(view: Any, model: Any, side: Any) -> Any:
    return view(Context(model, Points(side * side, (side, side), test=20, train=20), Curves()))


def test_maps_of_large_images_come_in_shares_that_fit_into_a_moving_frame() -> None:
    maps, kernels = (looked(view, Convolved(64), 64) for view in (Maps, Kernels))
    assert arrays(maps)["tiles"].shape == (20, 64 * 64)
    whole = together(maps, 7, "tiles")
    assert not np.isnan(whole).any()
    for frame_number in range(3):
        parts = maps.parts(frame_number)
        assert parts[0].array.nbytes <= BYTES and len(pack({}, parts)) < 20_000
    pack({"views": [maps.head(), kernels.head()]}, [*maps.parts(0), *kernels.parts(None)])


def test_maps_of_samples_on_a_scale_of_decades_are_drawn_by_their_roots() -> None:
    data = Points(256, (16, 16), test=20, train=20)
    linear, rooted = ({"decades": decades} for decades in (0, 4))
    words = []
    for note in (linear, rooted):
        vars(data).update(note)
        words.append(Maps(Context(Convolved(16), data, Curves())).head()["note"])
    assert words[1] == f"{words[0]}, colour as the root"
    assert "root" not in Kernels(Context(Convolved(16), data, Curves())).head()["note"]


def test_a_model_that_has_diverged_can_be_looked_at() -> None:
    model: Any = Convolved(16)
    model.feature_maps = lambda x: [("f", np.full((2, 8, 8), np.nan))]
    assert (arrays(looked(Maps, model, 16))["tiles"] == 128).all()


def test_small_tiles_are_enlarged_pixel_by_pixel() -> None:
    tiles = np.arange(8.0).reshape(2, 2, 2)
    np.testing.assert_array_equal(enlarged(tiles, (4, 4)), np.kron(tiles, np.ones((2, 2))))
    np.testing.assert_array_equal(enlarged(tiles, (3, 2))[0], [[0, 1], [0, 1], [2, 3]])


def test_a_silent_tile_looks_silent_beside_a_loud_one() -> None:
    tiles = np.zeros((3, 2, 2))
    tiles[0, 0, 0], tiles[1] = -4, 0.01
    np.testing.assert_array_equal(signed(tiles), [[1, 128, 128, 128], [128] * 4, [128] * 4])
    assert (signed(np.zeros((1, 2, 2))) == 128).all()


def test_a_root_shows_weak_pixels_with_their_sign() -> None:
    tiles = np.array([[[1.0, -0.25], [0.01, 0]]])
    drawn = (signed(tiles, root=True).astype(float) - 128) / 127
    np.testing.assert_allclose(drawn, [[1, -0.5, 0.1, 0]], atol=0.004)
