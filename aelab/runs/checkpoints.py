"""Checkpoints: all that a run needs to go on after its worker died, in one safetensors file."""

import errno
import io
import json
import logging
import os
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from aelab.home import home, remove, write
from aelab.params import InputError

ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
FILE, LAST_FRAME = "checkpoint.safetensors", "last.frame"
VERSION = 2  # of the file; a run cannot be resumed from an earlier one
# Names in the notes of files that earlier servers wrote.
RENAMED: Mapping[str, str] = {"life": "generation", "turn": "attempt", "looks": "options"}
HEADER_BYTES = 1_000_000
PRUNED_SECONDS = 7 * 86400  # files of runs untouched for so long are deleted
LIMIT, GIGABYTES = "AELAB_KEPT", 2.0  # of the files of all runs, at most
SHARE = 4  # one checkpoint takes at most this part of the limit
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checkpoint:
    """What was kept of a run: arrays by name, and notes as plain data."""

    arrays: Mapping[str, NDArray[Any]]
    notes: Mapping[str, Any]


def folder(run: str) -> Path:
    """Return where a run keeps its files; `ValueError` if it could not be the id of one."""
    if not ID.fullmatch(run):
        raise ValueError(f"“{run[:80]}” is not the id of a run.")
    return home() / "runs" / run


# Writing.


def packed(arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> bytes:
    """Return a checkpoint as the bytes of its file; `OSError` if there is too much to keep."""
    from safetensors.numpy import save

    whole = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    if sum(array.nbytes for array in whole.values()) > limit() / SHARE:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return save(whole, metadata={"run": json.dumps(notes), "version": str(VERSION)})


def keep(run: str, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> None:
    """Write the checkpoint of a run, as a whole or not at all; raises `OSError`.

    A turn that was given up, and whose worker did not notice, never replaces a later one's.
    """
    there = _read_notes(run)
    if there is None or there.get("attempt", 0) <= notes.get("attempt", 0):
        write(folder(run) / FILE, packed(arrays, notes))


# Reading.


def read(run: str) -> Checkpoint | None:
    """Return the checkpoint of a run, None if there is none of this version that can be read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    noted = notes(run)
    try:
        return None if noted is None else Checkpoint(load_file(folder(run) / FILE), noted)
    except (SafetensorError, *BROKEN) as error:
        log.error("The checkpoint of run %s cannot be read: %r", run, error)
        return None


def unpacked(content: bytes) -> Checkpoint | None:
    """Return the checkpoint of which `packed` made these bytes, None if there is none in them."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        noted = _notes(io.BytesIO(content))
        return None if noted is None else Checkpoint(load(content), noted)
    except (SafetensorError, *BROKEN):
        return None


def notes(run: str) -> dict[str, Any] | None:
    """Return the notes of a run's checkpoint without reading its arrays.

    None if there is no checkpoint of this version that can be read.
    """
    return _read_notes(run)


def _read_notes(run: str) -> dict[str, Any] | None:
    try:
        with (folder(run) / FILE).open("rb") as file:
            return _notes(file)
    except BROKEN:
        return None


def exists(run: str) -> bool:
    """Return whether a run has left a checkpoint, readable or not."""
    try:
        return (folder(run) / FILE).exists()
    except OSError:
        return False


def _notes(file: BinaryIO) -> dict[str, Any] | None:
    """Return the notes in a safetensors file; one of `BROKEN` is raised if it is none."""
    length = int.from_bytes(file.read(8), "little")
    metadata = json.loads(file.read(min(length, HEADER_BYTES)))["__metadata__"]
    if metadata.get("version") != str(VERSION):
        return None
    noted = json.loads(metadata["run"])
    if not isinstance(noted, dict):
        return None
    return {RENAMED.get(str(name), str(name)): value for name, value in noted.items()}


# Deleting.


def limit() -> int:
    """Return how many bytes the files of all runs may take; `InputError` if that is no number."""
    given = os.environ.get(LIMIT, "")
    try:
        gigabytes = float(given or GIGABYTES)
    except ValueError:
        gigabytes = 0.0
    if not 0 < gigabytes < 1e6:
        raise InputError(f"{LIMIT} is {given[:20]}; give a number of gigabytes, such as 2.")
    return int(gigabytes * 1e9)


def bytes_of(run: str) -> int:
    """Return how many bytes the files of a run take."""
    size = 0
    with suppress(OSError), os.scandir(folder(run)) as files:
        for file in files:
            with suppress(OSError):
                size += file.stat(follow_symlinks=False).st_size
    return size


def drop(run: str) -> None:
    """Delete all files of a run."""
    remove(folder(run))


def prune(limit_bytes: int | None = None, spared: Collection[str] = ()) -> None:
    """Delete the files of runs that nobody has touched for long, and of the oldest ones.

    As many of these as are needed to get below ``limit_bytes``, or the usual limit. Runs that are
    ``spared`` count, but stay.
    """
    most = limit() if limit_bytes is None else limit_bytes
    runs = sorted((touched, run, bytes_of(run)) for touched, run in _runs())
    total = sum(size for _, _, size in runs)
    for touched, run, size in runs:
        if run not in spared and (total > most or touched < time.time() - PRUNED_SECONDS):
            drop(run)
            total -= size


def _runs() -> Iterator[tuple[float, str]]:
    """Yield the runs that have files, each with when it was touched; they may go at any moment."""
    with suppress(OSError), os.scandir(home() / "runs") as entries:
        for entry in entries:
            with suppress(OSError):
                if ID.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                    yield entry.stat().st_mtime, entry.name
