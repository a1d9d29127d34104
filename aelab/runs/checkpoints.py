"""Checkpoints: all that a run needs to resume on another worker, in one safetensors file."""

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
PRUNED_SECONDS = 7 * 86400  # runs that have not been changed for so long are deleted
LIMIT, GIGABYTES = "AELAB_KEPT", 2.0  # maximum size of the files of all runs
SHARE = 4  # a checkpoint may take the limit divided by this number
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checkpoint:
    """The stored state of a run: arrays by name, and notes as plain data."""

    arrays: Mapping[str, NDArray[Any]]
    notes: Mapping[str, Any]


def folder(run: str) -> Path:
    """Return the folder of a run's files.

    Raises:
        ValueError: If ``run`` cannot be the id of a run.

    """
    if not ID.fullmatch(run):
        raise ValueError(f"“{run[:80]}” is not the id of a run.")
    return home() / "runs" / run


# Writing.


def packed(arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> bytes:
    """Return a checkpoint as the bytes of its file.

    Raises:
        OSError: If it is larger than its share of the limit.

    """
    from safetensors.numpy import save as to_bytes

    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    if sum(array.nbytes for array in contiguous.values()) > limit() / SHARE:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return to_bytes(contiguous, metadata={"run": json.dumps(notes), "version": str(VERSION)})


def save(run: str, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> None:
    """Write the checkpoint of a run atomically, unless there is one of a later attempt.

    An attempt may have been withdrawn without its worker noticing.

    Raises:
        OSError: If it cannot be written.

    """
    stored = _read_notes(run)
    if stored is None or stored.get("attempt", 0) <= notes.get("attempt", 0):
        write(folder(run) / FILE, packed(arrays, notes))


# Reading.


def read(run: str) -> Checkpoint | None:
    """Return the checkpoint of a run, None if there is none of this version or it is broken."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    stored = stored_notes(run)
    try:
        return None if stored is None else Checkpoint(load_file(folder(run) / FILE), stored)
    except (SafetensorError, *BROKEN) as error:
        log.error("The checkpoint of run %s cannot be read: %r", run, error)
        return None


def unpacked(content: bytes) -> Checkpoint | None:
    """Return the checkpoint in bytes that `packed` made, None if they are no checkpoint."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        stored = _notes(io.BytesIO(content))
        return None if stored is None else Checkpoint(load(content), stored)
    except (SafetensorError, *BROKEN):
        return None


def stored_notes(run: str) -> dict[str, Any] | None:
    """Return the notes of a run's checkpoint without reading its arrays.

    None if there is no checkpoint of this version or it is broken.
    """
    return _read_notes(run)


def _read_notes(run: str) -> dict[str, Any] | None:
    try:
        with (folder(run) / FILE).open("rb") as file:
            return _notes(file)
    except BROKEN:
        return None


def exists(run: str) -> bool:
    """Return whether a run has a checkpoint, readable or not."""
    try:
        return (folder(run) / FILE).exists()
    except OSError:
        return False


def _notes(file: BinaryIO) -> dict[str, Any] | None:
    """Return the notes in a safetensors file, None if it is of another version.

    Names of earlier servers are translated. One of `BROKEN` is raised if the file is broken.
    """
    length = int.from_bytes(file.read(8), "little")
    metadata = json.loads(file.read(min(length, HEADER_BYTES)))["__metadata__"]
    if metadata.get("version") != str(VERSION):
        return None
    notes = json.loads(metadata["run"])
    if not isinstance(notes, dict):
        return None
    return {RENAMED.get(str(name), str(name)): value for name, value in notes.items()}


# Deleting.


def limit() -> int:
    """Return how many bytes the files of all runs may take, from ``AELAB_KEPT``.

    Raises:
        InputError: If the setting is not a positive number of gigabytes.

    """
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
    """Delete runs that have not been changed for a week, and the oldest ones beyond the limit.

    The files of all runs then take no more than ``limit_bytes``, by default `limit`. Runs that are
    ``spared`` count, but are not deleted.
    """
    most = limit() if limit_bytes is None else limit_bytes
    runs = sorted((changed, run, bytes_of(run)) for changed, run in _runs())
    total = sum(size for _, _, size in runs)
    for changed, run, size in runs:
        if run not in spared and (total > most or changed < time.time() - PRUNED_SECONDS):
            drop(run)
            total -= size


def _runs() -> Iterator[tuple[float, str]]:
    """Yield the runs that have files, each with the time of its last change."""
    with suppress(OSError), os.scandir(home() / "runs") as entries:
        for entry in entries:
            with suppress(OSError):
                if ID.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                    yield entry.stat().st_mtime, entry.name
