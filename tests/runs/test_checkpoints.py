"""Checkpoints: what is no checkpoint is none, and how much is kept of all runs."""

import errno
import json
import os
import shutil
import struct
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from aelab.params import InputError
from aelab.runs import checkpoints
from aelab.runs.checkpoint_writer import CheckpointWriter

RUN = "run-of-a-test"
ARRAYS = {"w": np.arange(1000, dtype=np.float32)}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return tmp_path


def header(**entries: Any) -> bytes:
    text = json.dumps(entries).encode()
    return struct.pack("<Q", len(text)) + text


def good(notes: dict[str, Any] | None = None) -> bytes:
    return save(ARRAYS, metadata={"run": json.dumps(notes or {}), "version": "2"})


NO_CHECKPOINTS = [
    b"",
    b"\0",
    b"\xff" * 8,
    b"\xff" * 4096,
    header()[:-1],
    header(),
    header(__metadata__=7),
    header(__metadata__={"version": "2"}),
    header(__metadata__={"version": "2", "run": "{"}),
    header(__metadata__={"version": "2", "run": "[1]"}),
    header(__metadata__={"version": "2", "run": "[" * 100_000}),
    header(__metadata__={"version": "2", "run": 7}),
    struct.pack("<Q", 200_000) + b"[" * 200_000,
    struct.pack("<Q", 5) + b"\xff\xfe\0\1\2",
    good()[:100],
    save(ARRAYS),
]


@pytest.mark.parametrize("content", NO_CHECKPOINTS, ids=range(len(NO_CHECKPOINTS)))
def test_bytes_that_are_no_checkpoint_are_none(place: Any, content: Any) -> None:
    path = checkpoints.folder(RUN) / checkpoints.FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert checkpoints.read(RUN) is None and checkpoints.exists(RUN)
    assert checkpoints.unpacked(content) is None
    checkpoints.stored_notes(RUN)


def test_a_checkpoint_that_is_cut_anywhere_raises_nothing(place: Any) -> None:
    whole = good({"index": 3})
    path = checkpoints.folder(RUN) / checkpoints.FILE
    path.parent.mkdir(parents=True)
    for size in range(0, len(whole), 7):
        path.write_bytes(whole[:size])
        assert checkpoints.read(RUN) is None
    path.write_bytes(whole)
    checkpoint = checkpoints.read(RUN)
    assert checkpoint is not None and checkpoint.notes == {"index": 3}


def test_a_folder_or_nothing_in_place_of_a_checkpoint_is_none(place: Any) -> None:
    assert checkpoints.read(RUN) is None and not checkpoints.exists(RUN)
    (checkpoints.folder(RUN) / checkpoints.FILE).mkdir(parents=True)
    assert checkpoints.read(RUN) is None and checkpoints.stored_notes(RUN) is None
    shutil.rmtree(place / "runs")
    (place / "runs").write_text("in the way")
    assert checkpoints.read(RUN) is None and not checkpoints.exists(RUN)
    checkpoints.prune()


# How much is kept.


def kept(number: Any, *, age: float = 0.0, size: int = 1000) -> Any:
    run = f"run-number-{number}"
    folder = checkpoints.folder(run)
    folder.mkdir(parents=True)
    (folder / checkpoints.FILE).write_bytes(bytes(size))
    os.utime(folder, (time.time() - age,) * 2)
    return run


def left() -> Any:
    return sorted(run[-1] for _, run in checkpoints._runs())


def test_the_oldest_runs_go_until_the_rest_is_below_the_limit(place: Any) -> None:
    for number in range(5):
        kept(number, age=100 - number)
    assert checkpoints.bytes_of("run-number-3") == 1000
    checkpoints.prune(3500)
    assert left() == ["2", "3", "4"]
    checkpoints.prune(1000, spared={"run-number-2"})
    assert left() == ["2"]
    checkpoints.prune(0)
    assert left() == []


def test_runs_untouched_for_a_week_go_whatever_the_limit(place: Any) -> None:
    kept(1, age=8 * 86400)
    kept(2, age=6 * 86400)
    kept(3, age=8 * 86400)
    checkpoints.prune(spared={"run-number-3"})
    assert left() == ["2", "3"]


def test_what_is_no_run_is_not_pruned(place: Any) -> None:
    kept(1)
    (place / "runs" / "note.txt").write_text("of whoever runs the lab")
    (place / "runs" / "x y").mkdir()
    checkpoints.prune(0)
    assert sorted(p.name for p in (place / "runs").iterdir()) == ["note.txt", "x y"]


def test_runs_that_vanish_while_pruning_do_no_harm(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        kept(number)
    runs = list(checkpoints._runs())
    checkpoints.drop("run-number-1")
    monkeypatch.setattr(checkpoints, "_runs", lambda: runs)
    checkpoints.prune(0)
    monkeypatch.undo()
    monkeypatch.setenv("AELAB_HOME", str(place))
    assert left() == []
    shutil.rmtree(place)
    checkpoints.prune()


def test_the_limit_is_in_gigabytes_and_a_bad_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert checkpoints.limit() == 2_000_000_000
    monkeypatch.setenv("AELAB_KEPT", "0.5")
    assert checkpoints.limit() == 500_000_000
    for bad in ("0", "-1", "nan", "inf", "much", "1e9", "\u0663x"):
        monkeypatch.setenv("AELAB_KEPT", bad)
        with pytest.raises(InputError, match=r"AELAB_KEPT is .*; give a number of gigabytes"):
            checkpoints.limit()


# What cannot be written.


def test_a_checkpoint_too_large_for_the_limit_is_not_kept(
    place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AELAB_KEPT", "0.00001")  # 10 kB: a checkpoint gets a quarter
    writer = CheckpointWriter(RUN)
    writer.put(ARRAYS, {})
    writer.wait()
    assert writer.problem == "There is too much to keep" and not checkpoints.exists(RUN)


def test_a_writer_says_what_fails_and_that_it_works_again(
    place: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    writer = CheckpointWriter(RUN)

    def problem() -> str | None:
        return writer.problem

    assert problem() is None

    def refuse(number: int, file: int) -> None:
        raise OSError(number, os.strerror(number))

    for number, why in ((errno.ENOSPC, "The disk is full"), (errno.EROFS, "The lab's folder")):
        monkeypatch.setattr(os, "fsync", partial(refuse, number))
        for _ in range(3):
            writer.put(ARRAYS, {})
            writer.wait()
        assert (problem() or "").startswith(why)
    assert len(caplog.records) == 2  # each once
    monkeypatch.setattr(os, "fsync", lambda _: None)
    writer.put(ARRAYS, {"a": {1}})  # plain data it is not
    writer.wait()
    assert problem() == "The checkpoint cannot be written"
    writer.put(ARRAYS, {}, lambda: b"a frame")
    writer.wait()
    checkpoint = checkpoints.read(RUN)
    assert problem() == "" and checkpoint is not None and checkpoint.notes == {}
    assert (place / "runs" / RUN / checkpoints.LAST_FRAME).read_bytes() == b"a frame"
    assert "Traceback" not in capfd.readouterr().err


def test_a_folder_that_was_deleted_is_made_again_by_the_next_checkpoint(place: Any) -> None:
    checkpoints.save(RUN, ARRAYS, {})
    shutil.rmtree(place)
    checkpoints.save(RUN, ARRAYS, {"index": 1})
    assert checkpoints.stored_notes(RUN) == {"index": 1}


# Files of earlier servers.


def test_names_of_earlier_servers_are_understood(place: Any) -> None:
    earlier = {"life": 2, "turn": 5, "looks": {"pick": 3}, "index": 7}
    content = save(ARRAYS, metadata={"run": json.dumps(earlier), "version": "2"})
    path = checkpoints.folder(RUN) / checkpoints.FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    today = {"generation": 2, "attempt": 5, "options": {"pick": 3}, "index": 7}
    checkpoint, unpacked = checkpoints.read(RUN), checkpoints.unpacked(content)
    assert checkpoint is not None and checkpoint.notes == checkpoints.stored_notes(RUN) == today
    assert unpacked is not None and unpacked.notes == today
    checkpoints.save(RUN, ARRAYS, {"attempt": 4})  # of an attempt before: it is not written
    assert checkpoints.stored_notes(RUN) == today
    checkpoints.save(RUN, ARRAYS, {"attempt": 6})
    assert checkpoints.stored_notes(RUN) == {"attempt": 6}
