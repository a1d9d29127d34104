"""Binarised digits: their probabilities are the grey values, and each epoch has its own."""

import numpy as np
import pytest

from aelab.datasets.mnist import MNIST, binarised
from aelab.models.pca import PCA
from aelab.models.vae import VariationalAutoencoder
from aelab.spec import Spec
from aelab.training.learning import Learning
from aelab.training.loop import snapshot, train

POINTS = 3000


def digits(binary: str, points: int = POINTS) -> MNIST:
    return MNIST(points=points, binary=binary)


def test_a_pixel_is_one_with_its_grey_value_as_probability() -> None:
    grey = np.repeat(np.array([[0.0, 0.2, 0.7, 1.0]], np.float32), 50_000, 0)
    x = binarised(grey, 3)
    assert set(np.unique(x)) == {0.0, 1.0} and x.dtype == np.float32
    error = np.sqrt(grey[0] * (1 - grey[0]) / len(grey))
    assert (np.abs(x.mean(0) - grey[0]) <= 4 * error).all()
    assert x[:, 0].max() == 0 and x[:, 3].min() == 1  # without exception
    np.testing.assert_array_equal(x, binarised(grey, 3, out=np.empty_like(grey)))


def test_only_dynamic_digits_are_drawn_anew_and_the_grey_ones_stay_as_they_were() -> None:
    grey, fixed, dynamic = (digits(binary) for binary in ("none", "fixed", "dynamic"))
    assert grey.redrawn(0) is None and fixed.redrawn(0) is None
    np.testing.assert_array_equal(fixed.test, dynamic.test)
    np.testing.assert_array_equal(fixed.train, dynamic.train)
    assert len(np.unique(grey.train)) > 200 and len(np.unique(fixed.test)) == 2
    first = dynamic.redrawn(0)
    assert first is not None
    first = first.copy()
    second = dynamic.redrawn(1)
    assert second is not None and 0.01 < (first != second).mean() < 0.1
    # Two draws of a pixel differ with the probability 2p(1 − p).
    expected = (2 * grey.train * (1 - grey.train)).mean(dtype=np.float64)
    assert (first != second).mean() == pytest.approx(expected, rel=0.02)
    np.testing.assert_array_equal(dynamic.redrawn(0), first)


def test_fewer_digits_are_the_first_of_more() -> None:
    few, many = digits("dynamic", 500).redrawn(4), digits("dynamic").redrawn(4)
    assert few is not None and many is not None
    np.testing.assert_array_equal(few, many[:500])


def test_the_anomaly_is_left_out_of_each_draw() -> None:
    data = MNIST(points=500, binary="dynamic", anomaly="3")
    drawn = data.redrawn(2)
    assert drawn is not None and drawn.shape == data.train.shape
    assert 3 not in data.train_labels


def small() -> VariationalAutoencoder:
    return VariationalAutoencoder(widths=(8,), epochs=3, batch=250)


def test_a_network_learns_from_the_digits_of_its_epoch() -> None:
    data, model = digits("dynamic", 500), small()
    for step in train(model, data.train, redrawn=data.redrawn):
        epoch = (step.index - 1) // 2
        np.testing.assert_array_equal(model._training.x.numpy(), data.redrawn(epoch))


def test_a_training_that_goes_on_in_the_middle_of_an_epoch_has_the_same_numbers() -> None:
    data = digits("dynamic", 500)
    whole = [s.terms for s in train(small(), data.train, redrawn=data.redrawn)]
    first = small()
    steps = train(first, data.train, redrawn=data.redrawn)
    for _ in range(3):
        next(steps)
    state = snapshot(first)
    rest = list(train(small(), data.train, state=state, redrawn=data.redrawn))
    assert [s.terms for s in rest] == whole[3:]


def test_a_run_of_a_spec_draws_anew_too() -> None:
    runs = {}
    for binary in ("fixed", "dynamic"):
        spec = Spec(
            dataset="mnist",
            model="vae",
            dataset_params={"points": 500, "binary": binary},
            model_params={"widths": (8,), "epochs": 2, "batch": 500},
        )
        learning = Learning(spec)
        while learning.verdict is None:
            learning.update()
        learning.read()
        runs[binary] = learning.model.encode(learning.data.test[:5])
    assert (runs["fixed"] != runs["dynamic"]).any()


def test_a_closed_form_keeps_its_digits() -> None:
    data = digits("dynamic", 500)
    model = PCA(latent=3)
    for _ in train(model, data.train, redrawn=data.redrawn):
        pass
    alone = PCA(latent=3).fit(data.train)
    np.testing.assert_array_equal(model.components_, alone.components_)
