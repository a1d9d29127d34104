"""The contractive autoencoder: its penalty against autograd, and what it contracts."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.autograd.functional import jacobian

from aelab.models.contractive import EXACT, Contractive
from aelab.training.loop import train


def rows(n: int = 7, d: int = 5) -> NDArray[Any]:
    return np.random.default_rng(2).uniform(0.05, 0.95, (n, d))


def begun(x: NDArray[Any], **params: Any) -> Contractive:
    model = Contractive(**{"widths": (6,), "activation": "tanh", "epochs": 1, **params})
    model.begin(x)
    return model


def penalty_of(model: Contractive, x: NDArray[Any]) -> float:
    """Return λ times the mean of ‖∂f/∂x‖², from torch's own Jacobian of each sample."""
    squares = [
        (jacobian(lambda row: model.code(row[None])[0], torch.from_numpy(row)) ** 2).sum()
        for row in x
    ]
    return model.lam * float(torch.stack(squares).mean())


LAYER = {"widths": (), "latent": 3}
WAYS = {
    "closed form, sigmoid": {**LAYER, "code_layer": "sigmoid"},
    "closed form, linear": LAYER,
    "exact, deep": {"latent": 3},
    "exact, two hidden layers and a sigmoid": {"widths": (6, 4), "code_layer": "sigmoid"},
    "exact, ReLU": {"activation": "ReLU", "widths": (9, 8)},
    "exact, one layer": {**LAYER, "code_layer": "sigmoid", "method": "exact"},
}


@pytest.mark.parametrize("params", WAYS.values(), ids=WAYS)
def test_the_penalty_is_the_squared_frobenius_norm_of_the_jacobian(params: dict[str, Any]) -> None:
    x = rows()
    model = begun(x, lam=0.3, **params)
    assert model.evaluate(x)["penalty"] == pytest.approx(penalty_of(model, x), rel=1e-10)


def test_the_penalty_of_convolutional_networks_is_exact() -> None:
    x = rows(3, 64)
    model = begun(x, network="convolutional", lam=0.3)
    assert model.way == "exact"
    assert model.evaluate(x)["penalty"] == pytest.approx(penalty_of(model, x), rel=1e-10)


def test_one_sigmoid_layer_has_the_closed_form_of_the_lecture() -> None:
    x = rows()
    model = begun(x, lam=0.3, widths=(), code_layer="sigmoid", latent=3)
    h, weights = model.encode(x), model.f.get_parameter("0.weight").detach().numpy()
    expected = sum((h[:, j] * (1 - h[:, j])) ** 2 * (weights[j] ** 2).sum() for j in range(3))
    assert model.evaluate(x)["penalty"] == pytest.approx(0.3 * expected.mean())


def test_one_linear_layer_makes_it_a_decay_of_the_weights() -> None:
    x = rows()
    model = begun(x, lam=0.3, widths=())
    expected = 0.3 * float((model.f.get_parameter("0.weight").detach() ** 2).sum())
    assert model.evaluate(x)["penalty"] == pytest.approx(expected)
    assert model.evaluate(100 * x)["penalty"] == pytest.approx(expected)


@pytest.mark.parametrize("widths", [(6,), ()])
def test_the_mean_of_hutchinsons_estimate_is_the_exact_penalty(widths: tuple[int, ...]) -> None:
    x = rows()
    params = {"lam": 0.3, "latent": 4, "widths": widths, "code_layer": "sigmoid"}
    model = begun(x, method="Hutchinson", **params)
    draws = np.array([model.evaluate(x, seed)["penalty"] for seed in range(400)])
    error = draws.std() / np.sqrt(len(draws))
    assert error > 0
    assert abs(draws.mean() - penalty_of(model, x)) < 4 * error
    assert error < 0.02 * draws.mean()


def test_hutchinsons_estimate_is_exact_for_a_single_code_unit() -> None:
    x = rows()
    model = begun(x, method="Hutchinson", latent=1)
    assert model.evaluate(x)["penalty"] == pytest.approx(penalty_of(model, x))


@pytest.mark.parametrize("params", [*WAYS.values(), {"method": "Hutchinson"}])
def test_gradients_agree_with_finite_differences(params: dict[str, Any]) -> None:
    x = torch.from_numpy(rows())
    model = begun(x.numpy(), lam=2.0, **params)
    weight, noise = model.f.get_parameter("0.weight"), model._training.noise
    start = noise.get_state()

    def penalty() -> torch.Tensor:
        noise.set_state(start)  # the same random signs each time
        return model.objective(x)["penalty"]

    penalty().backward()
    for i in ((0, 0), (2, 3)):
        values = []
        for h in (1e-5, -1e-5):
            with torch.no_grad():
                weight[i] += h
            values.append(float(penalty().detach()))
            with torch.no_grad():
                weight[i] -= h
        assert weight.grad is not None
        assert (values[0] - values[1]) / 2e-5 == pytest.approx(float(weight.grad[i]), rel=1e-5)


def test_the_method_depends_on_the_size_and_is_named_in_the_label() -> None:
    ways = {
        "closed form": Contractive(widths=(), latent=50),
        "exact": Contractive(latent=EXACT),
        "Hutchinson": Contractive(latent=EXACT + 1),
    }
    for way, model in ways.items():
        assert model.symbols["penalty"] == f"λ‖∂f/∂x‖² ({way})"
    assert Contractive(widths=(), method="exact").way == "exact"
    assert Contractive(widths=(), network="convolutional").way == "exact"


def test_the_jacobian_for_the_views_is_that_of_the_penalty() -> None:
    x = rows()
    model = begun(x, lam=0.3, code_layer="sigmoid")
    squares = (model.jacobian(x) ** 2).sum((1, 2))
    assert model.evaluate(x)["penalty"] == pytest.approx(0.3 * squares.mean())


def test_a_tied_linear_one_shrinks_directions_of_small_variance_to_zero() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 3))
    x = np.linalg.solve(np.linalg.cholesky(np.cov(x.T, ddof=0)), (x - x.mean(0)).T).T
    variances = np.array([4.0, 1.0, 0.2])
    lam = 0.8
    model = Contractive(widths=(), latent=3, lam=lam, epochs=500, batch=400, rate=0.02)
    for step in train(model, x * np.sqrt(variances)):
        if step.index == 400:
            model.change_rate(1e-3)
    weights = model.f.get_parameter("0.weight").detach().numpy()
    # J = Σ_i λ_i(1 − t_i)² + λt_i with t_i along u_i; least at t_i = 1 − λ/2λ_i, or at 0
    shrunk = np.clip(1 - lam / (2 * variances), 0, None)
    np.testing.assert_allclose(weights.T @ weights, np.diag(shrunk), atol=0.01)


def test_the_code_is_flat_where_the_data_are_and_steep_between() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(300, 2)) * 0.15 + rng.choice([-1.0, 1.0], (300, 1)) * [1, 0.5]
    model = Contractive(widths=(16,), activation="tanh", latent=1, lam=0.1)
    model.set_params(epochs=300, batch=300, rate=0.02).fit(x)
    on_data, between = (
        np.median(np.linalg.norm(model.jacobian(at), axis=(1, 2))) for at in (x, 0.1 * x)
    )
    assert on_data < 0.3 * between
    assert model.evaluate(x)["reconstruction"] < 0.2  # of 1.3
