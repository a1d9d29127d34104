"""Networks, dense and convolutional, and the hooks of a model for the views."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

import aelab
from aelab.models._gradient import GradientModel
from aelab.models._nets import Convolutional
from aelab.models.undercomplete import Undercomplete
from aelab.params import declared
from aelab.training.loop import snapshot, train

GRADIENT = [model for model in aelab.MODELS.values() if "network" in declared(model)]


def images(n: int = 48, side: int = 8, dtype: type[np.floating] = np.float64) -> NDArray[Any]:
    """Return images (n, side²) of one bright spot each, at any place."""
    rng = np.random.default_rng(5)
    rows, columns = rng.uniform(1, side - 2, (2, n, 1))
    at = np.arange(side)
    spots = np.exp(-((at - rows) ** 2))[:, :, None] * np.exp(-((at - columns) ** 2))[:, None]
    return spots.reshape(n, -1).astype(dtype)


def begun(x: NDArray[Any], **params: Any) -> Undercomplete:
    model = Undercomplete(**{"epochs": 1, "network": "convolutional", "seed": 2, **params})
    model.begin(x)
    return model


def drawn(
    features: int = 64, activation: str = "tanh", dtype: torch.dtype = torch.float64
) -> Convolutional:
    return Convolutional(features, activation, torch.Generator().manual_seed(0), dtype)


@pytest.mark.parametrize("model", GRADIENT)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_gradient_model_learns_with_convolutions(
    model: type[GradientModel], dtype: type[np.floating]
) -> None:
    x = images(side=12, dtype=dtype)
    fitted = model(network="convolutional", epochs=2, latent=3, batch=20).fit(x)
    z = fitted.transform(x) if model.encodes else np.zeros((48, 3), dtype)
    assert z.shape == (48, 3) and z.dtype == dtype
    assert fitted.inverse_transform(z).shape == x.shape
    assert all(np.isfinite(v) for v in fitted.evaluate(x).values())


@pytest.mark.parametrize("features", [2, 16, 63, 100, 784 + 1, 3 * 64])
def test_convolutions_need_square_images_with_a_side_divisible_by_4(features: int) -> None:
    with pytest.raises(aelab.InputError, match="needs square images") as caught:
        begun(np.zeros((5, features)))
    assert str(caught.value).count(".") == 1


def test_the_last_layer_of_the_decoder_is_a_transposed_convolution() -> None:
    convolution, shuffle, crop = [*drawn().decoder(2).children()][-4:-1]
    assert isinstance(convolution, nn.Conv2d) and convolution.bias is not None
    same = nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1, bias=False, dtype=torch.float64)
    for p in (0, 1):
        for q in (0, 1):  # each of the four values of a pixel is a quarter of the kernel
            quarter = convolution.weight[2 * p + q].flip(1, 2)
            same.weight.data[:, 0, p::2, q::2] = quarter
    convolution.bias.data.zero_()
    z = torch.randn(3, 16, 5, 5, dtype=torch.float64)
    torch.testing.assert_close(crop(shuffle(convolution(z))), same(z), rtol=1e-12, atol=1e-12)


def test_a_moved_image_has_moved_feature_maps() -> None:
    maps = drawn(24 * 24).encoder(2)[:5]
    image = torch.zeros(1, 24, 24, dtype=torch.float64)
    image[0, 8:14, 6:12] = torch.rand(6, 6, dtype=torch.float64)
    moved = image.roll((4, 8), (1, 2))  # after two strides of 2 it is a shift by 1 and by 2
    before, after = maps(image.flatten(1)), maps(moved.flatten(1))
    torch.testing.assert_close(
        before.roll((1, 2), (2, 3))[..., 2:5, 3:5], after[..., 2:5, 3:5], rtol=1e-12, atol=1e-12
    )
    assert (before - after).abs().max() > 0.01


def test_gradients_of_convolutions_agree_with_finite_differences() -> None:
    x = torch.from_numpy(images(3))
    model = begun(x.numpy(), activation="tanh")
    model.objective(x)["reconstruction"].backward()
    for name, weight in model._nets.named_parameters():
        at = tuple(size // 2 for size in weight.shape)
        values = []
        with torch.no_grad():
            for h in (1e-5, -1e-5):
                weight[at] += h
                values.append(float(model.objective(x)["reconstruction"]))
                weight[at] -= h
        slope = (values[0] - values[1]) / 2e-5
        assert weight.grad is not None
        assert slope == pytest.approx(float(weight.grad[at]), rel=1e-5, abs=1e-9), name
        assert slope != 0, name


def test_weights_are_uniform_within_one_over_the_root_of_the_inputs() -> None:
    nets = drawn(28 * 28)
    inputs = [16, 256, 1568, 128, 20, 128, 4 * 32, 4 * 16]  # numbers that make up one output
    layers = [*nets.encoder(20).parameters(), *nets.decoder(20).parameters()]
    weights = [layer.detach() for layer in layers[::2]]
    for weight, n in zip(weights, inputs, strict=True):
        bound = 1 / math.sqrt(n)
        assert 0.95 * bound < weight.abs().max() <= bound
        assert float(weight.std()) == pytest.approx(bound / math.sqrt(3), rel=0.1)


def test_weights_come_from_the_seed_alone() -> None:
    states = []
    for noise in (0, 1):
        torch.manual_seed(noise)
        states.append(begun(images()).state())
    assert all(np.array_equal(a, b) for a, b in zip(*map(dict.values, states), strict=True))
    other = begun(images(), seed=3).state()
    assert not np.array_equal(states[0]["weights.f.1.weight"], other["weights.f.1.weight"])


def test_convolutions_learn_where_a_spot_is() -> None:
    x = images(200, dtype=np.float32)
    model = begun(x, epochs=30, batch=50, rate=5e-3, activation="SiLU")
    before = model.evaluate(x)["reconstruction"]
    assert model.fit(x).evaluate(x)["reconstruction"] < 0.1 * before


def test_a_resumed_training_of_convolutions_equals_one_that_was_not_interrupted() -> None:
    x = images()
    params: dict[str, Any] = {"network": "convolutional", "epochs": 3, "batch": 20}
    whole, first, second = (Undercomplete(**params) for _ in range(3))
    numbers = [step.terms for step in train(whole, x)]
    steps = train(first, x)
    for _ in range(4):
        next(steps)
    assert [s.terms for s in train(second, x, state=snapshot(first))] == numbers[4:]


def test_results_do_not_depend_on_the_size_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    x = images(40)
    model = begun(x)
    whole = model.encode(x), model.evaluate(x)["reconstruction"]
    monkeypatch.setattr("aelab.models._gradient.BLOCK", 56)  # blocks of 7 images
    np.testing.assert_allclose(model.encode(x), whole[0], rtol=1e-12)
    assert model.evaluate(x)["reconstruction"] == pytest.approx(whole[1], rel=1e-12)


def test_norms_are_those_of_the_weights_of_each_layer() -> None:
    model = begun(images(), network="dense", widths=(9, 7), latent=3)
    norms = model.measure()
    assert list(norms) == [f"norms.{name}{i}" for name in "fg" for i in "₁₂₃"]
    layers = [*[*model.f.children()][::2], *[*model.g.children()][::2]]
    for label, layer in zip(norms, layers, strict=True):
        expected = np.sqrt((layer.get_parameter("weight").detach().numpy() ** 2).sum())
        assert norms[label] == pytest.approx(expected, rel=1e-12)


def test_norms_follow_the_training() -> None:
    model = begun(images())
    assert len(model.measure()) == 8
    before = model.measure()
    model.learn(torch.arange(20))
    after = model.measure()
    assert all(before[name] != after[name] for name in before)
    model.begin(images())
    assert model.measure() == before


def test_first_weights_of_a_dense_network_are_images_of_the_samples_shape() -> None:
    model = begun(images(side=10), network="dense", widths=(80,))
    filters = model.filters()
    assert filters is not None
    tiles, shape = filters
    assert shape == (10, 10)
    np.testing.assert_array_equal(tiles, model.f.get_parameter("0.weight").detach().numpy()[:64])
    assert begun(np.zeros((5, 2)), network="dense").filters() is None
    assert begun(np.zeros((5, 49)), network="dense").filters() is None


def test_first_weights_of_convolutions_are_their_kernels() -> None:
    model = begun(images())
    filters = model.filters()
    assert filters is not None
    tiles, shape = filters
    assert shape == (4, 4) and tiles.shape == (16, 16)
    np.testing.assert_array_equal(
        tiles[3].reshape(4, 4), model.f.get_parameter("1.weight").detach()[3, 0]
    )


@pytest.mark.parametrize("network", ["dense", "convolutional"])
def test_the_jacobian_is_that_of_autograd_and_of_finite_differences(network: str) -> None:
    x = images(5)
    model = begun(x, network=network, latent=3, activation="tanh", widths=(6,))
    jacobian = model.jacobian(x)
    assert jacobian.shape == (5, 3, 64)
    for row, sample in zip(jacobian, torch.from_numpy(x), strict=True):
        exact = torch.autograd.functional.jacobian(lambda s: model.code(s[None])[0], sample)
        np.testing.assert_allclose(row, exact, rtol=1e-12, atol=1e-15)
    step = 1e-6 * np.eye(64)[11]
    slope = (model.encode(x + step) - model.encode(x - step)) / 2e-6
    np.testing.assert_allclose(jacobian[:, :, 11], slope, rtol=1e-6, atol=1e-9)
    assert all(w.grad is None for w in model._nets.parameters())


def test_an_overcomplete_code_is_learnt() -> None:
    x = images(60, side=4)[:, :5]
    model = Undercomplete(latent=9, widths=(), activation="identity", epochs=400, rate=0.01)
    assert model.fit(x).transform(x).shape == (60, 9)
    assert model.evaluate(x)["reconstruction"] < 1e-3 * (x**2).sum(1).mean()


def test_only_a_squared_error_can_be_compared_with_one() -> None:
    squared, entropy = begun(images()), begun(images(), error="cross-entropy")
    assert squared.floor(2.5, 64) == GradientModel.floor(squared, 2.5, 64) == 2.5
    assert entropy.floor(2.5, 64) is GradientModel.floor(entropy, 2.5, 64) is None
