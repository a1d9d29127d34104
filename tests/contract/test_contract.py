"""What holds for every model, every dataset and every anomaly score that is registered."""

import re
from itertools import pairwise, product
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

import aelab
from aelab.models.base import ENCODING, Model
from aelab.params import Choice, Range, declared
from aelab.training.loop import train

WEIGHTS = {"alpha", "lam", "h0", "beta"}
MODELS = list(aelab.MODELS.values())
ENCODERS = [m for m in MODELS if m.encodes]
DATASETS = list(aelab.DATASETS.values())
SCORES = list(aelab.SCORES.values())


def samples(n=64, d=5, dtype=np.float32):
    return np.random.default_rng(0).uniform(0.05, 0.95, (n, d)).astype(dtype)


def quick(model) -> Model:
    return model(epochs=2) if "epochs" in declared(model) else model()


@parametrize_with_checks([m() for m in MODELS])
def test_scikit_learn_accepts_every_model(estimator, check):
    check(estimator)


@pytest.mark.parametrize("model", MODELS)
def test_the_formula_has_a_part_for_each_term_and_the_symbol_of_each_weight(model):
    formulas = [model.formula] if isinstance(model.formula, str) else list(model.formula.values())
    if model.formula_by:
        by = [declared(model)[key].declaration for key in model.formula_by]
        assert all(isinstance(choice, Choice) for choice in by)
        assert set(model.formula) == {", ".join(o) for o in product(*(c.options for c in by))}
    for formula in formulas:
        if model.minimises:
            assert formula.startswith("J = ")
            assert len(formula.split(" + ")) == len(model.terms)
    for key in WEIGHTS & set(declared(model)):
        symbol = declared(model)[key].declaration.symbol
        assert any(symbol in formula for formula in formulas)
        assert all(symbol in formula for formula in formulas) or model.formula_by


@pytest.mark.parametrize("model", MODELS)
def test_every_parameter_has_symbol_name_and_a_sentence(model):
    for field in declared(model).values():
        said = field.declaration
        assert said.name and re.search(r"[.]$", said.help), field.key
        assert said.symbol or field.key == "device"


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(model):
    models = [quick(model).set_params(seed=seed) for seed in (3, 3, 4)]
    runs = [[s.terms for s in train(m, samples())] for m in models]
    assert runs[0] == runs[1]
    if "rate" in declared(model):
        assert runs[0] != runs[2]


@pytest.mark.parametrize("model", MODELS)
def test_a_step_counts_updates_and_its_terms_are_those_declared(model):
    made = quick(model)
    steps = list(train(made, samples(300)))
    counts = [b - a for a, b in pairwise([0, *(s.index for s in steps)])]
    assert min(counts) > 0
    assert steps[-1].index == made.updates_in(300)
    assert sum(s.samples for s in steps) == 300 * made.epochs
    assert steps[-1].epoch == made.epochs
    assert all(tuple(s.terms) == model.terms for s in steps)


@pytest.mark.parametrize("model", ENCODERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_codes_and_reconstructions_have_the_shape_and_dtype_of_the_data(model, dtype):
    x = samples(dtype=dtype)
    fitted = quick(model).fit(x)
    z = fitted.transform(x)
    assert z.shape == (64, fitted.latent) and z.dtype == dtype
    assert fitted.inverse_transform(z).shape == x.shape


@pytest.mark.parametrize("model", ENCODERS)
def test_a_code_larger_than_the_data_is_learnt_or_refused_in_one_sentence(model):
    made = quick(model).set_params(latent=6)
    if model.overcomplete:
        assert made.fit(samples()).transform(samples()).shape == (64, 6)
    else:
        with pytest.raises(aelab.InputError, match="latent = 6 is more than the data's 5"):
            made.fit(samples())


@pytest.mark.parametrize("model", MODELS)
def test_a_parameter_out_of_range_is_refused_at_fit(model):
    for key, field in declared(model).items():
        if isinstance(field.declaration, Range):
            with pytest.raises(aelab.InputError, match="out of range"):
                model(**{key: field.declaration.high + 1}).fit(samples())


@pytest.mark.parametrize("model", [m for m in MODELS if not m.encodes])
def test_a_model_that_does_not_encode_has_no_transform_and_says_so(model):
    fitted = quick(model).fit(samples())
    assert not any(hasattr(fitted, name) for name in ENCODING)
    with pytest.raises(aelab.InputError, match="no encoder"):
        fitted.encode(samples())


@pytest.mark.parametrize("model", [m for m in MODELS if m.generates])
def test_a_model_that_generates_gives_samples_of_the_shape_of_the_data_the_same_again(model):
    fitted = quick(model).fit(samples())
    made = fitted.generate(7, seed=1)
    assert made.shape == (7, 5) and made.dtype == np.float32 and np.isfinite(made).all()
    np.testing.assert_array_equal(fitted.generate(7, seed=1), made)
    assert not np.array_equal(fitted.generate(7, seed=2), made)


@pytest.mark.parametrize("model", MODELS)
def test_codes_of_the_wrong_width_are_refused(model):
    with pytest.raises(aelab.InputError, match="shape"):
        quick(model).fit(samples()).inverse_transform(np.zeros((3, 4)))


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_dataset_is_two_parts_of_float32_samples_with_labels(dataset):
    data = dataset(points=200)
    d = int(np.prod(data.sample_shape))
    assert data.train.shape == (200, d) and data.test.shape[1] == d
    assert data.train.dtype == data.test.dtype == np.float32
    assert len(data.train_labels) == 200 and len(data.test_labels) == len(data.test)
    assert isinstance(data.train, np.memmap) and np.isfinite(data.train).all()
    assert data.test_labels.max() < len(data.classes)
    assert data.description and data.source


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_held_out_sample_is_learnt_from(dataset):
    data = dataset()
    learnt = {row.tobytes() for row in data.train}
    assert not any(row.tobytes() in learnt for row in data.test[:500])


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_same_parameters_give_the_same_samples(dataset):
    np.testing.assert_array_equal(dataset(points=100).train, dataset(points=200).train[:100])


@pytest.mark.parametrize("dataset", DATASETS)
def test_advice_for_models_is_within_their_declared_ranges(dataset):
    for key, value in dataset.advice.items():
        fields = [declared(m)[key] for m in MODELS if key in declared(m)]
        assert fields
        assert all(f.declaration.check(value) == value for f in fields)


@pytest.mark.parametrize("model", ENCODERS)
def test_numbers_of_numpy_and_lists_are_taken_and_halves_are_not(model):
    given = {"latent": np.int64(1), "widths": [4], "batch": np.int32(8), "epochs": 1}
    fitted = model(**{k: v for k, v in given.items() if k in declared(model)}).fit(samples())
    assert fitted.transform(samples()).shape == (64, 1)
    with pytest.raises(aelab.InputError, match="whole number"):
        model(latent=2.0).fit(samples())


def images_and_a_strange_one():
    """Return 200 images of 8 × 8, of which the last is bright all over and heavy."""
    x = np.random.default_rng(1).uniform(-1, 1, (200, 64)).clip(0).astype(np.float32) * 2
    x[-1] = 10
    mass = SimpleNamespace(values=np.where(np.arange(100) < 99, 80.0, 173.0), unit="GeV")
    return SimpleNamespace(
        train=x[:100], test=x[100:], sample_shape=(8, 8), masks=np.zeros((100, 64), np.uint8),
        quantities=lambda: {"jet mass": mass},
    )  # fmt: skip


@pytest.mark.parametrize("score", SCORES)
def test_a_score_is_finite_and_the_same_again(score):
    data = images_and_a_strange_one()
    for model in (quick(m).fit(data.train) for m in MODELS if score.suits(m, data)):
        made = score()
        made.learn(model, data.train, data.sample_shape)
        found = made.of(model, data, slice(0, 100))
        assert found.shape == (100,) and found.dtype == np.float64
        assert np.isfinite(found).all(), model
        np.testing.assert_array_equal(made.of(model, data, slice(0, 100)), found)
        np.testing.assert_allclose(made.of(model, data, np.array([99, 7])), found[[99, 7]], 1e-5)
        made.learn(model, data.train, data.sample_shape)
        np.testing.assert_array_equal(made.of(model, data, slice(0, 100)), found)


@pytest.mark.parametrize("score", SCORES)
def test_a_score_says_in_one_sentence_what_it_is_and_where_it_is_from(score):
    assert re.fullmatch(r"[^.]+[.]", score.description)
    assert "Source:" in score.__doc__
    assert set(score.models) <= set(aelab.MODELS)
    assert any(score.suits(model, images_and_a_strange_one()) for model in MODELS)
