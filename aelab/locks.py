"""Locks on files and folders between processes; a lock ends with the process that holds it."""

import errno
import os
import sys
from pathlib import Path
from typing import Self

if sys.platform != "win32":
    import fcntl

BUSY = (errno.EWOULDBLOCK, errno.EAGAIN)
NONBLOCKING = getattr(os, "O_NONBLOCK", 0)  # opening a pipe must not block


class Lock:
    """A lock on a file or folder, held until `close` or the end of this process.

    ``sure`` is false where the file system has no locks; then other processes may hold it, too.
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
        """Hold the lock during a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the lock."""
        self.close()

    def close(self) -> None:
        """Release the lock; a second call has no effect."""
        number, self._number = self._number, -1
        if number >= 0:
            os.close(number)


def shared(path: Path) -> Lock | None:
    """Lock a file or folder together with others; None while a process has it alone.

    Raises:
        OSError: If it does not exist.

    """
    return _locked(path, exclusive=False)


def alone(path: Path) -> Lock | None:
    """Lock a file or folder against all others; None while another process has locked it.

    Raises:
        OSError: If it does not exist.

    """
    return _locked(path, exclusive=True)


def _locked(path: Path, *, exclusive: bool) -> Lock | None:
    if sys.platform == "win32":
        path.stat()
        return Lock(-1, sure=False)
    number = _opened(path, exclusive=exclusive)
    try:
        fcntl.flock(number, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno not in BUSY:  # a file system without locks
            return Lock(number, sure=False)
        os.close(number)
        return None
    return Lock(number, sure=True)


def _opened(path: Path, *, exclusive: bool) -> int:
    """Open a file to lock it; network file systems require write access for exclusive locks."""
    if path.is_dir():
        return os.open(path, os.O_RDONLY | NONBLOCKING)
    return os.open(path, (os.O_RDWR if exclusive else os.O_RDONLY) | NONBLOCKING)
