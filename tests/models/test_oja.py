"""Oja's, Sanger's and Hebb's rule: limits, predictions, the loop, and refusals."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA as Reference

import aelab
from aelab.models._hebbian import oja, survey
from aelab.models.oja import Oja
from aelab.theory.hebb import hebb_growth
from aelab.theory.pca import principal
from aelab.training.loop import Step, snapshot, train

SCALES = np.array([2.0, 1.2, 0.7, 0.4, 0.2])
ROTATION = np.linalg.qr(np.random.default_rng(9).normal(size=(5, 5)))[0]


def cloud(m: int = 2000, seed: int = 0, scales: NDArray[Any] = SCALES) -> NDArray[Any]:
    d = len(scales)
    return np.random.default_rng(seed).normal(size=(m, d)) * scales @ ROTATION[:d, :d] + 3.0


def trained(x: NDArray[Any], each: Callable[..., Any] | None = None, **params: Any) -> Oja:
    """Train, hand the model to ``each`` after each step, and return it."""
    model = Oja(**params)
    for step in train(model, x):
        if each:
            each(step)
    return model


def settled(x: NDArray[Any], **params: Any) -> tuple[Oja, float, float]:
    """Return the mean of what is measured over the second half of a training."""
    measured, last = [], params["epochs"] * len(x)

    def each(step: Step[Any]) -> None:
        if step.index > last / 2:
            measures = step.model.measure()
            measured.append(
                [measures["norms.‖w₁‖²"], np.sin(np.radians(measures["angles.w₁"])) ** 2]
            )

    model = trained(x, each, **params)
    return model, *np.mean(measured, 0)


# Limits.


@pytest.mark.parametrize("alpha", [0.25, 1.0, 4.0])
def test_the_norm_settles_at_one_over_alpha_and_the_direction_at_the_first_eigenvector(
    alpha: float,
) -> None:
    x = cloud()
    model = Oja(alpha=alpha, rate=0.02, decay=1.0, epochs=60).fit(x)
    axis = Reference(1).fit(x).components_[0]
    assert alpha * (model.components_**2).sum() == pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(np.abs(model.components_[0] @ axis) * alpha**0.5, 1, atol=1e-3)
    assert model.measure()["norms.‖w₁‖²"] == pytest.approx(1 / alpha, rel=1e-3)
    assert model.measure()["angles.w₁"] < 0.5


@pytest.mark.parametrize("alpha", [1.0, 3.0])
def test_the_rows_of_sanger_are_the_eigenvectors(alpha: float) -> None:
    x = cloud()
    model = Oja(latent=4, alpha=alpha, rate=0.02, decay=2.0, epochs=150).fit(x)
    axes = Reference(4).fit(x).components_
    np.testing.assert_allclose(
        np.abs(model.components_ @ axes.T) * alpha**0.5, np.eye(4), atol=0.02
    )
    assert max(v for n, v in model.measure().items() if n.startswith("angles")) < 1.5
    best = Reference(4).fit(x)
    residual = ((x - best.inverse_transform(best.transform(x))) ** 2).sum(1).mean()
    assert model.evaluate(x)["reconstruction"] == pytest.approx(residual, rel=0.01)


def test_hebb_finds_only_the_direction_and_only_for_centred_data() -> None:
    x = cloud() + 5 * ROTATION[:, 4]  # far out, along an axis of little variance
    first = principal(x).vectors[:, 0]
    for origin, same in (("mean", True), ("zero", False)):
        w = trained(x, rule="Hebb", rate=1e-4, epochs=10, origin=origin).components_[0]
        assert (abs(w @ first) / np.linalg.norm(w) > 0.99) == same
    assert abs(w @ x.mean(0)) / np.linalg.norm(w) / np.linalg.norm(x.mean(0)) > 0.97


def test_from_zero_c_is_the_second_moment_matrix() -> None:
    x = cloud()
    model = Oja(origin="zero", rate=1e-3, decay=2.0, epochs=40).fit(x)
    values, vectors = np.linalg.eigh(x.T @ x / len(x))
    assert (model.mean_ == 0).all()
    assert abs(model.components_[0] @ vectors[:, -1]) == pytest.approx(1, abs=1e-3)
    assert model._survey.values[0] == pytest.approx(values[-1])


# Predictions.


def test_at_a_constant_rate_norm_and_direction_settle_where_they_are_predicted() -> None:
    model, norm, sine = settled(cloud(20_000), alpha=2.0, rate=5e-3, epochs=15)
    limit, mean = model.levels("norms")
    (floor,) = model.levels("angles")
    assert limit == {"label": "1/α", "value": 0.5}
    assert 2 * norm - 1 == pytest.approx(2 * mean["value"] - 1, rel=0.1)
    assert sine == pytest.approx(np.sin(np.radians(floor["value"])) ** 2, rel=0.1)
    rest = (SCALES**2)[1:].sum()
    assert 2 * mean["value"] - 1 == pytest.approx(5e-3 / 2 * rest, rel=0.1)  # of a Gaussian


def test_in_short_epochs_the_direction_is_as_much_quieter_as_predicted() -> None:
    model, _, sine = settled(cloud(300), rate=2e-4, epochs=400)
    (floor,) = model.levels("angles")
    assert sine == pytest.approx(np.sin(np.radians(floor["value"])) ** 2, rel=0.25)
    drawn_one_by_one = 1e-4 * (4 * SCALES[1:] ** 2 / (4 - SCALES[1:] ** 2)).sum()
    assert sine < 0.15 * drawn_one_by_one


def test_the_predictions_hold_on_mnist() -> None:
    data = aelab.DATASETS["mnist"](points=20_000)
    model, norm, sine = settled(data.train, rate=1e-3, epochs=4)
    _, mean = model.levels("norms")
    (floor,) = model.levels("angles")
    assert norm == pytest.approx(1.022, abs=0.002)  # the lecture's figure
    assert mean["value"] - 1 == pytest.approx(norm - 1, rel=0.08)
    assert np.sin(np.radians(floor["value"])) ** 2 == pytest.approx(sine, rel=0.15)


def test_a_decaying_rate_removes_the_bias_and_promises_no_floor() -> None:
    x = cloud(4000)
    norms = [settled(x, rate=0.02, decay=decay, epochs=30)[1] for decay in (0.0, 0.1)]
    assert norms[0] > 1.015
    assert norms[1] == pytest.approx(1, abs=1e-3)
    model = Oja(decay=1.0)
    model.begin(x)
    assert model.levels("angles") == [] and len(model.levels("norms")) == 1


def test_predictions_follow_a_changed_rate_and_hebb_has_no_levels() -> None:
    model = Oja(rate=1e-4)
    model.begin(cloud())
    low = model.levels("angles")[0]["value"]
    model.change_rate(1e-2)
    assert model.rate_now == 1e-2 and model.levels("angles")[0]["value"] > 5 * low
    hebb = Oja(rule="Hebb")
    hebb.begin(cloud())
    assert hebb.levels("norms") == hebb.levels("angles") == []


# The loop.


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("params", [{}, {"latent": 3}, {"rule": "Hebb"}, {"decay": 0.5}])
def test_one_by_one_or_together_it_learns_the_same_numbers(
    dtype: type[np.floating], params: dict[str, Any]
) -> None:
    x = cloud(300).astype(dtype)
    whole = trained(x, epochs=2, **params)
    single = Oja(epochs=2, **params)
    steps = train(single, x)
    single.progress.single = True
    assert [s.samples for s in steps] == [1] * 600
    np.testing.assert_array_equal(whole.components_, single.components_)


@pytest.mark.parametrize("stop", [1, 7, 20, 33])
def test_a_resumed_run_equals_an_uninterrupted_one(stop: int) -> None:
    x = cloud(300).astype(np.float32)
    whole = trained(x, latent=2, epochs=3, decay=1.0)
    first = Oja(latent=2, epochs=3, decay=1.0)
    steps = train(first, x)
    for i in range(stop):
        first.progress.single = i % 3 == 1  # steps of one sample between those of many
        step = next(steps)
    state = snapshot(first)
    list(steps)  # the interrupted run may even continue
    second = Oja(latent=2, epochs=3, decay=1.0)
    rest = list(train(second, x, state=state))
    assert rest[0].index > step.index and rest[-1].index == 900
    np.testing.assert_array_equal(whole.components_, second.components_)


def test_a_changed_rate_survives_a_resume() -> None:
    x = cloud(300)
    model = Oja()
    next(train(model, x))
    model.change_rate(0.5)
    again = Oja()
    next(train(again, x, state=snapshot(model)))
    assert again.rate_now == 0.5 and again.rate == 1e-3
    with pytest.raises(aelab.InputError, match="learning rate = 3 is out of range"):
        model.change_rate(3)


@pytest.mark.parametrize(("features", "many"), [(2, 16), (100, 32), (784, 256)])
def test_steps_end_at_powers_of_two_and_then_at_multiples_of_one(features: int, many: int) -> None:
    x = np.random.default_rng(0).normal(size=(1000, features))
    model = Oja(epochs=2, rate=1e-4)
    ends = [s.index for s in train(model, x)]
    assert ends[-1] == 2000 and 1000 in ends
    powers = [2**i for i in range(many.bit_length())]
    assert ends[: len(powers)] == powers
    assert set(range(many, 2001, many)) <= set(ends)
    assert all(b - a <= many for a, b in pairwise(ends))


def test_each_epoch_sees_every_sample_once_in_an_order_of_the_seed_alone() -> None:
    orders = []
    for params in ({"seed": 1}, {"seed": 1, "rate": 0.1}, {"seed": 2}):
        model = Oja(**params)
        model.begin(cloud(100))
        for model.progress.epoch in range(2):
            orders.append(np.asarray(model.batches())[:, 0])
    assert all(sorted(o) == list(range(100)) for o in orders)
    np.testing.assert_array_equal(orders[:2], orders[2:4])
    assert not np.array_equal(orders[0], orders[1]) and not np.array_equal(orders[0], orders[4])


def test_the_terms_of_many_samples_are_the_mean_of_theirs() -> None:
    x = cloud(64)
    single, terms = Oja(epochs=1), []
    steps = train(single, x)
    single.progress.single = True
    terms = [s.terms["reconstruction"] for s in steps]
    start = 0
    for step in train(Oja(epochs=1), x):
        expected = np.mean(terms[start : step.index])
        assert step.terms["reconstruction"] == pytest.approx(expected)
        start = step.index


# Codes, pictures, refusals.


def test_a_step_of_pure_hebb_lengthens_w_exactly_as_predicted() -> None:
    x = cloud(50)
    model = Oja(rule="Hebb", rate=0.05)
    model.begin(x)
    for index in range(50):
        before = (model.components_**2).sum()
        sample = x[index] - model.mean_
        y = model.components_[0] @ sample
        model.learn(np.array([index]))
        grown = (model.components_**2).sum() - before
        expected = hebb_growth(y, (sample**2).sum(), 0.05)
        assert grown == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_at_rate_zero_nothing_is_learnt() -> None:
    x = cloud()
    model = Oja(latent=3, alpha=0.5).fit(x)
    before = model.components_.copy()
    residual = x - model.decode(model.encode(x))
    assert model.evaluate(x)["reconstruction"] == pytest.approx((residual**2).sum(1).mean())
    np.testing.assert_array_equal(model.components_, before)


@pytest.mark.parametrize("params", [{"latent": 2, "alpha": 2.0}, {"rule": "Hebb", "rate": 1e-4}])
def test_the_reconstruction_is_what_the_rule_subtracts(params: dict[str, Any]) -> None:
    x = cloud()
    model = Oja(**params).fit(x)
    w, y = model.components_, model.transform(x)
    np.testing.assert_allclose(y, (x - x.mean(0)) @ w.T)
    scale = 2.0 if "alpha" in params else 1 / (w**2).sum()
    np.testing.assert_allclose(model.inverse_transform(y), scale * y @ w + x.mean(0))


def test_rows_are_shown_as_images_if_samples_are_square() -> None:
    model = Oja(latent=3)
    model.begin(np.random.default_rng(0).normal(size=(20, 81)))
    filters = model.filters()
    assert filters is not None
    weights, shape = filters
    assert weights.shape == (3, 81) and shape == (9, 9)
    for d in (4, 80):
        model.begin(np.random.default_rng(0).normal(size=(20, d)))
        assert model.filters() is None


def test_the_first_rows_of_many_are_followed() -> None:
    model = Oja(latent=12)
    model.begin(np.random.default_rng(0).normal(size=(50, 20)))
    names = list(model.measure())
    assert len(names) == 16 and names[0] == "norms.‖w₁‖²" and names[-1] == "angles.w₈"


def test_a_reset_does_not_survey_the_same_samples_again(monkeypatch: pytest.MonkeyPatch) -> None:
    x, calls = cloud(), []

    def counted(*args: Any, **kwargs: Any) -> Any:
        calls.append(0)
        return survey(*args, **kwargs)

    monkeypatch.setattr("aelab.models.oja.survey", counted)
    model = Oja()
    model.begin(x)
    model.begin(x)
    assert len(calls) == 1
    model.set_params(origin="zero").begin(x)
    model.begin(x.copy())
    assert len(calls) == 3


def test_pure_hebb_is_refused_for_more_than_one() -> None:
    with pytest.raises(aelab.InputError, match="code size of 1"):
        Oja(rule="Hebb", latent=2).fit(cloud())


@pytest.mark.parametrize(
    "x", [np.full((40, 3), 7.0), np.array([[1.0, 2.0, 3.0]]), np.zeros((9, 3))]
)
@pytest.mark.parametrize("params", [{}, {"rule": "Hebb"}, {"latent": 3}])
def test_constant_data_and_one_sample_leave_everything_finite(
    x: Any, params: dict[str, Any]
) -> None:
    model = Oja(**params).fit(x)
    assert np.isfinite(list(model.measure().values())).all()
    assert np.isfinite(model.inverse_transform(model.transform(x))).all()
    assert model.caution() == ""
    assert all(np.isfinite(v["value"]) for g in ("norms", "angles") for v in model.levels(g))


@pytest.mark.parametrize(("scale", "dtype"), [(1e200, np.float64), (1e25, np.float32)])
def test_samples_too_large_for_their_numbers_are_refused(
    scale: float, dtype: type[np.floating]
) -> None:
    with pytest.raises(aelab.InputError, match="overflows"):
        Oja().fit((cloud() * scale).astype(dtype))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_samples_are_refused_in_a_sentence_that_helps(dtype: type[np.floating]) -> None:
    with pytest.raises(aelab.InputError, match="scale the data"):
        Oja().fit((cloud() * 1e8).astype(dtype))


def test_read_only_and_fortran_ordered_samples_give_the_same_result() -> None:
    x = cloud(200)
    whole = Oja(epochs=1).fit(x).components_
    read_only, fortran = x.copy(), np.asfortranarray(x)
    read_only.flags.writeable = False
    np.testing.assert_array_equal(Oja(epochs=1).fit(read_only).components_, whole)
    np.testing.assert_allclose(Oja(epochs=1).fit(fortran).components_, whole, rtol=1e-12)


@pytest.mark.parametrize(("k", "alpha"), [(1, 0.0), (1, 1.0), (3, 1.0)])
def test_the_compiled_rule_does_what_its_formula_says(k: Any, alpha: Any) -> None:
    """Against the interpreted loop, and against y, Δw and the error written with matrices."""
    rng = np.random.default_rng(0)
    x, mean, order = rng.normal(size=(40, 5)), rng.normal(size=5), rng.permutation(40)
    first = rng.normal(size=(k, 5)) / 3
    compiled, plain, w = first.copy(), first.copy(), first.copy()
    rest = (x, mean, order)
    error = oja(*rest, compiled, alpha, 0.02, 30.0, 5.0)
    assert oja.py_func(*rest, plain, alpha, 0.02, 30.0, 5.0) == pytest.approx(error, rel=1e-9)
    np.testing.assert_allclose(plain, compiled, rtol=1e-9)
    errors = []
    for n, row in enumerate(x[order] - mean):
        y, rate = w @ row, 0.02 / (1 + (5 + n) / 30)
        fit = alpha * w.T @ y if alpha else w[0] * y[0] / (w[0] @ w[0])
        errors.append(((row - fit) ** 2).sum())
        back = alpha * np.tril(np.outer(y, y)) @ w
        w += rate * (np.outer(y, row) - back)
    np.testing.assert_allclose(compiled, w, rtol=1e-9)
    assert error == pytest.approx(np.mean(errors), rel=1e-9)
