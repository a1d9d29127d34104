"""Spec: plain data, checked when it is made."""

from typing import Any

import pytest

import aelab
from aelab import InputError, Spec


def test_a_spec_survives_json_and_keeps_its_digest() -> None:
    spec = Spec(
        dataset="mnist",
        dataset_params={"digits": ["3", "8"], "points": 1000},
        model="autoencoder",
        model_params={"widths": [64], "latent": 3},
        seed=5,
    )
    again = Spec.from_json(spec.to_json())
    assert again == spec and again.digest == spec.digest and hash(again) == hash(spec)
    assert spec.model_params["widths"] == (64,)


def test_another_value_gives_another_digest() -> None:
    first, second = (Spec(dataset="mnist", model="pca", seed=s) for s in (0, 1))
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "Resnet"}, "no model “Resnet”; choose from pca"),
        ({"dataset": "CIFAR"}, "no dataset “CIFAR”; choose from"),
        ({"model_params": {"latent": 0}}, "code size = 0 is out of range; choose from 1 to 64"),
        ({"model_params": {"depth": 1}}, "no parameter “depth”"),
        ({"model_params": {"seed": 1}}, "give Spec.seed"),
        ({"dataset_params": {"digits": ["x"]}}, "classes has no option"),
        ({"model": ["PCA"]}, "no model"),
        ({"model_params": None}, "give a mapping"),
        ({"dataset_params": [("points", 3)]}, "give a mapping"),
        ({"seed": -1}, "seed = -1 is out of range"),
        ({"seed": 0.5}, "not a whole number"),
        ({"seed": "1"}, "give a number"),
    ],
)
def test_a_bad_spec_is_refused_in_one_sentence(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Spec(**{"dataset": "mnist", "model": "pca"} | changes)


def test_an_input_error_is_a_value_error() -> None:
    assert issubclass(aelab.InputError, ValueError)
