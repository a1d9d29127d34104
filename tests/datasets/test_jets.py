"""The jet images: training jets, held-out jets, and their quantities."""

import os
from typing import Any

import numpy as np
import pytest

import aelab
from aelab.home import home
from aelab.jets import files, images, incoming
from aelab.params import InputError
from tests.made_jets import made

JetImages = aelab.DATASETS["jet-images"]


@pytest.fixture(scope="module")
def own() -> str:
    """Forty QCD and twenty top jets of one's own."""
    jets = files.join([made(40, seed=1, label=0), made(20, seed=2, label=1)])
    return incoming.uploaded(files.pack(jets, {}))


def test_both_kinds_are_learnt_from_and_held_out_in_equal_parts() -> None:
    data = JetImages()
    counts = np.bincount(data.test_labels)
    assert len(counts) == 2 and counts[0] == counts[1] == min(5_000, counts[0])
    assert data.train_labels.mean() == pytest.approx(0.5, abs=0.1)
    assert data.train.shape[1] == data.test.shape[1] == 1_600
    assert not np.array_equal(np.sort(data.test_labels), data.test_labels)  # mixed


@pytest.mark.slow
def test_an_image_adds_up_to_the_scale_and_lies_in_its_span() -> None:
    for scale in (1.0, 50.0):
        data = JetImages(scale=scale)
        np.testing.assert_allclose(data.test.sum(1), scale, rtol=1e-4)
        assert data.test.min() == 0 and data.test.max() <= data.span[1] == scale


@pytest.mark.parametrize(("anomaly", "normal"), [("top", 0), ("QCD", 1)])
def test_the_anomalous_kind_is_not_trained_on(anomaly: Any, normal: int) -> None:
    data = JetImages(anomaly=anomaly)
    assert (data.train_labels == normal).all()
    np.testing.assert_array_equal(data.anomalous, data.test_labels != normal)
    np.testing.assert_array_equal(data.heldout(9), data.test[data.test_labels == normal][:9])


@pytest.mark.slow
def test_contamination_is_the_share_of_anomalous_jets_among_those_learnt_from() -> None:
    data = JetImages(anomaly="top", contamination=0.2)
    assert (data.train_labels == 1).mean() == pytest.approx(0.2, abs=0.01)


def test_the_test_jets_are_the_same_in_every_task() -> None:
    whole = JetImages()
    for anomaly in ("top", "QCD"):
        np.testing.assert_array_equal(JetImages(anomaly=anomaly).test, whole.test)


@pytest.mark.slow
def test_a_remap_acts_on_the_intensities_and_keeps_the_brightest_possible() -> None:
    plain = JetImages(scale=1.0).test
    for remap in images.REMAPS:
        data = JetImages(scale=3.0, remap=remap, exponent=0.5)
        expected = 3 * images.remapped(plain, remap, 0.5)
        np.testing.assert_allclose(data.test, expected, rtol=1e-5)
        assert data.span == (0, 3)


@pytest.mark.slow
def test_the_colours_tell_as_many_decades_apart_as_the_remap_leaves() -> None:
    assert JetImages().decades == JetImages.decades == 4
    assert JetImages(remap="√").decades == 2 and JetImages(remap="ln").decades == 0
    assert JetImages(remap="Iⁿ", exponent=0.25).decades == 1


def test_mass_momentum_and_multiplicity_are_those_of_the_jets_held_out(own: str) -> None:
    data = JetImages(file=own)
    quantities = data.quantities()
    assert list(quantities) == ["jet mass", "jet pT", "constituents"]
    assert [q.unit for q in quantities.values()] == ["GeV", "GeV", ""]
    jets = incoming.load(own)
    row_of = {tuple(np.round(row, 4)): i for i, row in enumerate(jets.jet[:, [3, 0]].tolist())}
    values = np.stack([quantities["jet mass"].values, quantities["jet pT"].values], axis=1)
    rows = np.array([row_of[tuple(np.round(row, 4))] for row in values.tolist()])
    np.testing.assert_array_equal(jets.label[rows], data.test_labels)
    np.testing.assert_array_equal(quantities["constituents"].values, np.diff(jets.start)[rows])
    np.testing.assert_allclose(data.test, 10 * images.images(jets.select(rows)), rtol=1e-6)
    assert [q.values.tolist() for q in data.quantities().values()] == [  # from the cache
        q.values.tolist() for q in quantities.values()
    ]


def test_jets_of_ones_own_are_split_by_kind(own: str) -> None:
    data = JetImages(file=own, anomaly="top")
    assert np.bincount(data.test_labels).tolist() == [10, 5]
    assert len(data.train) == 30 and data.title == "Jet images"


def test_jets_of_one_kind_can_be_learnt_but_hide_no_anomaly() -> None:
    tops = incoming.uploaded(files.pack(made(40, label=1), {}))
    assert set(JetImages(file=tops).train_labels) == {1}
    with pytest.raises(InputError, match="one kind"):
        JetImages(file=tops, anomaly="top")


def test_too_few_jets_and_a_name_without_a_file_are_refused() -> None:
    with pytest.raises(InputError, match="too few"):
        JetImages(file=incoming.uploaded(files.pack(made(2, label=1), {})))
    with pytest.raises(InputError, match="no longer kept"):
        JetImages(file="nothing")


def test_a_file_that_was_replaced_is_read_again() -> None:
    path = home() / "data" / "replaced.npz"
    path.parent.mkdir(exist_ok=True)
    for seed in (1, 2):
        path.write_bytes(files.pack(made(40, seed=seed), {}))
        os.utime(path, (seed, seed))
        data = JetImages(file="replaced")
        masses = np.sort(data.quantities()["jet mass"].values)
        assert np.isin(masses.astype(np.float32), made(40, seed=seed).jet[:, 3]).all()


@pytest.mark.slow
def test_the_window_is_what_is_seen() -> None:
    narrow, wide = (JetImages(window=w, scale=1.0).test for w in (0.4, 1.2))
    assert (narrow > 0).sum() > (wide > 0).sum()  # finer pixels
    np.testing.assert_allclose(narrow.sum(1), 1, rtol=1e-4)


def test_the_thumbnail_has_a_core_brighter_than_its_rim() -> None:
    picture = JetImages.thumbnail()
    image = np.array(picture["pixels"]).reshape(picture["shape"])
    assert image.max() == 255 and image.min() >= 0
    assert image[15:25, 15:25].mean() > 2 * image[:5].mean()


@pytest.mark.slow
def test_one_kind_of_jet_alone_can_be_chosen() -> None:
    data = JetImages(kinds=("QCD",), points=500)
    assert set(data.train_labels.tolist()) == set(data.test_labels.tolist()) == {0}
    both = JetImages(points=500)
    masses = both.quantities()["jet mass"].values[both.test_labels == 0]
    np.testing.assert_array_equal(np.sort(data.quantities()["jet mass"].values), np.sort(masses))
    with pytest.raises(InputError, match="choose both kinds"):
        JetImages(kinds=("QCD",), anomaly="top")
