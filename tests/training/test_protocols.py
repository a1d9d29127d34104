"""What is asked of models and data: the real ones and the fakes of the tests have it."""

from typing import Any

import numpy as np
import pytest

from aelab.contract import images_and_a_strange_one
from aelab.models.gan import GAN
from aelab.models.vae import VariationalAutoencoder
from aelab.params import InputError
from aelab.registry import DATASETS, MODELS
from aelab.scores.base import posterior_of
from aelab.training.data_protocols import Data, ScoredData, ViewedData
from aelab.training.model_protocols import (
    Model,
    ScoredModel,
    ViewedModel,
    WithPosterior,
    WithSpectrum,
    spectrum_of,
)
from aelab.views.context import Curves
from tests import linear
from tests.protocols import check, members
from tests.scores.test_scores import Identity
from tests.views import test_anomaly, test_brain, test_fields, test_maps

W = [[1.0, 0.0]]
FAKES = [
    (ViewedModel, linear.Linear(W)),
    (ViewedModel, test_fields.Curved(W)),
    (ViewedModel, test_maps.Convolved(8)),
    (ViewedModel, test_brain.Healer(test_brain.Scans(10))),
    (ViewedData, linear.Points()),
    (ViewedData, test_anomaly.Blots()),
    (ViewedData, test_brain.Scans(10)),
    (Curves, linear.Curves()),
    (ScoredModel, Identity(2)),
    (ScoredData, images_and_a_strange_one()),
]


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_a_model_has_all_that_is_asked_of_one(model: Any) -> None:
    check(Model, model())


@pytest.mark.parametrize("slug", ["two-moons", "ring-of-gaussians"])
def test_data_have_all_that_is_asked_of_them(slug: Any) -> None:
    check(Data, DATASETS[slug](points=16))


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_the_methods_of_all_data_take_what_is_asked(dataset: Any) -> None:
    for name in ("heldout", "principal", "quantities", "named", "score_function"):
        assert name in members(Data) and callable(getattr(dataset, name))


@pytest.mark.parametrize(
    ("protocol", "fake"), FAKES, ids=lambda v: getattr(v, "__name__", type(v).__name__)
)
def test_a_fake_has_all_that_is_asked_of_what_it_stands_for(protocol: Any, fake: Any) -> None:
    check(protocol, fake)


def test_an_ability_is_seen_in_a_model_that_has_it_and_in_no_other() -> None:
    x = np.random.default_rng(0).random((20, 3))
    pca, vae = MODELS["pca"]().fit(x), VariationalAutoencoder()
    spectrum = spectrum_of(pca)
    assert isinstance(vae, WithPosterior) and not isinstance(pca, WithPosterior)
    assert isinstance(pca, WithSpectrum) and not isinstance(vae, WithSpectrum)
    np.testing.assert_array_equal(spectrum, pca.variances_)


def test_a_model_without_the_ability_that_a_view_or_a_score_needs_is_refused() -> None:
    with pytest.raises(InputError, match="“gan” knows no variances"):
        spectrum_of(GAN())
    with pytest.raises(InputError, match="“gan” has no q"):
        posterior_of(GAN())
