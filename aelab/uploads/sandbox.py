"""Parsing uploads in a child process with limited memory and time.

The server passes the bytes and gets back a file and a sentence. The process, see `sandbox_child`,
runs one of the lab's readers on its standard input, writes two files into an empty folder, and is
killed when it takes too long. Only these two files are used.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from aelab.params import InputError
from aelab.uploads import sandbox_child
from aelab.uploads.sandbox_child import ANSWER, ANSWER_FILE, OUTPUT_FILE, WALL

Source: TypeAlias = bytes | BinaryIO

AT_ONCE = 2  # processes
WAITING, PATIENCE = 30, 60.0  # maximum number of waiting uploads, and of seconds that they wait
SENTENCE = 400  # characters of an answer
LOG = "log"

BUSY = "Many files are being read at this moment: try again in a minute."
BROKEN = "The file is broken, or holds what is not understood: save it again."
TOO_MUCH = "The file takes too much time or memory to be read: give a smaller one."


class Parsed(NamedTuple):
    """The result of an upload: the file to store, its name in the store, and a note."""

    path: Path
    token: str
    note: str


class Slots:
    """Limits how many uploads are parsed at once, and how many wait."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """Allow ``at_once`` uploads, and ``waiting`` others to wait."""
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._slots = threading.BoundedSemaphore(at_once)

    @contextmanager
    def take(self, patience: float) -> Iterator[None]:
        """Hold a slot during a block; wait for one, for ``patience`` seconds at most.

        Raises:
            InputError: If too many wait, or none becomes free in time.

        """
        if not self._places.acquire(blocking=False):
            raise InputError(BUSY)
        try:
            if not self._slots.acquire(timeout=patience):
                raise InputError(BUSY)
            try:
                yield
            finally:
                self._slots.release()
        finally:
            self._places.release()


slots = Slots(AT_ONCE, WAITING)


def read(reader: str, source: Source, folder: Path) -> Parsed:
    """Parse an upload with the module ``reader``, into an empty folder.

    Raises:
        InputError: If it is broken, too large, or too many are parsed.

    """
    with slots.take(PATIENCE), _file(source) as file:
        _run(reader, file, folder)
    return _answer(folder)


@contextmanager
def _file(source: Source) -> Iterator[BinaryIO]:
    """Yield an upload as an open file."""
    if isinstance(source, bytes):
        with tempfile.TemporaryFile() as file:
            file.write(source)
            file.flush()
            yield file
    else:
        source.flush()
        yield source


def _run(reader: str, file: BinaryIO, folder: Path) -> None:
    """Run the process; `InputError` if it fails or takes too long."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)  # the process reads from here
    command = [sys.executable, "-m", sandbox_child.__name__, reader, str(folder)]
    single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # threads take address space
    with (folder / LOG).open("wb") as log:
        child = subprocess.Popen(
            command, stdin=file, stdout=subprocess.DEVNULL, stderr=log, env=os.environ | single
        )
        try:
            status = child.wait(WALL)
        except subprocess.TimeoutExpired:
            raise InputError(TOO_MUCH) from None
        finally:
            child.kill()
            child.wait()
    if status:
        raise InputError(_reason(status, folder))


def _reason(status: int, folder: Path) -> str:
    """Return why a process has failed, and copy its last output to the server's log."""
    with (folder / LOG).open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - ANSWER))
        last = ascii(log.read().decode("utf-8", "replace"))
    logging.getLogger(__name__).warning("A reader ended with %s: %s", status, last)
    limits = ("SIGKILL", "SIGXCPU", "SIGALRM")
    ended_by_limit = -status in (getattr(signal, name, None) for name in limits)
    return TOO_MUCH if ended_by_limit or "MemoryError" in last else BROKEN


def _answer(folder: Path) -> Parsed:
    """Return the result of a process; `InputError` with its problem, or if it is malformed."""
    try:
        with (folder / ANSWER_FILE).open("rb") as file:
            answer = json.loads(file.read(ANSWER))
    except (OSError, ValueError, RecursionError):
        raise InputError(BROKEN) from None
    if not isinstance(answer, dict):
        raise InputError(BROKEN)
    token, note, problem = (_text(answer.get(key)) for key in ("token", "note", "problem"))
    if problem:
        raise InputError(problem)
    path = folder / OUTPUT_FILE
    if not path.is_file() or path.is_symlink():
        raise InputError(BROKEN)
    return Parsed(path, token, note)


def _text(value: object) -> str:
    """Return the printable characters of a text, empty if it is none."""
    text = value if isinstance(value, str) else ""
    return "".join(character for character in text[:SENTENCE] if character.isprintable())
