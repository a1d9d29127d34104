"""Own data on the shelf, under the hash of their content."""

import numpy as np
import pytest

from aelab import shelf
from aelab.intake import read
from aelab.params import InputError
from tests.uploaded import X, npz, rows


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return tmp_path / "data"


def test_what_is_kept_is_found_again_under_the_hash_of_its_content(home):
    samples = read(f"a,b,class\n{rows()}".encode())
    token = shelf.keep(samples)
    assert token == shelf.keep(samples) and len(list(home.iterdir())) == 1
    again = shelf.load(token)
    np.testing.assert_array_equal(again.x, samples.x)
    np.testing.assert_array_equal(again.labels, samples.labels)
    assert again[2:] == samples[2:]
    assert shelf.about(token) == (12, (2,), ("a", "b"))


def test_images_and_samples_of_one_class_are_kept_as_they_are(home):
    samples = read(npz(x=np.random.default_rng(0).random((10, 4, 3))))
    again = shelf.load(shelf.keep(samples))
    assert again.shape == (4, 3) and again.columns == () and again.classes == ("sample",)


def test_other_numbers_labels_or_names_have_another_name(home):
    one = read(npz(x=X, y=np.arange(20) % 2))
    others = [one._replace(x=one.x + 1), one._replace(labels=1 - one.labels),
              one._replace(classes=("a", "b")), one._replace(shape=(3, 1))]  # fmt: skip
    assert len({shelf.keep(s) for s in [one, *others]}) == 5


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "a" * 20, "0" * 19, "A" * 20, "0" * 20])
def test_what_is_not_there_is_told_in_one_sentence(home, token):
    assert shelf.about(token) is None
    with pytest.raises(InputError, match="no longer kept"):
        shelf.load(token)


def test_a_broken_file_counts_as_gone(home):
    token = shelf.keep(read(npz(x=X)))
    (home / f"{token}.npz").write_bytes(b"PK broken")
    shelf._about.cache_clear()
    assert shelf.about(token) is None
    with pytest.raises(InputError, match="no longer kept"):
        shelf.load(token)


def test_the_least_recently_used_files_are_dropped(home, monkeypatch):
    tokens = [shelf.keep(read(npz(x=X + i))) for i in range(3)]
    import os

    for age, token in enumerate(tokens):
        os.utime(home / f"{token}.npz", (age, age))
    shelf.about(tokens[0])
    monkeypatch.setattr(shelf, "MOST_BYTES", 5_000)
    assert (home / f"{tokens[0]}.npz").stat().st_size * 3 < 5_000 < 9_000
    last = shelf.keep(read(npz(x=X + 9)))
    assert {f.stem for f in home.iterdir()} >= {last, tokens[0]}
    assert shelf.about(tokens[1]) is None or shelf.about(tokens[2]) is None
