"""The loop: the same numbers again, also after an interruption."""

from typing import Any

import numpy as np
import pytest

import aelab
from aelab.models.base import GradientModel
from aelab.training.loop import resolve, snapshot, train


def spec(**params: Any) -> Any:
    return aelab.Spec(
        dataset="two-moons",
        dataset_params={"points": 300},
        model="vae",
        model_params={"likelihood": "Gaussian", "epochs": 4, "batch": 64, "widths": (8,)} | params,
        seed=7,
    )


def test_the_same_spec_gives_the_same_numbers() -> None:
    first, second = ([s.terms for s in aelab.steps(spec())] for _ in range(2))
    assert first == second
    assert len(first) == 20


@pytest.mark.parametrize("stop", [1, 5, 7, 19])
def test_a_resumed_run_equals_an_uninterrupted_one(stop: int) -> None:
    model, data = resolve(spec())
    whole = [s.terms for s in train(model, data.train)]
    first, _ = resolve(spec())
    run = train(first, data.train)
    for _ in range(stop):
        next(run)
    state = {name: array.copy() for name, array in snapshot(first).items()}
    list(run)  # the interrupted run may even go on meanwhile
    second, _ = resolve(spec())
    rest = list(train(second, data.train, state=state))
    assert [s.terms for s in rest] == whole[stop:]
    assert rest[0].index == stop + 1
    np.testing.assert_array_equal(second.encode(data.test), model.encode(data.test))


def test_a_change_of_rate_is_in_force_from_the_next_update_and_survives_a_resume() -> None:
    model, data = resolve(spec())
    assert isinstance(model, GradientModel)
    run = train(model, data.train)
    next(run)
    model.change_rate(0.5)
    assert model.rate_now == 0.5 and model.rate == 1e-3
    before = model.g.get_parameter("0.weight").detach().clone()
    next(run)
    assert (model.g.get_parameter("0.weight") - before).abs().max() > 0.05
    again, _ = resolve(spec())
    next(train(again, data.train, state=snapshot(model)))
    assert again.rate_now == 0.5


def test_a_rate_out_of_range_is_refused() -> None:
    model, data = resolve(spec())
    next(train(model, data.train))
    with pytest.raises(aelab.InputError, match="learning rate = 3 is out of range"):
        model.change_rate(3)


def test_each_epoch_sees_every_sample_once_in_another_order() -> None:
    model, data = resolve(spec())
    model.begin(data.train)
    first, second = (np.concatenate([b.numpy() for b in model.batches()]) for _ in range(2))
    assert sorted(first) == sorted(second) == list(range(300))
    assert not np.array_equal(first, second)


def test_the_batch_order_depends_on_the_seed_alone() -> None:
    orders = []
    for title, params in (("autoencoder", {}), ("vae", {"latent": 1})):
        model = aelab.MODELS[title](seed=5, **params, batch=16)
        model.begin(np.random.default_rng(0).uniform(0, 1, (64, 3)))
        orders.append(np.concatenate([b.numpy() for b in model.batches()]))
    first, second = orders
    np.testing.assert_array_equal(first, second)
