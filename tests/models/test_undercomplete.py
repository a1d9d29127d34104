"""The autoencoder: its losses, gradients and decoders, and PCA as its linear limit."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

import aelab
from aelab.metrics import principal_angles
from aelab.models.pca import PCA
from aelab.models.undercomplete import Undercomplete
from aelab.training.loop import train


def rows(n: int = 40, d: int = 6) -> NDArray[Any]:
    return np.random.default_rng(2).uniform(0.01, 0.99, (n, d))


def begun(x: NDArray[Any], **params: Any) -> Undercomplete:
    model = Undercomplete(**{"widths": (7,), "epochs": 1, **params})
    model.begin(x)
    return model


def test_squared_error_is_summed_over_features_and_averaged_over_samples() -> None:
    x = rows()
    model = begun(x)
    x_hat = model.decode(model.encode(x))
    assert model.evaluate(x)["reconstruction"] == pytest.approx(((x - x_hat) ** 2).sum(1).mean())


def test_cross_entropy_is_that_of_the_formula() -> None:
    x = rows()
    model = begun(x, error="cross-entropy")
    p = model.decode(model.encode(x))
    expected = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum(1).mean()
    assert model.evaluate(x)["reconstruction"] == pytest.approx(expected)


def test_absolute_error_is_summed_over_features_and_averaged_over_samples() -> None:
    x = rows()
    model = begun(x, error="absolute error")
    x_hat = model.decode(model.encode(x))
    assert model.evaluate(x)["reconstruction"] == pytest.approx(np.abs(x - x_hat).sum(1).mean())


def test_each_error_has_its_formula_and_unit_and_only_the_squared_one_a_floor() -> None:
    formulas = Undercomplete.formula
    assert formulas["squared error"] == r"J = \|x - g(f(x))\|^2"
    assert formulas["absolute error"] == r"J = \|x - g(f(x))\|_1"
    made = [Undercomplete(error=error) for error in formulas]
    smeared = "smeared squared error"
    assert [m.unit for m in made] == ["squared error", "absolute error", "nats", smeared]
    assert [m.floor(2.5, 6) for m in made] == [2.5, None, None, None]


@pytest.mark.parametrize("activation", ["ReLU", "tanh", "sigmoid", "SiLU", "identity"])
@pytest.mark.parametrize("error", ["squared error", "absolute error", "cross-entropy"])
def test_gradients_reach_every_parameter(activation: str, error: str) -> None:
    x = rows()
    model = begun(x, activation=activation, error=error)
    torch.stack([*model.objective(torch.from_numpy(x)).values()]).sum().backward()
    for name, weights in model._nets.named_parameters():
        assert weights.grad is not None and weights.grad.abs().sum() > 0, name


def test_gradients_agree_with_finite_differences() -> None:
    x = torch.from_numpy(rows(5, 3))
    model = begun(x.numpy(), activation="tanh", latent=2)
    weight = model.f.get_parameter("0.weight")
    torch.stack([*model.objective(x).values()]).sum().backward()
    with torch.no_grad():
        for i in ((0, 0), (3, 2)):
            values = []
            for h in (1e-6, -1e-6):
                weight[i] += h
                values.append(float(sum(model.objective(x).values())))
                weight[i] -= h
            assert weight.grad is not None
            assert (values[0] - values[1]) / 2e-6 == pytest.approx(float(weight.grad[i]), rel=1e-5)


def test_one_update_is_that_of_adam() -> None:
    x = rows(8, 3)
    model = begun(x, batch=8, rate=0.01, widths=(), activation="identity", latent=1)
    before = [p.detach().clone() for p in model._nets.parameters()]
    model.learn(torch.arange(8))
    for old, new in zip(before, model._nets.parameters(), strict=True):
        # the first step of Adam moves each weight by the rate, against its gradient's sign
        moved = (new - old).detach()
        torch.testing.assert_close(moved.abs(), torch.full_like(moved, 0.01), rtol=1e-4, atol=0)


def test_a_linear_autoencoder_spans_the_subspace_of_pca() -> None:
    rng = np.random.default_rng(3)
    rotation, _ = np.linalg.qr(rng.normal(size=(5, 5)))
    x = rng.normal(size=(400, 5)) * [3, 2, 0.5, 0.3, 0.2] @ rotation
    model = Undercomplete(widths=(), activation="identity", epochs=900, batch=400, rate=0.01)
    model.fit(x)
    pca = PCA().fit(x)
    directions = model.g.get_parameter("0.weight").detach().numpy().T  # (k, d)
    assert principal_angles(directions, pca.components_).max() < 0.01
    floor = pca.evaluate(x)["reconstruction"]
    assert floor <= model.evaluate(x)["reconstruction"] < 1.001 * floor


def test_an_overcomplete_autoencoder_copies_noise_as_well_as_data() -> None:
    rng = np.random.default_rng(4)
    angle = rng.uniform(0, np.pi, 500)
    x = np.column_stack((np.cos(angle), np.sin(angle)))
    noise = rng.uniform(x.min(0), x.max(0), (500, 2))
    params: dict[str, Any] = {
        "widths": (32,),
        "activation": "tanh",
        "epochs": 250,
        "batch": 500,
        "rate": 0.02,
    }
    over = Undercomplete(latent=8, **params).fit(x)
    under = Undercomplete(latent=1, **params).fit(x)
    assert over.evaluate(noise)["reconstruction"] < 0.01
    assert under.evaluate(noise)["reconstruction"] > 0.05
    assert under.evaluate(x)["reconstruction"] < 0.01


@pytest.mark.parametrize("network", ["dense", "convolutional"])
def test_a_tied_decoder_is_the_transpose_of_its_encoder(network: str) -> None:
    x, z = rows(3, 144), np.random.default_rng(5).normal(size=(3, 4))
    model = begun(x, latent=4, decoder="tied", network=network, activation="identity")
    for name, weights in model._nets.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.zeros_(weights)  # f and g are linear now
    encoded = (model.encode(x) * z).sum(1)  # z · f(x)
    decoded = (model.decode(z) * x).sum(1)  # g(z) · x
    np.testing.assert_allclose(encoded, decoded)


@pytest.mark.parametrize("network", ["dense", "convolutional"])
def test_a_tied_decoder_learns_with_its_encoder_and_comes_back_from_a_checkpoint(
    network: str,
) -> None:
    x = rows(16, 64)
    made = [begun(x, decoder="tied", network=network, batch=16) for _ in range(2)]
    own = [name for name, _ in made[0].g.named_parameters()]
    assert own and all(name.endswith("bias") for name in own)
    before = made[0].decode(np.ones((1, 2)))
    made[0].learn(torch.arange(16))
    after = made[0].decode(np.ones((1, 2)))
    assert np.abs(after - before).max() > 1e-6
    made[1].restore({**made[0].state(), "progress.order": made[0].order_state()})
    np.testing.assert_array_equal(made[1].decode(np.ones((1, 2))), after)


def test_a_tied_linear_autoencoder_is_the_projection_of_pca() -> None:
    rng = np.random.default_rng(6)
    x = rng.normal(size=(300, 4)) * [2, 1, 0.3, 0.2]
    model = Undercomplete(widths=(), decoder="tied", epochs=600, batch=300, rate=0.01).fit(x)
    pca = PCA().fit(x)
    np.testing.assert_allclose(model.decode(model.encode(x)), pca.decode(pca.encode(x)), atol=5e-3)


def test_a_linear_decoder_is_one_layer_and_leaves_the_encoder_as_it_was() -> None:
    x = rows()
    linear, mirrored = begun(x, decoder="linear"), begun(x)
    z = np.random.default_rng(7).normal(size=(2, 2))
    middle = linear.decode(z.mean(0, keepdims=True))
    np.testing.assert_allclose(linear.decode(z).mean(0, keepdims=True), middle)
    np.testing.assert_array_equal(linear.encode(x), mirrored.encode(x))


def test_cross_entropy_refuses_data_outside_0_to_1() -> None:
    with pytest.raises(aelab.InputError, match=r"values in \[0, 1\]"):
        Undercomplete(error="cross-entropy").fit(3 * rows())


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_a_missing_device_is_refused() -> None:
    with pytest.raises(aelab.InputError, match="no CUDA device"):
        Undercomplete(device="cuda").fit(rows())


def test_partial_fit_continues_the_training() -> None:
    x = rows(200)
    model = Undercomplete(epochs=3, batch=50).fit(x)
    again = Undercomplete(epochs=4, batch=50).fit(x)
    model.partial_fit(x)
    np.testing.assert_allclose(model.transform(x), again.transform(x))


def test_no_update_waits_for_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any) -> None:
        raise AssertionError("a number was read within an update")

    model = Undercomplete(epochs=1, batch=50)
    for name in ("item", "__float__", "tolist", "cpu"):
        monkeypatch.setattr(torch.Tensor, name, forbidden)
    assert len(list(train(model, rows(200)))) == 4
