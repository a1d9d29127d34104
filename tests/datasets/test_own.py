"""Own data: the doodle, and files in the store."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import aelab
from aelab.datasets.own import OwnData
from aelab.uploads import store
from aelab.uploads.parser import drawn
from aelab.uploads.store import Samples

Own = aelab.DATASETS["own-data"]


def stored(
    x: NDArray[Any] | list[list[float]],
    labels: NDArray[Any] | None = None,
    classes: tuple[str, ...] = ("a", "b"),
    shape: tuple[int, int] | None = None,
) -> str:
    x = np.asarray(x, np.float32)
    labels = np.arange(len(x)) % len(classes) if labels is None else labels
    flat = x.reshape(len(x), -1)
    return store.save(
        Samples(flat, np.asarray(labels, np.uint8), classes, (), shape or flat.shape[1:])
    )


def both(data: OwnData) -> NDArray[Any]:
    return np.concatenate([data.train, data.test])


@pytest.fixture(scope="module")
def table() -> tuple[NDArray[Any], str]:
    rng = np.random.default_rng(0)
    x = rng.normal([5, -300, 1e6, 7], [2, 50, 1e4, 0], (150, 4)).astype(np.float32)
    return x, stored(x, np.arange(150) // 50, ("one", "two", "three"))


def test_without_a_file_there_are_three_strokes_of_a_pen() -> None:
    data = Own()
    assert data.sample_shape == (2,) and set(data.train_labels) == {0, 1, 2}
    assert len(data.test) == len(both(data)) // 5
    low, high = data.span
    assert -1 < low < high < 1


def test_a_file_brings_its_own_shape_classes_and_span(table: tuple[NDArray[Any], str]) -> None:
    x, file = table
    data = Own(file=file)
    assert data.sample_shape == (4,) and data.classes == ("one", "two", "three")
    assert data.span == (x.min(), x.max())
    assert Own().sample_shape == Own.sample_shape == (2,)


def test_a_fifth_is_held_out_and_no_sample_is_lost_or_parted_from_its_label(
    table: tuple[NDArray[Any], str],
) -> None:
    x, file = table
    data = Own(file=file)
    assert (len(data.train), len(data.test)) == (120, 30)
    label_of = {row.tobytes(): k for row, k in zip(both(data), labels(data), strict=True)}
    assert label_of == {row.tobytes(): i // 50 for i, row in enumerate(x)}


def labels(data: OwnData) -> NDArray[Any]:
    return np.concatenate([data.train_labels, data.test_labels])


@pytest.mark.parametrize(("samples", "held"), [(8, 4), (12, 4), (100, 20), (50_000, 4_000)])
def test_few_are_held_out_of_few_and_no_more_than_is_watched_of_many(
    samples: int, held: int
) -> None:
    x = np.random.default_rng(samples).random((samples, 2))
    assert len(Own(file=stored(x)).test) == held


def test_the_samples_are_mixed_and_the_first_are_the_same_however_many(
    table: tuple[NDArray[Any], str],
) -> None:
    _, file = table
    data = Own(file=file)
    assert len(set(data.train_labels[:20])) == 3
    np.testing.assert_array_equal(Own(file=file, points=16).train, data.train[:16])


def test_standardised_features_have_zero_mean_and_unit_variance_and_constants_stay(
    table: tuple[NDArray[Any], str],
) -> None:
    _, file = table
    data = Own(file=file, standardise="yes")
    np.testing.assert_allclose(data.train.mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(data.train.std(0), [1, 1, 1, 0], atol=1e-4)
    assert not data.test[:, 3].any()
    raw = Own(file=file)
    expected = (raw.test[:, :3] - raw.train.mean(0)[:3]) / raw.train.std(0)[:3]
    np.testing.assert_allclose(data.test[:, :3], expected, rtol=1e-3, atol=1e-4)


def test_images_keep_their_shape() -> None:
    file = stored(np.random.default_rng(0).random((20, 5, 4)), shape=(5, 4))
    data = Own(file=file)
    assert data.sample_shape == (5, 4) and data.train.shape == (16, 20)


def test_values_that_are_all_the_same_still_have_a_span() -> None:
    data = Own(file=stored(np.full((20, 3), 2.0)))
    assert data.span == (1.5, 2.5)


def test_drawn_points_are_data_like_any_other() -> None:
    file = store.save(drawn({"points": [[i / 50, -i / 50, i % 3] for i in range(50)]}))
    data = Own(file=file)
    assert data.sample_shape == (2,) and len(data.classes) == 3
    assert np.abs(both(data)).max() <= 1


@pytest.mark.parametrize("file", ["0" * 20, "abc"])
def test_a_file_that_is_gone_is_reported_in_one_sentence(file: Any) -> None:
    with pytest.raises(aelab.InputError, match="no longer kept: upload or draw them again"):
        Own(file=file)


def test_a_file_that_went_after_it_was_prepared_is_gone(table: tuple[NDArray[Any], str]) -> None:
    file = stored(np.random.default_rng(5).random((30, 3)))
    Own(file=file)
    store._path(file).unlink()
    with pytest.raises(aelab.InputError, match="no longer kept"):
        Own(file=file)


def test_a_single_sample_is_refused() -> None:
    with pytest.raises(aelab.InputError, match="One sample is not enough"):
        Own(file=stored([[1.0, 2.0]], classes=("a",)))


@pytest.mark.parametrize("file", ["../../etc", "A", "x" * 41, 5, None])
def test_a_name_that_is_none_is_refused(file: Any) -> None:
    with pytest.raises(aelab.InputError, match="file is"):
        Own(file=file)


@pytest.mark.parametrize("model", list(aelab.MODELS))
def test_every_model_learns_own_data(model: str, table: tuple[NDArray[Any], str]) -> None:
    _, file = table
    params = {"file": file, "standardise": "yes"}
    spec = aelab.Spec(
        dataset="own-data", model=model, dataset_params=params, model_params={"latent": 2}
    )
    step = next(aelab.steps(spec))
    assert np.isfinite(list(step.terms.values())).all()


def test_a_code_larger_than_a_sample_is_refused_by_the_run(
    table: tuple[NDArray[Any], str],
) -> None:
    _, file = table
    params = {"file": file}
    spec = aelab.Spec(
        dataset="own-data", model="pca", dataset_params=params, model_params={"latent": 5}
    )
    with pytest.raises(aelab.InputError, match="more than the data's 4"):
        next(aelab.steps(spec))
