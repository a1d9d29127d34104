"""The lab's folder: its mode, writing as a whole, what is left over, what is wrong, its server."""

import errno
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aelab import home as place
from aelab import locks
from aelab.home import HALF, claim, home, problem, scratch, tidy, write
from aelab.params import InputError

LONG_AGO = time.time() - 3600


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def old_mask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@contextmanager
def another(code: Any, *arguments: Any) -> Iterator[Any]:
    """Run another process until it has printed a line, and kill -9 it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def halves(folder: Any) -> Any:
    return [p for p in folder.rglob("*") if p.name.startswith(HALF)]


def aged(path: Any, when: Any = LONG_AGO) -> Any:
    os.utime(path, (when, when))
    return path


def refusing(number: Any) -> Any:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


# Making it.


def test_the_home_is_made_for_the_user_alone_also_again_by_a_writer(
    folder: Any, old_mask: Any
) -> None:
    assert home() == folder and folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()
    write(folder / "runs" / "of-a-test" / "file", b"whole")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_home_that_is_looser_is_tightened_at_start(folder: Any) -> None:
    folder.mkdir(mode=0o755)
    tidy()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_for_everyone_and_the_users_own_are_left_as_they_are(
    folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    folder.chmod(0o1777)
    tidy()
    assert folder.stat().st_mode & 0o7777 == 0o1777
    folder.chmod(0o755)
    monkeypatch.setenv("HOME", str(folder))
    tidy()
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_home_that_cannot_be_made_raises_nothing(folder: Any) -> None:
    folder.write_text("in the way")
    assert home() == folder
    tidy()
    with claim():
        pass


# Writing.


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    folder: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write(folder / "file", b"old")
    monkeypatch.setattr(os, step, refusing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        write(folder / "file", b"new")
    assert (folder / "file").read_bytes() == b"old" and not halves(folder)


def test_a_folder_that_vanishes_during_a_write_is_made_again(
    folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, times = os.replace, []

    def replace(half: Any, path: Any) -> None:
        times.append(half)
        if len(times) == 1:
            place.remove(folder)
        rename(half, path)

    monkeypatch.setattr(os, "replace", replace)
    write(folder / "a" / "b", b"whole")
    assert (folder / "a" / "b").read_bytes() == b"whole" and len(times) == 2


def test_a_write_into_a_folder_that_is_gone_can_be_told_not_to_make_it(folder: Any) -> None:
    with pytest.raises(FileNotFoundError):
        write(folder / "gone" / "file", b"", make_folder=False)
    assert not (folder / "gone").exists()


# What is left over.


def test_what_dead_writers_left_is_deleted_at_start_at_any_depth(folder: Any) -> None:
    left = [folder / d / f"{HALF}x" for d in ("", "prepared", "runs/of-a-test")]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        aged(path)
    whole = folder / "prepared" / f"{HALF}folder"
    whole.mkdir()
    (whole / "train.npy").write_bytes(b"half")
    aged(whole)
    tidy()
    assert not halves(folder)
    assert (folder / "runs" / "of-a-test").is_dir()


def test_what_is_being_written_stays(folder: Any) -> None:
    home()
    (folder / f"{HALF}young").write_bytes(b"half")
    with scratch() as half:
        aged(half)
        tidy()
        assert half.is_dir()
    assert not half.exists() and (folder / f"{HALF}young").exists()


WRITER = """
import os, sys, time
from aelab.home import scratch
with scratch() as folder:
    (folder / "part").write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_writer_that_is_killed_leaves_what_the_next_start_deletes(folder: Any) -> None:
    with another(WRITER):
        (half,) = halves(folder)[:1]
        aged(half)
        tidy()
        assert (half / "part").exists()
    assert half.exists()
    tidy()
    assert not half.exists()


# What is wrong.


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each question be asked anew."""
    monkeypatch.setattr(place, "PROBE_SECONDS", 0.0)


def test_a_home_that_can_be_written_has_no_problem_and_no_trace_of_the_question(
    folder: Any, now: None
) -> None:
    assert problem() == ""
    assert list(folder.iterdir()) == []


def test_a_file_in_place_of_the_home_or_above_it_is_a_problem(
    folder: Any, now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("in the way")
    assert problem().startswith("AELAB_HOME is not a folder")
    monkeypatch.setenv("AELAB_HOME", str(folder / "below"))
    assert problem().startswith("AELAB_HOME is not a folder")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO])
def test_a_home_that_cannot_be_written_is_a_problem(
    folder: Any, now: None, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: refusing(number)())
    assert problem().startswith("The lab's folder cannot be written, so nothing is kept")
    assert str(folder) not in problem()  # visitors need not know where it is


def test_a_problem_is_said_and_taken_back_within_two_seconds(folder: Any) -> None:
    assert problem() == ""
    folder.rmdir()
    folder.write_text("in the way")
    time.sleep(place.PROBE_SECONDS + 0.1)
    assert problem()
    folder.unlink()
    time.sleep(place.PROBE_SECONDS + 0.1)
    assert problem() == ""


def test_the_question_is_asked_once_a_second(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def probe(folder: Any) -> Any:
        asked.append(folder)
        return ""

    monkeypatch.setattr(place, "_probe", probe)
    for _ in range(100):
        problem()
    assert len(asked) == 1


@pytest.fixture
def full(folder: Any) -> Iterator[Any]:
    """Put the home on a full disk of 256 kB."""
    folder.mkdir()
    disk = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(disk, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        (folder / "filler").write_bytes(bytes(245_760))
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_a_problem_until_there_is_room(full: Any, now: None) -> None:
    assert problem() == "The disk is full: nothing is kept until there is room again."
    with pytest.raises(OSError):
        write(full / "runs" / "file", bytes(40_000))
    assert not halves(full)
    (full / "filler").unlink()
    assert problem() == ""
    write(full / "runs" / "file", bytes(40_000))


# Whose it is.

SERVER = """
import subprocess, sys, time
from aelab.home import claim
with claim():
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    print("ready", flush=True)
    print(child.pid, flush=True)
    time.sleep(60)
"""


def test_a_second_server_is_refused_until_the_first_is_killed_and_children_hold_nothing(
    folder: Any,
) -> None:
    with another(SERVER) as server:
        child = int(server.stdout.readline())
        with pytest.raises(InputError, match=r"Another server .*home: end it, or set AELAB_HOME"):
            with claim():
                pass
    try:
        with claim():
            assert Path(f"/proc/{child}").exists() or sys.platform != "linux"
    finally:
        os.kill(child, signal.SIGKILL)


def test_a_home_is_given_back_at_the_end(folder: Any) -> None:
    for _ in range(2):
        with claim():
            pass


def test_without_locks_nothing_is_refused(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", refusing(errno.ENOLCK))
    with claim(), claim():
        pass


def test_a_home_that_was_deleted_under_a_server_is_claimed_again(folder: Any, now: None) -> None:
    with claim():
        shutil.rmtree(folder)
        assert problem() == ""
        assert locks.alone(folder / place.CLAIM) is None
    lock = locks.alone(folder / place.CLAIM)
    assert lock is not None
    with lock:
        assert lock.sure


def test_a_home_is_claimed_again_once_if_several_pages_ask_at_once(
    folder: Any, now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(path: Any, alone: Any = locks.alone) -> Any:
        time.sleep(0.05)
        return alone(path)

    with claim(), ThreadPoolExecutor(4) as pages:
        shutil.rmtree(folder)
        monkeypatch.setattr(locks, "alone", slowly)
        assert [asked.result() for asked in [pages.submit(problem) for _ in range(4)]] == [""] * 4


def test_a_home_that_another_server_took_after_it_was_deleted_is_said(
    folder: Any, now: None
) -> None:
    with claim():
        shutil.rmtree(folder)
        (home() / place.CLAIM).touch()
        lock = locks.alone(folder / place.CLAIM)
        assert lock is not None
        with lock:
            assert re.search(r"Another server .*home: end it, or set AELAB_HOME", problem())
        assert problem() == ""
        assert locks.alone(folder / place.CLAIM) is None
