"""Prepared arrays: files that all processes map, in a folder that is whole or counts for nothing.

The manifest, written last, says what the files are; a folder that differs from it is made again.
Whoever maps a folder holds a lock on it, and what is locked is not pruned.
"""

import io
import json
import os
import secrets
import time
import tokenize
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from aelab import interrupts, locks
from aelab.home import ATTEMPTS, HALF, remove, scratch, why, write

Named = Mapping[str, NDArray[Any]]

PIECE = 16 * 2**20  # bytes that are written at once
MANIFEST = "manifest.json"
MANIFEST_BYTES = 10_000  # of it, at most
PREPARED_BYTES = 2_000_000_000  # prepared data beyond this is dropped, least recently used first
UNUSED_SECONDS = 3600.0  # where there are no locks: not opened for so long means not in use
BROKEN = (OSError, ValueError, EOFError, RecursionError, tokenize.TokenError)


class Prepared(NamedTuple):
    """Arrays, and the folder that they are maps of, locked; no folder if they are in memory.

    ``problem`` is then the beginning of a sentence that says why.
    """

    arrays: Named
    folder: Path | None = None
    lock: locks.Lock | None = None
    problem: str = ""


def prepared(folder: Path, names: Sequence[str], make: Callable[[], Named]) -> Prepared:
    """Return the arrays of a folder, which is made if it is not whole.

    What cannot be written is returned as it was made, in memory.
    """
    arrays: Named = {}
    problem = OSError()
    for _ in range(ATTEMPTS):
        ready = _opened(folder, names)
        if ready is not None:
            if arrays:
                prune(folder.parent)
            return ready
        arrays = arrays or make()
        try:
            _place(folder, arrays)
        except FileNotFoundError as error:  # the home was deleted meanwhile
            problem = error
        except OSError as error:
            return Prepared(arrays, problem=why(error))
    return Prepared(arrays, problem=why(problem))


def prune(parent: Path) -> None:
    """Drop the least recently used folders beyond the limit, but none that is in use."""
    total = 0
    for used, size, folder in sorted(_sizes(parent), reverse=True):
        total += size
        if total > PREPARED_BYTES:
            _drop(folder, time.time() - used)


# Beside the samples: what is computed of them once.


def beside(path: Path, names: Sequence[str]) -> dict[str, NDArray[Any]] | None:
    """Return the arrays of an NPZ that was added to a folder, None if it does not hold them."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names}
    except Exception:  # whatever its bytes are: it is made again
        return None


def add(path: Path, arrays: Named) -> None:
    """Add an NPZ to a folder if that is still there and can be written to."""
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    with suppress(OSError):
        write(path, packed.getvalue(), make_folder=False)


# Opening, placing and dropping a folder.


def _opened(folder: Path, names: Sequence[str]) -> Prepared | None:
    """Lock and map a folder, None if it is not whole."""
    try:
        lock = locks.shared(folder)
    except OSError:
        return None
    if lock is None:  # it is being dropped
        return None
    arrays = _mapped(folder, names)
    if arrays is None or not lock.holds(folder):
        lock.close()
        return None
    with suppress(OSError):  # used now; perhaps it can only be read
        os.utime(folder)
    return Prepared(arrays, folder, lock)


def _mapped(folder: Path, names: Sequence[str]) -> Named | None:
    """Map the files of a folder, None if they are not those of its manifest."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            manifest = json.loads(file.read(MANIFEST_BYTES))
        paths = {name: folder / f"{name}.npy" for name in names}
        arrays = {name: npy.open_memmap(path, mode="c") for name, path in paths.items()}
        whole = manifest == {name: _about(paths[name], array) for name, array in arrays.items()}
    except BROKEN:
        return None
    return arrays if whole else None


def _place(folder: Path, arrays: Named) -> None:
    """Write a folder beside its place and move it there, unless a whole one is there by then."""
    with scratch(folder.parent) as half:
        about = {name: _save(half / f"{name}.npy", array) for name, array in arrays.items()}
        write(half / MANIFEST, json.dumps(about).encode(), make_folder=False)
        try:
            half.rename(folder)
        except FileNotFoundError:
            raise
        except OSError:  # something is there
            if _mapped(folder, tuple(arrays)) is None:
                _discard(folder)
                half.rename(folder)


def _save(path: Path, array: NDArray[Any]) -> list[Any]:
    """Write an array as NPY, down to the disk, and return what the manifest says of it."""
    array = np.ascontiguousarray(array)
    with path.open("wb") as file:
        npy.write_array_header_1_0(file, npy.header_data_from_array_1_0(array))
        whole = array.data.cast("B") if array.size else b""
        for begin in range(0, len(whole), PIECE):
            interrupts.look()
            file.write(whole[begin : begin + PIECE])  # `np.save` does not say that a disk is full
        file.flush()
        os.fsync(file.fileno())
    return _about(path, array)


def _about(path: Path, array: NDArray[Any]) -> list[Any]:
    return [path.stat().st_size, list(array.shape), str(array.dtype)]


def _sizes(parent: Path) -> list[tuple[float, int, Path]]:
    """Return when each prepared folder was used last, and its bytes."""
    sizes = []
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            with suppress(OSError):  # it may go at any moment
                if not entry.name.startswith(HALF) and entry.is_dir(follow_symlinks=False):
                    size = sum(file.stat().st_size for file in os.scandir(entry))
                    sizes.append((entry.stat().st_mtime, size, Path(entry.path)))
    return sizes


def _drop(folder: Path, unused: float) -> None:
    try:
        lock = locks.alone(folder)
    except OSError:
        return
    if lock is not None:
        with lock:
            if lock.sure or unused > UNUSED_SECONDS:
                _discard(folder)


def _discard(folder: Path) -> None:
    """Move a folder out of the way at once, and delete it: nobody opens half of it."""
    gone = folder.with_name(f"{HALF}{secrets.token_hex(8)}")
    with suppress(OSError):
        folder.rename(gone)
        remove(gone)
