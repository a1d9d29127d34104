"""The normalised autoencoder: its gradient, its chains, and what it does to simple strangers."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from aelab.models.normalised import Normalised
from aelab.training.loop import snapshot, train

SMALL: dict[str, Any] = {"widths": (16,), "epochs": 4, "batch": 32, "steps": 3}


def ring(n: int = 200) -> NDArray[np.float64]:
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, n)
    return np.column_stack([np.cos(angle), np.sin(angle)]) + 0.05 * rng.normal(size=(n, 2))


def begun(**params: Any) -> Normalised:
    model = Normalised(**(SMALL | params))
    model.begin(ring())
    return model


def test_the_energy_is_the_squared_error_of_a_code_on_the_unit_sphere() -> None:
    x, model = ring(), begun()
    np.testing.assert_allclose(np.linalg.norm(model.encode(x), axis=1), 1)
    expected = ((x - model.decode(model.encode(x))) ** 2).sum(1)
    np.testing.assert_allclose(model.errors(x), expected)


def test_an_update_goes_down_the_energy_of_the_data_and_up_that_of_the_chains() -> None:
    model = begun(pretraining=0.0, gamma=0.0)
    x = torch.from_numpy(ring()[:32])
    noise = model._training.noise.get_state()
    _, codes = model._started(32)
    chains = model._sampled(codes)[1].x
    weights = list(model._nets.parameters())
    difference = model.energies(x).mean() - model.energies(chains).mean()
    expected = torch.autograd.grad(difference, weights)
    model._training.noise.set_state(noise)
    model.learn(torch.arange(32))
    for weight, gradient in zip(weights, expected, strict=True):
        torch.testing.assert_close(weight.grad, gradient)


def test_the_temperature_gives_gaussian_noise_the_energy_of_the_data() -> None:
    model = begun(pretraining=0.0)
    model.learn(torch.arange(32))
    x = ring()
    noise = model._replay.energy / x.shape[1]  # variance of each feature, T/2 for E = ‖x − x̂‖²
    assert noise * x.shape[1] == pytest.approx(begun().errors(x).mean())


def test_the_pretraining_is_that_of_a_plain_autoencoder() -> None:
    model = begun(pretraining=0.75)
    before = model._replay.codes.clone()
    model.learn(torch.arange(32))
    assert torch.equal(model._replay.codes, before) and model._replay.accepted == 0


def test_evaluating_and_looking_at_chains_leave_the_training_as_it_is() -> None:
    model = begun(pretraining=0.0)
    model.learn(torch.arange(32))
    before = snapshot(model)
    model.evaluate(ring(), 1)
    path = model.walk(8, 1)
    assert len(path) == 2 * SMALL["steps"] + 1 and np.isfinite(path).all()
    np.testing.assert_array_equal(model.walk(8, 1), path)
    after = snapshot(model)
    assert all(np.array_equal(after[name], value) for name, value in before.items())


@pytest.mark.parametrize("stop", [5, 20])  # in the pretraining, and after it
def test_a_restored_training_goes_on_with_the_same_numbers(stop: int) -> None:
    whole = [step.terms for step in train(Normalised(**SMALL), ring())]
    model = Normalised(**SMALL)
    steps = train(model, ring())
    for _ in range(stop):
        next(steps)
    rest = train(Normalised(**SMALL), ring(), state=snapshot(model))
    assert [step.terms for step in rest] == whole[stop:]


def test_chains_cost_more_the_longer_they_are() -> None:
    short, long = Normalised(steps=5), Normalised(steps=50)
    assert long.cost(100, 100).operations > 5 * short.cost(100, 100).operations


def test_without_regularisation_there_is_a_warning_and_a_divergence_has_its_cause() -> None:
    assert "without bound" in begun(gamma=0.0).caution() and not begun().caution()
    assert "learning rate" in begun().cause(0.1)[0]  # in the pretraining
    why, lower = begun(pretraining=0.0).cause(0.1)
    assert "larger γ" in why and lower == pytest.approx(0.01)
