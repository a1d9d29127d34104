"""What holds for every anomaly score."""

import re
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from aelab.contract.base import quick, require
from aelab.models.base import Model
from aelab.registry import MODELS


def images_and_a_strange_one() -> SimpleNamespace:
    """Return 200 images of 8 × 8, of which the last is bright all over and heavy."""
    x = np.random.default_rng(1).uniform(-1, 1, (200, 64)).clip(0).astype(np.float32) * 2
    x[-1] = 10
    mass = SimpleNamespace(values=np.where(np.arange(100) < 99, 80.0, 173.0), unit="GeV")
    return SimpleNamespace(
        train=x[:100],
        test=x[100:],
        sample_shape=(8, 8),
        masks=np.zeros((100, 64), np.uint8),
        quantities=lambda: {"jet mass": mass},
    )


@cache
def _fitted(model: type[Model]) -> Model:
    return quick(model).fit(images_and_a_strange_one().train)


def is_finite_and_the_same_again(score: Any) -> None:
    """Check that a score is a finite number for each sample, whichever it is asked for with."""
    data = images_and_a_strange_one()
    for model in (_fitted(m) for m in MODELS.values() if score.suits(m, data)):
        made = score()
        made.learn(model, data.train, data.sample_shape)
        values = made.of(model, data, slice(0, 100))
        where = f"with “{model.title}”"
        require(values.shape == (100,), f"It has the shape {values.shape}, not (100,), {where}.")
        require(values.dtype == np.float64, f"It is {values.dtype}, not float64, {where}.")
        require(np.isfinite(values).all(), f"It is not finite {where}.")
        again = np.array_equal(made.of(model, data, slice(0, 100)), values)
        require(again, f"It is another one when asked again, {where}.")
        two = made.of(model, data, np.array([99, 7]))
        require(
            np.allclose(two, values[[99, 7]], 1e-5, 0),
            f"It depends on which other samples are asked for, {where}.",
        )
        made.learn(model, data.train, data.sample_shape)
        again = np.array_equal(made.of(model, data, slice(0, 100)), values)
        require(again, f"It is another one when it has learnt again, {where}.")


def says_what_it_is(score: Any) -> None:
    """Check that a score has one sentence and a source, and a model that it suits."""
    sentence = re.fullmatch(r"[^.]+[.]", score.description)
    require(sentence, "`description` has to be one sentence.")
    require("Source:" in (score.__doc__ or ""), "Its docstring has to name the “Source:”.")
    unknown = sorted(set(score.models) - set(MODELS))
    require(not unknown, f"`models` names {unknown}, which there are not.")
    data = images_and_a_strange_one()
    require(any(score.suits(m, data) for m in MODELS.values()), "It suits no model.")
