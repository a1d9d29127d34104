"""The datasets: the originals, and how they are prepared once for all runs."""

import gzip
import hashlib
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import make_moons

import aelab
from aelab.datasets import mnist
from aelab.datasets.mnist import FILES

MD5 = {
    "train-images-idx3-ubyte.gz": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte.gz": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte.gz": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte.gz": "27ae3e4e09519cfbb04c329615203637",
}


@pytest.mark.parametrize(("name", "md5"), MD5.items())
def test_the_shipped_digits_are_the_originals(name: str, md5: str) -> None:
    with gzip.open(FILES / name) as file:
        assert hashlib.md5(file.read(), usedforsecurity=False).hexdigest() == md5


def test_all_digits_are_there_with_grey_levels_from_0_to_1() -> None:
    data = aelab.DATASETS["mnist"]()
    assert data.train.shape == (60_000, 784) and data.test.shape == (10_000, 784)
    assert data.train.min() == 0 and data.train.max() == 1
    counts = "980 1135 1032 1010 982 892 958 1028 974 1009"  # as published
    assert np.bincount(data.test_labels).tolist() == [int(n) for n in counts.split()]


def test_the_first_digits_are_read_without_the_others() -> None:
    images, labels = mnist.read("t10k")
    assert images.shape == (10_000, 784) and len(labels) == 10_000
    some, theirs = mnist.read("t10k", 30)
    np.testing.assert_array_equal(some, images[:30])
    np.testing.assert_array_equal(theirs, labels[:30])


def test_chosen_digits_and_no_others_are_there() -> None:
    data = aelab.DATASETS["mnist"](digits=("8", "3"), points=500)
    assert set(data.train_labels) == set(data.test_labels) == {3, 8}
    assert len(data.train) == 500


def test_the_moons_are_half_circles_of_radius_one() -> None:
    data = aelab.DATASETS["two-moons"](noise=0)
    upper, lower = (data.train[data.train_labels == k] for k in (0, 1))
    np.testing.assert_allclose(np.hypot(*upper.T), 1, rtol=1e-5)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1, rtol=1e-5)
    assert upper[:, 1].min() >= -1e-6 and lower[:, 1].max() <= 0.5 + 1e-6


def test_the_moons_are_those_of_scikit_learn() -> None:
    x, labels = make_moons(24_000, noise=0.08, random_state=3)
    data = aelab.DATASETS["two-moons"](seed=3)
    np.testing.assert_array_equal(data.train, x[:2000].astype(np.float32))
    np.testing.assert_array_equal(data.test_labels, labels[20_000:])


def test_noise_has_the_declared_width() -> None:
    clean, noisy = (aelab.DATASETS["two-moons"](noise=s, points=20_000) for s in (0, 0.2))
    np.testing.assert_allclose((noisy.train - clean.train).std(0), 0.2, rtol=0.03)


def test_another_data_seed_gives_other_points() -> None:
    first, second = (aelab.DATASETS["two-moons"](seed=s) for s in (0, 1))
    assert not np.array_equal(first.train, second.train)


def test_samples_are_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = aelab.DATASETS["two-moons"](noise=0.123)

    def never(self: Any) -> None:
        raise AssertionError("prepared twice")

    monkeypatch.setattr(type(first), "load", never)
    again = aelab.DATASETS["two-moons"](noise=0.123)
    np.testing.assert_array_equal(first.test, again.test)


def test_writing_into_samples_leaves_the_file_alone() -> None:
    data = aelab.DATASETS["two-moons"](noise=0.3)
    data.train[:] = 7
    assert not (aelab.DATASETS["two-moons"](noise=0.3).train == 7).any()


def test_a_bad_parameter_is_refused_by_name() -> None:
    with pytest.raises(aelab.InputError, match="noise = 2 is out of range"):
        aelab.DATASETS["two-moons"](noise=2)
