"""Own data on the store, under the hash of their content."""

import os
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aelab.params import InputError
from aelab.uploads import parser, store
from aelab.uploads.parser import read
from tests.uploaded import X, header, npz, rows, zipped


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return tmp_path / "data"


def test_what_is_kept_is_found_again_under_the_hash_of_its_content(home: Any) -> None:
    samples = read(f"a,b,class\n{rows()}".encode())
    token = store.save(samples)
    assert token == store.save(samples) and len(list(home.iterdir())) == 1
    again = store.load(token)
    np.testing.assert_array_equal(again.x, samples.x)
    np.testing.assert_array_equal(again.labels, samples.labels)
    assert again[2:] == samples[2:]
    assert store.about(token) == (12, (2,), ("a", "b"))


def test_images_and_samples_of_one_class_are_kept_as_they_are(home: Any) -> None:
    samples = read(npz(x=np.random.default_rng(0).random((10, 4, 3))))
    again = store.load(store.save(samples))
    assert again.shape == (4, 3) and again.columns == () and again.classes == ("sample",)


def test_other_numbers_labels_or_names_have_another_name(home: Any) -> None:
    samples = read(npz(x=X, y=np.arange(20) % 2))
    others = [
        samples._replace(x=samples.x + 1),
        samples._replace(labels=1 - samples.labels),
        samples._replace(classes=("a", "b")),
        samples._replace(shape=(3, 1)),
    ]
    assert len({store.save(s) for s in [samples, *others]}) == 5


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "a" * 20, "0" * 19, "A" * 20, "0" * 20])
def test_what_is_not_there_is_told_in_one_sentence(home: Any, token: str) -> None:
    assert store.about(token) is None
    with pytest.raises(InputError, match="no longer kept"):
        store.load(token)


def test_a_broken_file_counts_as_gone(home: Any) -> None:
    token = store.save(read(npz(x=X)))
    (home / f"{token}.npz").write_bytes(b"PK broken")
    store._about.cache_clear()
    assert store.about(token) is None
    with pytest.raises(InputError, match="no longer kept"):
        store.load(token)


def test_the_least_recently_used_files_are_dropped(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = [store.save(read(npz(x=X + i))) for i in range(3)]
    for age, token in enumerate(tokens):
        os.utime(home / f"{token}.npz", (age, age))
    store.about(tokens[0])
    size = (home / f"{tokens[0]}.npz").stat().st_size
    monkeypatch.setattr(store, "MOST_BYTES", 3.5 * size)
    last = store.save(read(npz(x=X + 9)))
    assert {f.stem for f in home.iterdir()} == {last, tokens[0], tokens[2]}
    monkeypatch.setattr(store, "MOST_FILES", 3)
    newest = store.save(read(npz(x=X + 10)))
    assert {f.stem for f in home.iterdir()} == {newest, last, tokens[0]}


def test_files_that_are_in_use_are_not_dropped_for_others(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = store.save(read(npz(x=X)))
    monkeypatch.setattr(store, "MOST_BYTES", 10)
    with pytest.raises(InputError, match="as many data as it can"):
        store.save(read(npz(x=X + 1)))
    assert [f.stem for f in home.iterdir()] == [token]
    assert store.save(read(npz(x=X))) == token  # the same data are no more than there were
    old = time.time() - store.FRESH - 1
    os.utime(home / f"{token}.npz", (old, old))
    assert store.save(read(npz(x=X + 1))) != token and store.about(token) is None


def test_what_unfolds_from_a_small_upload_does_not_fill_the_shelf(home: Any) -> None:
    content = npz(np.savez_compressed, x=np.zeros((4_000, 1_000), np.uint8))
    token, _ = parser.save_upload(content)
    assert (home / f"{token}.npz").stat().st_size < 20 * len(content) < 200_000
    assert store.load(token).x.nbytes == 16_000_000


def test_nothing_is_left_behind_by_an_upload_that_is_refused(home: Any) -> None:
    with pytest.raises(InputError, match="at least 8 are needed"):
        parser.save_upload(b"1,2\n")
    assert [p for p in home.parent.rglob("*") if p.is_file()] == []


# What lies there is not trusted either


def described(shape: bytes, classes: bytes, x: bytes = b"") -> bytes:
    return zipped({"shape.npy": shape, "classes.npy": classes, "x.npy": x}, zipfile.ZIP_DEFLATED)


NAMES = header((2,), "<U1") + "ab".encode("utf-32-le")
SHAPE = header((2,), "<i8") + np.array([8, 2], "<i8").tobytes()
HOSTILE = {
    "many classes": described(SHAPE, header((10**7,), "<U9") + bytes(36 * 10**7)),
    "a long name": described(SHAPE, header((2,), "<U9999999") + bytes(10**7)),
    "many dimensions": described(header((10**7,), "<i8") + bytes(8 * 10**7), NAMES),
    "objects": described(SHAPE, header((2,), "|O") + bytes(16)),
    "no shape": zipped({"classes.npy": NAMES}),
    "names outside Unicode": described(SHAPE, header((2,), "<U1") + b"\xff" * 8),
    "no archive": b"PK broken",
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_description_is_small_or_none(home: Any, name: str) -> None:
    home.mkdir()
    (home / f"{'a' * 20}.npz").write_bytes(HOSTILE[name])
    store._about.cache_clear()
    tracemalloc.start()
    assert store.about("a" * 20) is None
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    with pytest.raises(InputError, match="no longer kept"):
        store.load("a" * 20)


def test_the_samples_themselves_are_not_read_for_their_description(home: Any) -> None:
    home.mkdir()
    content = described(SHAPE, NAMES, header((10**4, 10**4)) + bytes(8 * 10**7))
    (home / f"{'b' * 20}.npz").write_bytes(content)
    tracemalloc.start()
    assert store.about("b" * 20) == (8, (2,), ("a", "b"))
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
