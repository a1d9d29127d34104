"""Locks on files and folders, seen by all processes of a machine; they end with their holder."""

import errno
import os
import sys
from pathlib import Path
from typing import Self

if sys.platform != "win32":
    import fcntl

BUSY = (errno.EWOULDBLOCK, errno.EAGAIN)
AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe is not waited for


class Lock:
    """A lock on a file or folder, held until `close` or the end of this process, also by kill -9.

    ``sure`` is false where the system has no such locks; then others may hold it, too.
    """

    def __init__(self, number: int, *, sure: bool) -> None:
        """Hold the lock on the open file ``number``."""
        self._number = number
        self.sure = sure

    def holds(self, path: Path) -> bool:
        """Return whether the locked file is still the one at ``path``."""
        if self._number < 0:
            return path.exists()
        try:
            return os.path.samestat(os.fstat(self._number), path.stat())
        except OSError:
            return False

    def __enter__(self) -> Self:
        """Hold the lock for the time of a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the lock up."""
        self.close()

    def close(self) -> None:
        """Give the lock up; a second time does nothing."""
        number, self._number = self._number, -1
        if number >= 0:
            os.close(number)


def shared(path: Path) -> Lock | None:
    """Lock a file or folder together with others; None while somebody has it alone.

    Raises `OSError` if it is not there.
    """
    return _locked(path, alone=False)


def alone(path: Path) -> Lock | None:
    """Lock a file or folder against all others; None while somebody else has locked it.

    Raises `OSError` if it is not there.
    """
    return _locked(path, alone=True)


def _locked(path: Path, *, alone: bool) -> Lock | None:
    if sys.platform == "win32":
        path.stat()
        return Lock(-1, sure=False)
    number = _opened(path, alone=alone)
    try:
        fcntl.flock(number, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno not in BUSY:  # a file system without locks
            return Lock(number, sure=False)
        os.close(number)
        return None
    return Lock(number, sure=True)


def _opened(path: Path, *, alone: bool) -> int:
    """Open a file to lock it; network file systems lock alone only what is open for writing."""
    if path.is_dir():
        return os.open(path, os.O_RDONLY | AT_ONCE)
    return os.open(path, (os.O_RDWR if alone else os.O_RDONLY) | AT_ONCE)
