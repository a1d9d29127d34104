"""The shelf: data of one's own, kept in the lab's home under a hash of their content."""

import hashlib
import io
import json
import os
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.home import home, write
from aelab.params import InputError

MOST_BYTES = 2_000_000_000  # of all files, the least recently used are dropped
TOKEN = "[0-9a-f]{20}"
GONE = "These data are no longer kept: upload or draw them again."
BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


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


class About(NamedTuple):
    """What is known of samples without reading them."""

    samples: int
    shape: tuple[int, ...]
    classes: tuple[str, ...]


def keep(samples: Samples) -> str:
    """Keep samples and return their name on the shelf: 20 digits of the hash of what they say."""
    shape = (len(samples.x), *samples.shape)
    said = hashlib.sha256(json.dumps([shape, samples.classes, samples.columns]).encode())
    for numbers in (samples.x, samples.labels):
        said.update(np.ascontiguousarray(numbers).data)
    token = said.hexdigest()[:20]
    file = io.BytesIO()
    np.savez(
        file,
        x=samples.x,
        labels=samples.labels,
        shape=np.array(shape),
        classes=np.array(samples.classes, str),
        columns=np.array(samples.columns, str),
    )
    _put(token, file.getvalue())
    return token


def put(content: bytes) -> str:
    """Keep a file of another kind under 20 digits of its hash, and return them."""
    token = hashlib.sha256(content).hexdigest()[:20]
    _put(token, content)
    return token


def _put(token: str, content: bytes) -> None:
    write(_path(token), content)
    _prune(_path(token))


def load(token: str) -> Samples:
    """Return the samples kept under a name; `InputError` if they are not there any more."""
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
    """Return what is known of the samples kept under a name, None if they are not there."""
    try:
        path = _path(token)
        os.utime(path)  # who asks is going to use them
        return _about(path)
    except BROKEN:
        return None


@lru_cache(maxsize=128)
def _about(path: Path) -> About:
    with np.load(path, allow_pickle=False) as file:
        samples, *shape = file["shape"].tolist()
        return About(samples, tuple(shape), tuple(file["classes"].tolist()))


def _path(token: str) -> Path:
    if not re.fullmatch(TOKEN, token):
        raise InputError(GONE)
    return home() / "data" / f"{token}.npz"


def _prune(spared: Path) -> None:
    """Drop the least recently used files; those of whoever runs the lab have other names."""
    ours = (f for f in spared.parent.glob("*.npz") if re.fullmatch(TOKEN, f.stem))
    files = sorted(ours, key=lambda f: f.stat().st_mtime, reverse=True)
    kept = 0
    for file in files:
        kept += file.stat().st_size
        if kept > MOST_BYTES and file != spared:
            file.unlink(missing_ok=True)
