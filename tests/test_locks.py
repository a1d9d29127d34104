"""Locks between processes: shared or alone, lost with their file, and where there are none."""

import errno
import fcntl
import os
from pathlib import Path

import pytest

from aelab import locks


@pytest.fixture(params=["file", "folder"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    target = tmp_path / "target"
    if request.param == "folder":
        target.mkdir()
    else:
        target.touch()
    return target


def test_a_lock_is_shared_by_many_or_held_alone(path: Path) -> None:
    first, second = locks.shared(path), locks.shared(path)
    assert first is not None and second is not None and first.sure
    assert locks.alone(path) is None
    first.close()
    first.close()
    assert locks.alone(path) is None
    second.close()
    with locks.alone(path) or pytest.fail("it is free") as held:
        assert held.sure and locks.shared(path) is None
    with locks.shared(path) or pytest.fail("it is free again"):
        pass


def test_a_lock_knows_whether_its_file_is_still_there(path: Path) -> None:
    with locks.shared(path) or pytest.fail("it is free") as held:
        assert held.holds(path)
        path.rename(path.with_name("moved"))
        assert not held.holds(path)
        path.touch()
        assert not held.holds(path)


def test_without_locks_in_the_file_system_nobody_is_shut_out_but_it_is_not_sure(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with locks.alone(path) or pytest.fail("it is free") as held:
        assert not held.sure and held.holds(path)
        assert locks.alone(path) is not None


def test_what_is_not_there_cannot_be_locked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        locks.shared(tmp_path / "nowhere")
