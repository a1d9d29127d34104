"""The lab's folder, with prepared data, the catalogue and runs; files are written atomically.

The folder may be missing, full, or deleted at any moment. Then readers get nothing, writers get
an `OSError`, and `problem` returns a sentence for the page.
"""

import errno
import glob
import logging
import os
import shutil
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from aelab import locks
from aelab.params import InputError

CLAIM = ".server"  # the file that a server locks
HALF = ".half-"  # prefix of the names of unfinished files, and of those being deleted
DEPTHS = ("", "*", "*/*")  # folders below the home that may contain such files
STALE_SECONDS = 60.0  # an unfinished file of this age that is not locked has no writer any more
UNLOCKED_SECONDS = 86400.0  # the same on file systems without locks
ATTEMPTS = 5  # to write a file whose folder is deleted meanwhile
PROBE_BYTES = 65536  # written to test whether the disk is full
PROBE_SECONDS = 1.0  # for which the result of the test is reused
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_FOLDER = (errno.ENOTDIR, errno.EEXIST)

log = logging.getLogger(__name__)
_probed: dict[Path, tuple[float, str]] = {}
_claims: dict[Path, locks.Lock] = {}  # held by this server
_claiming = threading.Lock()


def home() -> Path:
    """Return the lab's folder: ``AELAB_HOME``, or ``~/.cache/aelab``.

    It is created if possible, for the user alone (mode 0700).
    """
    named = os.environ.get("AELAB_HOME")
    folder = Path(named) if named else Path(os.path.expanduser("~")) / ".cache" / "aelab"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


# Problems.


def problem() -> str:
    """Return in one sentence why nothing can be stored, empty if it can.

    The folder is tested at most once a second.
    """
    folder, now = home(), time.monotonic()
    tested, answer = _probed.get(folder, (-PROBE_SECONDS, ""))
    if now - tested >= PROBE_SECONDS:
        before, answer = answer, _probe(folder)
        _probed[folder] = (now, answer)
        if answer != before:
            log.error("The lab's folder %s: %s", folder, answer or "It can be written again.")
    return answer


def reason(error: OSError) -> str:
    """Return why a file could not be written, as the beginning of a sentence."""
    if error.errno in FULL:
        return "The disk is full"
    if error.errno == errno.EFBIG:
        return "There is too much to keep"
    return "The lab's folder cannot be written"


def _probe(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(prefix=HALF, dir=folder) as file:
            file.write(bytes(PROBE_BYTES))
            file.flush()
    except OSError as error:
        if error.errno in FULL:
            return f"{reason(error)}: nothing is kept until there is room again."
        if error.errno in NO_FOLDER:
            return "AELAB_HOME is not a folder, so nothing is kept: name one that can be written."
        return f"{reason(error)}, so nothing is kept: set AELAB_HOME to one that can be."
    return _claimed_again(folder)


# Writing.


def write(path: Path, content: bytes, *, make_folder: bool = True) -> None:
    """Write a file atomically, also if the machine stops meanwhile.

    The folder is created, and again if it is deleted meanwhile; without ``make_folder`` a missing
    folder is an error.

    Raises:
        OSError: If the file cannot be written; no partial file remains.

    """
    for attempt in range(ATTEMPTS if make_folder else 1):
        try:
            if make_folder:
                ensure_folder(path.parent)
            return _write(path, content)
        except (FileNotFoundError, FileExistsError):
            if not make_folder or attempt == ATTEMPTS - 1:
                raise


def ensure_folder(folder: Path) -> Path:
    """Create a folder if it is missing, and return it."""
    home()  # created with its own mode
    folder.mkdir(exist_ok=True, parents=True)
    return folder


def _write(path: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=HALF, dir=path.parent)
    half = Path(name)
    try:
        with os.fdopen(number, "wb") as file, locks.shared(half) or nullcontext():
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        remove(half)
        raise


@contextmanager
def scratch(parent: Path | None = None) -> Iterator[Path]:
    """Create a folder, below ``parent`` or the home, that is deleted at the end of the block.

    Files that are moved out of it within the block remain. `tidy` deletes the folders of
    processes that were killed.
    """
    folder = Path(tempfile.mkdtemp(prefix=HALF, dir=ensure_folder(parent or home())))
    try:
        with locks.shared(folder) or nullcontext():
            yield folder
    finally:
        remove(folder)


def remove(path: Path) -> None:
    """Delete a file or folder as far as possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


# At the start of a server.


def tidy() -> None:
    """Close the home to other users, and delete the unfinished files of killed writers."""
    folder = home()
    _tighten(folder)
    for depth in DEPTHS:
        for path in glob.glob(os.path.join(glob.escape(str(folder)), depth, f"{HALF}*")):
            _remove_if_stale(Path(path))


def _remove_if_stale(path: Path) -> None:
    try:
        age = time.time() - path.lstat().st_mtime
        lock = locks.alone(path) if age > STALE_SECONDS else None
    except OSError:
        return
    if lock is not None:
        with lock:
            if lock.sure or age > UNLOCKED_SECONDS:
                remove(path)


def _tighten(folder: Path) -> None:
    """Close the home to other users, unless it is another user's, or a shared folder."""
    try:
        about, place = folder.stat(), folder.resolve()
        ours = hasattr(os, "getuid") and about.st_uid == os.getuid()
        public = about.st_mode & stat.S_ISVTX or place in _shared_folders()
        if ours and not public and about.st_mode & 0o077:
            folder.chmod(0o700)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        log.error("The lab's folder %s stays open to others: %s", folder, error)


def _shared_folders() -> tuple[Path, ...]:
    return Path("/").resolve(), Path(os.path.expanduser("~")).resolve()


@contextmanager
def claim() -> Iterator[None]:
    """Lock the home for one server during a block.

    Where nothing can be written or locked, there is no lock. A home that is deleted meanwhile is
    locked again by the next call of `problem`.

    Raises:
        InputError: If another server of this machine has locked it.

    """
    folder = home()
    _take(folder)
    try:
        yield
    finally:
        if lock := _claims.pop(folder, None):
            lock.close()


def _claimed_again(folder: Path) -> str:
    """Lock the home again if it was deleted; return why that failed, empty if it did not."""
    with _claiming:  # several pages may call this at once
        before = _claims.get(folder)
        if before is None or before.holds(folder / CLAIM):
            return ""
        try:
            _take(folder)
        except InputError as error:
            return str(error)
        if _claims[folder] is not before:
            before.close()
        return ""


def _take(folder: Path) -> None:
    """Lock the home's file for this server, if the file system has locks.

    Raises:
        InputError: If another server has locked it.

    """
    path = folder / CLAIM
    try:
        path.touch(0o600)
        lock = locks.alone(path)
    except OSError:
        return
    if lock is None:
        raise InputError(
            f"Another server of the lab uses {folder}: end it, or set AELAB_HOME to another "
            "folder."
        )
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lock.close)  # a child must not prolong the lock
    _claims[folder] = lock
