"""What holds for every model, every dataset and every anomaly score that is registered."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

import aelab
from aelab import contract
from aelab.contract import quick, samples
from aelab.datasets.base import Dataset
from aelab.models.base import ENCODING, Model
from aelab.models.gan import GAN
from aelab.params import declared
from aelab.scores.base import Score

MODELS = list(aelab.MODELS.values())
ENCODERS = [m for m in MODELS if m.encodes]
DATASETS = list(aelab.DATASETS.values())
SCORES = list(aelab.SCORES.values())


@parametrize_with_checks([m() for m in MODELS])  # type: ignore[untyped-decorator]
def test_scikit_learn_accepts_every_model(estimator: Model, check: Callable[..., Any]) -> None:
    check(estimator)


@pytest.mark.parametrize("model", MODELS)
def test_the_formula_has_a_part_for_each_term_and_the_symbol_of_each_weight(
    model: type[Model],
) -> None:
    contract.has_a_formula_of_its_terms(model)


@pytest.mark.parametrize("model", MODELS)
def test_every_parameter_has_symbol_name_and_a_sentence(model: type[Model]) -> None:
    contract.describes_its_parameters(model)


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(model: type[Model]) -> None:
    contract.learns_the_same_again(model)


@pytest.mark.parametrize("model", MODELS)
def test_a_step_counts_updates_and_its_terms_are_those_declared(model: type[Model]) -> None:
    contract.trains_with_its_terms(model)


@pytest.mark.parametrize("model", ENCODERS)
def test_codes_and_reconstructions_have_the_shape_and_dtype_of_the_data(
    model: type[Model],
) -> None:
    contract.keeps_shape_and_dtype(model)


@pytest.mark.parametrize("model", ENCODERS)
def test_a_code_larger_than_the_data_is_learnt_or_refused_in_one_sentence(
    model: type[Model],
) -> None:
    made = quick(model).set_params(latent=6)
    if model.overcomplete:
        assert made.fit(samples()).transform(samples()).shape == (64, 6)
    else:
        with pytest.raises(aelab.InputError, match="latent = 6 is more than the data's 5"):
            made.fit(samples())


@pytest.mark.parametrize("model", MODELS)
def test_a_parameter_out_of_range_is_refused_at_fit(model: type[Model]) -> None:
    contract.refuses_what_is_out_of_range(model)


@pytest.mark.parametrize("model", [m for m in MODELS if not m.encodes])
def test_a_model_that_does_not_encode_has_no_transform_and_says_so(model: type[GAN]) -> None:
    fitted = quick(model).fit(samples())
    assert not any(hasattr(fitted, name) for name in ENCODING)
    with pytest.raises(aelab.InputError, match="no encoder"):
        fitted.encode(samples())


@pytest.mark.parametrize("model", [m for m in MODELS if m.generates])
def test_a_model_that_generates_gives_samples_of_the_shape_of_the_data_the_same_again(
    model: type[Model],
) -> None:
    fitted = quick(model).fit(samples())
    made = fitted.generate(7, seed=1)
    assert made.shape == (7, 5) and made.dtype == np.float32 and np.isfinite(made).all()
    np.testing.assert_array_equal(fitted.generate(7, seed=1), made)
    assert not np.array_equal(fitted.generate(7, seed=2), made)


@pytest.mark.parametrize("model", MODELS)
def test_codes_of_the_wrong_width_are_refused(model: type[Model]) -> None:
    with pytest.raises(aelab.InputError, match="shape"):
        quick(model).fit(samples()).inverse_transform(np.zeros((3, 4)))


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_is_two_parts_of_float32_samples_with_labels(dataset: type[Dataset]) -> None:
    contract.has_two_parts_with_labels(dataset)


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_held_out_sample_is_learnt_from(dataset: type[Dataset]) -> None:
    contract.holds_out_its_test(dataset)


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_same_parameters_give_the_same_samples(dataset: type[Dataset]) -> None:
    contract.gives_the_same_samples(dataset)


@pytest.mark.parametrize("dataset", DATASETS)
def test_advice_for_models_is_within_their_declared_ranges(dataset: type[Dataset]) -> None:
    contract.advises_within_ranges(dataset)


@pytest.mark.parametrize("model", ENCODERS)
def test_numbers_of_numpy_and_lists_are_taken_and_halves_are_not(model: type[Model]) -> None:
    given: dict[str, Any] = {
        "latent": np.int64(1),
        "widths": [4],
        "batch": np.int32(8),
        "epochs": 1,
    }
    fitted = model(**{k: v for k, v in given.items() if k in declared(model)}).fit(samples())
    assert fitted.transform(samples()).shape == (64, 1)
    with pytest.raises(aelab.InputError, match="whole number"):
        model(latent=2.0).fit(samples())  # type: ignore[arg-type]  # is what it refuses


@pytest.mark.parametrize("score", SCORES)
def test_a_score_is_finite_and_the_same_again(score: type[Score]) -> None:
    contract.is_finite_and_the_same_again(score)


@pytest.mark.parametrize("score", SCORES)
def test_a_score_says_in_one_sentence_what_it_is_and_where_it_is_from(score: type[Score]) -> None:
    contract.says_what_it_is(score)
