"""The store of own data: samples in the lab's home under a hash of their content."""

import hashlib
import json
import os
import re
import time
import zipfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.home import ensure_folder, home, scratch
from aelab.params import InputError
from aelab.uploads import npz, sandbox
from aelab.uploads.npz import Array
from aelab.uploads.sandbox import Source

MOST_BYTES, MOST_FILES = 2_000_000_000, 2_000  # in all; the least recently used are deleted
FRESH = 1_800  # a file that was used in the last so many seconds is not deleted
MOST_CLASSES, DIMENSIONS = 256, 4  # maximum, in the description of samples
TOKEN = "[0-9a-f]{20}"
GONE = "These data are no longer kept: upload or draw them again."
FULL = "The lab keeps as many data as it can: try again in half an hour."
BROKEN = (*npz.BROKEN, InputError)


class Samples(NamedTuple):
    """Samples (n, d) float32, labels (n,) uint8, and the names of classes and columns.

    ``shape`` is that of one sample, such as (28, 28); ``note`` is a sentence, or empty.
    """

    x: NDArray[np.float32]
    labels: NDArray[np.uint8]
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    shape: tuple[int, ...]
    note: str = ""


class _File(NamedTuple):
    """A file of the store: when it was used last, its bytes, and where it is."""

    used: float
    size: int
    path: Path


class About(NamedTuple):
    """The description of samples, which is read without them."""

    samples: int
    shape: tuple[int, ...]
    classes: tuple[str, ...]


def save_upload(reader: str, source: Source) -> tuple[str, str]:
    """Parse an upload with the module ``reader``, and store it; return its name and a note.

    Raises:
        InputError: If it cannot be parsed, or the store is full.

    """
    with scratch(home()) as folder:
        result = sandbox.read(reader, source, folder)
        _take(result.path, result.token)
    return result.token, result.note


def save(samples: Samples) -> str:
    """Store samples and return their name; `InputError` if the store is full."""
    with scratch(home()) as folder:
        token = pack(samples, folder / "samples")
        _take(folder / "samples", token)
    return token


def pack(samples: Samples, path: Path) -> str:
    """Write a file of samples and return its name: 20 digits of the hash of their content."""
    shape = (len(samples.x), *samples.shape)
    digest = hashlib.sha256(json.dumps([shape, samples.classes, samples.columns]).encode())
    for numbers in (samples.x, samples.labels):
        digest.update(np.ascontiguousarray(numbers).data)
    arrays: dict[str, NDArray[Any]] = {
        "x": samples.x,
        "labels": samples.labels,
        "shape": np.array(shape),
        "classes": np.array(samples.classes, str),
        "columns": np.array(samples.columns, str),
    }
    # Compressed, since a small upload may unfold to much.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, array in arrays.items():
            with file.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, array, allow_pickle=False)
    return digest.hexdigest()[:20]


def load(token: str) -> Samples:
    """Return the samples of that name; `InputError` if they are not stored any more."""
    path = _path(token)
    try:
        os.utime(path)
        with np.load(path, allow_pickle=False) as file:
            return Samples(
                file["x"],
                file["labels"],
                tuple(file["classes"].tolist()),
                tuple(file["columns"].tolist()),
                tuple(file["shape"].tolist()[1:]),
            )
    except BROKEN:
        raise InputError(GONE) from None


def about(token: str) -> About | None:
    """Return the description of the samples of that name, None if they are not stored."""
    try:
        path = _path(token)
        os.utime(path)  # they are going to be used
        return _about(path)
    except BROKEN:
        return None


@lru_cache(maxsize=128)
def _about(path: Path) -> About:
    """Return the description of samples from two small arrays of their file."""
    with path.open("rb") as content, npz.opened(content) as file:
        entries = npz.entries(file)
        shape = Array(file, entries["shape"], "<i8", most=DIMENSIONS)
        classes = Array(file, entries["classes"], npz.TEXT, most=MOST_CLASSES)
        samples, *sample = (int(size) for size in shape.whole())
        names = tuple(npz.printable(name) for name in npz.texts(classes))
        return About(samples, tuple(sample), names)


def _path(token: str) -> Path:
    if not re.fullmatch(TOKEN, token):
        raise InputError(GONE)
    return home() / "data" / f"{token}.npz"


def _take(made: Path, token: str) -> None:
    """Move a complete file into the store; `InputError` if it is full of files in use."""
    path = _path(token)
    _make_room(made.stat().st_size, path)
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    ensure_folder(path.parent)
    made.replace(path)
    os.utime(path)
    _about.cache_clear()


def _make_room(size: int, spared: Path) -> None:
    """Delete the least recently used files; files of other names are left alone."""
    files = _others(spared)
    size += sum(file.size for file in files)
    for deleted, file in enumerate(files):
        if size <= MOST_BYTES and len(files) - deleted < MOST_FILES:
            return
        if time.time() - file.used < FRESH:
            raise InputError(FULL)
        file.path.unlink(missing_ok=True)
        size -= file.size


def _others(spared: Path) -> list[_File]:
    """Return the other files of the store, the least recently used first."""
    files = []
    for path in spared.parent.glob("*.npz"):
        if re.fullmatch(TOKEN, path.stem) and path != spared:
            with suppress(FileNotFoundError):
                status = path.stat()
                files.append(_File(status.st_mtime, status.st_size, path))
    return sorted(files)
