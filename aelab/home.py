"""Where the lab keeps what it makes: prepared data, the catalogue, runs.

The folder may be missing, full, or deleted at any moment: readers then find nothing, writers get
an `OSError`, and `problem` says in a sentence what is wrong.
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

CLAIM = ".server"  # the file whose lock a server holds
HALF = ".half-"  # how names begin of what is not finished, or is being deleted
DEPTHS = ("", "*", "*/*")  # below the home, where there may be any
STALE_SECONDS = 60.0  # left half-written for so long, and not locked: the writer is dead
UNLOCKED_SECONDS = 86400.0  # the same where there are no locks
ATTEMPTS = 5  # at a file whose folder vanishes
PROBE_BYTES = 65536  # written to see whether the disk is full
PROBE_SECONDS = 1.0  # for which the answer holds
FULL = (errno.ENOSPC, errno.EDQUOT)
NO_FOLDER = (errno.ENOTDIR, errno.EEXIST)

log = logging.getLogger(__name__)
_probed: dict[Path, tuple[float, str]] = {}
_claims: dict[Path, locks.Lock] = {}  # of this server
_claiming = threading.Lock()


def home() -> Path:
    """Return the lab's folder: ``AELAB_HOME``, or ``~/.cache/aelab``.

    It is made if need be and if it can be, for the user alone (mode 0700).
    """
    named = os.environ.get("AELAB_HOME")
    folder = Path(named) if named else Path(os.path.expanduser("~")) / ".cache" / "aelab"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


# What is wrong with it.


def problem() -> str:
    """Return in one sentence why nothing can be kept, empty if all is well; costs next to nothing.

    An answer holds for a second.
    """
    folder, now = home(), time.monotonic()
    asked, answer = _probed.get(folder, (-PROBE_SECONDS, ""))
    if now - asked >= PROBE_SECONDS:
        before, answer = answer, _probe(folder)
        _probed[folder] = (now, answer)
        if answer != before:
            log.error("The lab's folder %s: %s", folder, answer or "It can be written again.")
    return answer


def why(error: OSError) -> str:
    """Return what kept something from being written, as the beginning of a sentence."""
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
            return f"{why(error)}: nothing is kept until there is room again."
        if error.errno in NO_FOLDER:
            return "AELAB_HOME is not a folder, so nothing is kept: name one that can be written."
        return f"{why(error)}, so nothing is kept: set AELAB_HOME to one that can be."
    return _claimed_again(folder)


# Writing.


def write(path: Path, content: bytes, *, make_folder: bool = True) -> None:
    """Write a file as a whole or not at all, also when the machine stops halfway.

    Its folder is made if need be, and again if it vanishes meanwhile; without ``make_folder`` a
    folder that is not there is an error. Raises `OSError`, and leaves nothing behind then.
    """
    for attempt in range(ATTEMPTS if make_folder else 1):
        try:
            if make_folder:
                room(path.parent)
            return _write(path, content)
        except (FileNotFoundError, FileExistsError):
            if not make_folder or attempt == ATTEMPTS - 1:
                raise


def room(folder: Path) -> Path:
    """Make a folder if need be, and return it."""
    home()  # is made with a mode of its own
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
    """Give a folder, below ``parent`` or the home, that is deleted at the end of the block.

    What is renamed within the block stays. `tidy` deletes what a killed process has left.
    """
    folder = Path(tempfile.mkdtemp(prefix=HALF, dir=room(parent or home())))
    try:
        with locks.shared(folder) or nullcontext():
            yield folder
    finally:
        remove(folder)


def remove(path: Path) -> None:
    """Delete a file or folder as far as it can be."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


# At the start of a server.


def tidy() -> None:
    """Let no other user into the home, and delete what killed writers left half-written."""
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
    """Make the home the user's alone, unless it is another's, or also for something else."""
    try:
        about, place = folder.stat(), folder.resolve()
        ours = hasattr(os, "getuid") and about.st_uid == os.getuid()
        public = about.st_mode & stat.S_ISVTX or place in _not_for_the_lab_alone()
        if ours and not public and about.st_mode & 0o077:
            folder.chmod(0o700)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        log.error("The lab's folder %s stays open to others: %s", folder, error)


def _not_for_the_lab_alone() -> tuple[Path, ...]:
    return Path("/").resolve(), Path(os.path.expanduser("~")).resolve()


@contextmanager
def claim() -> Iterator[None]:
    """Hold the home for one server; `InputError` if another server of this machine has it.

    Where nothing can be written or locked, nothing is held. A home that is deleted meanwhile is
    claimed again when `problem` next looks at it.
    """
    folder = home()
    _take(folder)
    try:
        yield
    finally:
        if lock := _claims.pop(folder, None):
            lock.close()


def _claimed_again(folder: Path) -> str:
    """Claim a home that was deleted under this server; why not, if another server was faster."""
    with _claiming:  # the scripts of several pages may ask at once
        before = _claims.get(folder)
        if before is None or before.holds(folder / CLAIM):
            return ""
        try:
            _take(folder)
        except InputError as problem:
            return str(problem)
        if _claims[folder] is not before:
            before.close()
        return ""


def _take(folder: Path) -> None:
    """Lock the home's file for this server, where that can be."""
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
        os.register_at_fork(after_in_child=lock.close)  # children must not hold it longer
    _claims[folder] = lock
