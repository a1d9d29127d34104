"""Prepared data: complete or made again, and not pruned while in use."""

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import aelab
from aelab import locks
from aelab.datasets import _prepared
from aelab.datasets._prepared import MANIFEST, prepared
from aelab.home import HALF, tidy

NAMES = ("x", "y")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "prepared" / "data"


class Made:
    """Makes the arrays, and counts how often."""

    def __init__(self, rows: int = 1000) -> None:
        self.rows, self.times = rows, 0

    def __call__(self) -> dict[str, NDArray[Any]]:
        self.times += 1
        x = np.arange(4 * self.rows, dtype=np.float32).reshape(-1, 4)
        return {"x": x, "y": np.arange(self.rows, dtype=np.uint8)}


def opened(place: Path, made: Made | None = None) -> _prepared.Prepared:
    ready = prepared(place, NAMES, made or Made())
    np.testing.assert_array_equal(ready.arrays["x"][:, 0], np.arange(0, 4000, 4))
    return ready


def left_open(ready: _prepared.Prepared) -> _prepared.Prepared:
    assert ready.lock is not None
    ready.lock.close()
    return ready


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\x93NUMPY\1\0" + bytes(40))


def removed(folder: Any) -> Any:
    """Remove a folder and return its path."""
    shutil.rmtree(folder)
    return folder


# Complete, or made again.


def test_arrays_are_made_once_and_mapped(place: Path) -> None:
    made = Made()
    first, second = opened(place, made), opened(place, made)
    assert made.times == 1 and not first.problem
    assert isinstance(second.arrays["x"], np.memmap)
    assert {p.name for p in place.iterdir()} == {"x.npy", "y.npy", MANIFEST}


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "x.npy").unlink(),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: truncate(folder / "y.npy"),
        lambda folder: truncate(folder / MANIFEST),
        lambda folder: overwrite(folder / "x.npy"),
        lambda folder: (folder / "x.npy").write_bytes(b""),
        lambda folder: (folder / "x.npy").write_bytes((folder / "y.npy").read_bytes()),
        lambda folder: (folder / MANIFEST).write_bytes(b"\xff\xfe"),
        lambda folder: (folder / MANIFEST).write_bytes(b"[" * 9000),
        lambda folder: (folder / MANIFEST).write_text("[1, 2]"),
        lambda folder: [p.unlink() for p in folder.iterdir()],
        lambda folder: removed(folder).write_text("a file"),
        lambda folder: removed(folder).symlink_to("nowhere"),
        lambda folder: shutil.rmtree(folder.parent.parent),
    ],
    ids=range(14),
)
def test_an_incomplete_folder_is_made_again(place: Path, harm: Callable[..., Any]) -> None:
    left_open(opened(place))
    harm(place)
    made = Made()
    assert not opened(place, made).problem
    assert made.times == 1
    opened(place, made)
    assert made.times == 1
    assert not [p for p in place.parent.iterdir() if p.name.startswith(HALF)]


def test_mapped_arrays_stay_valid_when_the_whole_home_is_deleted(place: Path) -> None:
    ready = opened(place)
    shutil.rmtree(place.parent.parent)
    assert ready.arrays["x"].sum() == np.arange(4000).sum()


def test_a_dataset_whose_folder_is_gone_makes_none_again_with_one_file_in_it(place: Path) -> None:
    data = aelab.DATASETS["two-moons"](noise=0.21)
    folder = data._folder
    shutil.rmtree(folder)
    assert data.principal().values.shape == (2,)
    assert not folder.exists()
    again = aelab.DATASETS["two-moons"](noise=0.21)
    np.testing.assert_array_equal(again.test, data.test)
    assert {p.name for p in folder.iterdir()} >= {"train.npy", "test_labels.npy", MANIFEST}


@pytest.mark.slow
@pytest.mark.parametrize("title", ["two-moons", "jet-images"])
def test_derived_arrays_are_cached_and_computed_again_if_their_file_is_broken(
    place: Path, title: str
) -> None:
    params = {"points": 100} if title == "jet-images" else {}
    data = aelab.DATASETS[title](**params)
    axes, quantities = data.principal().vectors, data.quantities()
    files = list(data._folder.glob("*.npz"))
    assert len(files) == 1 + bool(quantities)
    for content in (b"", b"PK\3\4" + bytes(50), b"\x93NUMPY\1\0" + bytes(50)):
        for file in files:
            file.write_bytes(content)
        again = aelab.DATASETS[title](**params)
        np.testing.assert_allclose(again.principal().vectors, axes)
        assert again.quantities().keys() == quantities.keys()
        assert all(file.stat().st_size > 100 for file in files)


# On a disk that is full or cannot be written.


def refusing(number: int) -> Callable[..., Any]:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_arrays_that_cannot_be_written_stay_in_memory_and_the_reason_is_given(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(number))
    data = aelab.DATASETS["two-moons"](noise=0.22)
    assert np.isfinite(data.train).all() and data.principal().mean.shape == (2,)
    full = number == errno.ENOSPC
    problem = "The disk is full" if full else "The lab's folder cannot be written"
    assert data.unkept == f"{problem}: the samples are in memory for this run alone."
    assert list(place.parent.iterdir()) == []
    monkeypatch.undo()


def test_a_read_only_folder_is_read(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_open(opened(place))
    monkeypatch.setattr(os, "utime", refusing(errno.EROFS))
    made = Made()
    assert not opened(place, made).problem and made.times == 0


# Pruning.


def used(place: Path, name: str, *, ago: int) -> _prepared.Prepared:
    folder = place.with_name(name)
    ready = prepared(folder, NAMES, Made())
    os.utime(folder, (time.time() - ago,) * 2)
    return ready


def test_the_least_recently_used_is_pruned_first_but_nothing_in_use(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = used(place, "oldest", ago=300)
    left_open(used(place, "older", ago=200))
    left_open(used(place, "old", ago=100))
    monkeypatch.setattr(_prepared, "PREPARED_BYTES", 40_000)  # two of 17 kB
    _prepared.prune(place.parent)
    assert sorted(p.name for p in place.parent.iterdir()) == ["old", "older", "oldest"]
    left_open(used(place, "new", ago=0))
    _prepared.prune(place.parent)
    assert sorted(p.name for p in place.parent.iterdir()) == ["new", "old", "oldest"]
    left_open(oldest)
    _prepared.prune(place.parent)
    assert sorted(p.name for p in place.parent.iterdir()) == ["new", "old"]


def test_a_dataset_is_in_use_as_long_as_it_is_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = aelab.DATASETS["two-moons"](noise=0.23)
    folder = data._folder
    monkeypatch.setattr(_prepared, "PREPARED_BYTES", 0)
    _prepared.prune(place.parent)
    assert folder.exists()
    del data
    _prepared.prune(place.parent)
    assert not folder.exists()


def test_without_locks_what_was_opened_lately_counts_as_in_use(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", refusing(errno.ENOLCK))
    left_open(used(place, "lately", ago=100))
    left_open(used(place, "long ago", ago=7200))
    monkeypatch.setattr(_prepared, "PREPARED_BYTES", 0)
    _prepared.prune(place.parent)
    assert [p.name for p in place.parent.iterdir()] == ["lately"]


def test_folders_that_vanish_while_pruning_do_no_harm(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        left_open(used(place, name, ago=100))
    monkeypatch.setattr(_prepared, "PREPARED_BYTES", 0)
    sizes = _prepared._sizes(place.parent)
    shutil.rmtree(place.with_name("b"))
    monkeypatch.setattr(_prepared, "_sizes", lambda _: sizes)
    _prepared.prune(place.parent)
    assert list(place.parent.iterdir()) == []
    shutil.rmtree(place.parent)
    monkeypatch.undo()
    _prepared.prune(place.parent)


def test_a_folder_is_gone_at_once_and_deleted_after(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_open(opened(place))
    deleted = []
    monkeypatch.setattr(_prepared, "PREPARED_BYTES", 0)
    monkeypatch.setattr(_prepared, "remove", lambda path: deleted.append(place.exists()))
    _prepared.prune(place.parent)
    assert deleted == [False]


def test_a_folder_that_is_just_being_pruned_is_not_opened(place: Path) -> None:
    left_open(opened(place))
    lock = locks.alone(place)
    assert lock is not None
    with lock:
        ready = opened(place)
    assert ready.folder is None and _prepared._mapped(place, NAMES) is not None


# Several processes.

WORKER = """
import sys, time
from pathlib import Path
import numpy as np
from aelab.datasets import _prepared

rows = 200_000
def make():
    return {"x": np.arange(4 * rows, dtype=np.float32).reshape(-1, 4),
            "y": np.zeros(rows, np.uint8)}

_prepared.PREPARED_BYTES = int(sys.argv[2])
place, until = Path(sys.argv[1]), time.monotonic() + float(sys.argv[3])
print("ready", flush=True)
opened = maps = 0
while time.monotonic() < until:
    ready = _prepared.prepared(place.with_name(f"data-{opened % 3}"), ("x", "y"), make)
    assert ready.arrays["x"][-1, -1] == 4 * rows - 1 and len(ready.arrays["y"]) == rows
    maps += ready.lock is not None
    _prepared.prune(place.parent)
    assert ready.lock is None or ready.lock.holds(ready.folder), "pruned while in use"
    if ready.lock:
        ready.lock.close()
    opened += 1
print(opened, maps)
"""


def started(place: Path, limit: int, seconds: float) -> subprocess.Popen[Any]:
    arguments = [sys.executable, "-c", WORKER, str(place), str(limit), str(seconds)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


@pytest.mark.slow
def test_workers_that_prepare_and_prune_at_once_all_have_whole_data(place: Path) -> None:
    workers = [started(place, limit, 1.5) for limit in (0, 0, 4_000_000)]
    for worker in workers:
        out, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0
        opened, maps = map(int, out.split())
        assert opened > 5 and maps > opened / 2


@pytest.mark.slow
def test_a_worker_killed_while_it_prepares_breaks_nothing(place: Path) -> None:
    for number in range(6):
        worker = started(place, 0, 30)
        time.sleep(0.01 + 0.03 * number)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
    for folder in place.parent.iterdir():
        if not folder.name.startswith(HALF):
            assert _prepared._mapped(folder, NAMES) is not None
        os.utime(folder, (0, 0))
    tidy()
    assert not [p for p in place.parent.iterdir() if p.name.startswith(HALF)]
    assert opened(place).folder == place
