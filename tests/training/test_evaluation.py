"""The end of a training: what stops it, and the evaluation on all held-out samples."""

from typing import Any

import numpy as np
import pytest

import aelab
from aelab.datasets.mnist import MNIST
from aelab.training.evaluation import BLOCKS, evaluation
from aelab.training.history import HELDOUT, History
from aelab.training.learning import Learning
from aelab.training.loop import resolve, train


def spec(points: int = 300, **params: Any) -> Any:
    settings = {"latent": 1, "widths": (8,), "batch": 64, "rate": 1e-2} | params
    data = {"points": points}
    return aelab.Spec(
        dataset="two-moons", dataset_params=data, model="autoencoder", model_params=settings
    )


def fitted() -> Any:
    model, data = resolve(aelab.Spec(dataset="correlated-gaussian", model="pca"))
    list(train(model, data.train))
    return model, data


def ended(learning: Learning) -> Any:
    while learning.verdict is None:
        learning.update()
    return learning.verdict


def test_an_evaluation_is_the_mean_over_all_samples_with_its_standard_error() -> None:
    model, data = fitted()
    errors = np.square(data.test - model.decode(model.encode(data.test))).sum(1, dtype=float)
    result = evaluation(model, data.test, 0)
    assert result.samples == len(data.test)
    assert result.loss == pytest.approx(errors.mean(), rel=1e-5)
    exact = errors.std(ddof=1) / np.sqrt(len(errors))
    assert abs(result.error - exact) < 3 * exact / np.sqrt(2 * BLOCKS)


def test_an_evaluation_of_parts_of_unequal_size_weighs_each_sample_alike() -> None:
    model, data = fitted()
    x = data.test[: BLOCKS + 7]
    errors = np.square(x - model.decode(model.encode(x))).sum(1, dtype=float)
    assert evaluation(model, x, 0).loss == pytest.approx(errors.mean(), rel=1e-5)
    assert np.isnan(evaluation(model, x[:1], 0).error)


def test_a_finished_training_is_evaluated_on_all_held_out_samples() -> None:
    learning = Learning(spec(epochs=2))
    assert learning.heldout_samples == (HELDOUT, 4_000)
    assert ended(learning).state == "finished"
    final = learning.history.final
    assert final is not None and final.samples == 4_000
    whole = learning.model.evaluate(learning.data.test)
    assert final.loss == pytest.approx(sum(whole.values()), rel=1e-5)
    assert learning.history.heldout_loss == final.loss
    again = History(learning.model.terms, 64)
    again.restore(learning.history.state())
    assert again.final == final


def test_the_test_samples_do_not_decide_when_a_training_stops() -> None:
    first, second = (Learning(spec(epochs=60, rate=0.3)) for _ in range(2))
    vars(second.data)["test"] = np.random.default_rng(0).standard_normal((4_000, 2), np.float32)
    assert "500 validation samples has not fallen" in ended(first).message
    assert ended(second) == ended(first) and second.index == first.index
    assert second.history.heldout_loss != first.history.heldout_loss


def test_validation_samples_are_none_that_are_trained_on_or_reported() -> None:
    data = MNIST(points=59_900)
    rows = {row.tobytes() for row in data.train} | {row.tobytes() for row in data.test}
    assert len(data.validation) == 100
    assert not any(row.tobytes() in rows for row in data.validation)


def test_without_validation_samples_all_epochs_are_done() -> None:
    learning = Learning(spec(points=20_000, epochs=30, batch=4096, rate=1e-5))
    assert not len(learning.data.validation)
    assert not ended(learning).message and learning.epoch == 30
