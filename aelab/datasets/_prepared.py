"""Prepared arrays: files that all processes map into memory, in a folder of their own.

The manifest is written last and lists size, shape and dtype of each file; a folder that differs
from it is incomplete and made again. A process that maps a folder holds a lock on it, and a locked
folder is not pruned.
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
from aelab.home import ATTEMPTS, HALF, reason, remove, scratch, write

Named = Mapping[str, NDArray[Any]]

PIECE = 16 * 2**20  # bytes per write
MANIFEST = "manifest.json"
MANIFEST_BYTES = 10_000  # largest size of a manifest that is read
PREPARED_BYTES = 2_000_000_000  # prepared data beyond this is dropped, least recently used first
UNUSED_SECONDS = 3600.0  # without working locks, a folder not opened for this long is not in use
BROKEN = (OSError, ValueError, EOFError, RecursionError, tokenize.TokenError)


class Prepared(NamedTuple):
    """Arrays mapped from a locked folder, or in memory if ``folder`` is None.

    In the latter case ``problem`` begins a sentence that says why.
    """

    arrays: Named
    folder: Path | None = None
    lock: locks.Lock | None = None
    problem: str = ""


def prepared(folder: Path, names: Sequence[str], make: Callable[[], Named]) -> Prepared:
    """Return the arrays of a folder, after writing it if it is missing or incomplete.

    If the folder cannot be written, the arrays stay in memory.

    Args:
        folder: where the files are.
        names: names of the arrays, one NPY file each.
        make: computes the arrays, by name.

    """
    arrays: Named = {}
    problem = OSError()
    for _ in range(ATTEMPTS):
        ready = _open(folder, names)
        if ready is not None:
            if arrays:
                prune(folder.parent)
            return ready
        arrays = arrays or make()
        try:
            _write_folder(folder, arrays)
        except FileNotFoundError as error:  # the home was deleted in the meantime
            problem = error
        except OSError as error:
            return Prepared(arrays, problem=reason(error))
    return Prepared(arrays, problem=reason(problem))


def prune(parent: Path) -> None:
    """Delete the least recently used folders beyond PREPARED_BYTES, except those in use."""
    total = 0
    for used, size, folder in sorted(_sizes(parent), reverse=True):
        total += size
        if total > PREPARED_BYTES:
            _delete(folder, time.time() - used)


# Arrays derived from the samples, in NPZ files in the same folder.


def read_derived(path: Path, names: Sequence[str]) -> dict[str, NDArray[Any]] | None:
    """Return the named arrays of an NPZ file; None if it cannot be read or lacks one of them."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names}
    except Exception:  # the file may hold any bytes; the arrays are computed again
        return None


def write_derived(path: Path, arrays: Named) -> None:
    """Write an NPZ file, if its folder still exists and can be written to."""
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    with suppress(OSError):
        write(path, packed.getvalue(), make_folder=False)


# Opening, writing and deleting a folder.


def _open(folder: Path, names: Sequence[str]) -> Prepared | None:
    """Lock and map a folder; None if it is missing or incomplete."""
    try:
        lock = locks.shared(folder)
    except OSError:
        return None
    if lock is None:  # another process is deleting it
        return None
    arrays = _mapped(folder, names)
    if arrays is None or not lock.holds(folder):
        lock.close()
        return None
    with suppress(OSError):  # mark it as used; the folder may be read-only
        os.utime(folder)
    return Prepared(arrays, folder, lock)


def _mapped(folder: Path, names: Sequence[str]) -> Named | None:
    """Map the files of a folder; None if they differ from its manifest."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            manifest = json.loads(file.read(MANIFEST_BYTES))
        paths = {name: folder / f"{name}.npy" for name in names}
        arrays = {name: npy.open_memmap(path, mode="c") for name, path in paths.items()}
        complete = manifest == {n: _entry(paths[n], array) for n, array in arrays.items()}
    except BROKEN:
        return None
    return arrays if complete else None


def _write_folder(folder: Path, arrays: Named) -> None:
    """Write to a temporary folder and rename it, unless a complete one has appeared by then."""
    with scratch(folder.parent) as temporary:
        manifest = {n: _save(temporary / f"{n}.npy", array) for n, array in arrays.items()}
        write(temporary / MANIFEST, json.dumps(manifest).encode(), make_folder=False)
        try:
            temporary.rename(folder)
        except FileNotFoundError:
            raise
        except OSError:  # the name is taken
            if _mapped(folder, tuple(arrays)) is None:
                _discard(folder)
                temporary.rename(folder)


def _save(path: Path, array: NDArray[Any]) -> list[Any]:
    """Write an array as NPY, flushed to the disk, and return its entry in the manifest."""
    array = np.ascontiguousarray(array)
    with path.open("wb") as file:
        npy.write_array_header_1_0(file, npy.header_data_from_array_1_0(array))
        data = array.data.cast("B") if array.size else b""
        for start in range(0, len(data), PIECE):
            interrupts.check()
            file.write(data[start : start + PIECE])  # `np.save` does not report a full disk
        file.flush()
        os.fsync(file.fileno())
    return _entry(path, array)


def _entry(path: Path, array: NDArray[Any]) -> list[Any]:
    """Return size in bytes, shape and dtype, as the manifest has them."""
    return [path.stat().st_size, list(array.shape), str(array.dtype)]


def _sizes(parent: Path) -> list[tuple[float, int, Path]]:
    """Return time of last use (s since the epoch), size in bytes and path of each folder."""
    sizes = []
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            with suppress(OSError):  # another process may delete it at any moment
                if not entry.name.startswith(HALF) and entry.is_dir(follow_symlinks=False):
                    size = sum(file.stat().st_size for file in os.scandir(entry))
                    sizes.append((entry.stat().st_mtime, size, Path(entry.path)))
    return sizes


def _delete(folder: Path, unused: float) -> None:
    """Delete a folder unless it is in use; ``unused`` is the time since its last use, in s."""
    try:
        lock = locks.alone(folder)
    except OSError:
        return
    if lock is not None:
        with lock:
            if lock.sure or unused > UNUSED_SECONDS:
                _discard(folder)


def _discard(folder: Path) -> None:
    """Rename a folder, then delete it, so that no process opens it half deleted."""
    trash = folder.with_name(f"{HALF}{secrets.token_hex(8)}")
    with suppress(OSError):
        folder.rename(trash)
        remove(trash)
