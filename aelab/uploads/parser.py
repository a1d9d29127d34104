"""Own data: CSV or NPZ bytes become samples, or one sentence says what is wrong with them.

Uploads are untrusted: they are parsed in a child process (see `sandbox`), headers are checked
before anything is allocated, arrays are read in pieces, and nothing is unpickled. Valid samples go
to the `store`.
"""

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from aelab.params import InputError
from aelab.uploads import store
from aelab.uploads.arrays import read_arrays
from aelab.uploads.limits import MOST_BYTES, MOST_CLASSES, check_size, classify
from aelab.uploads.sandbox import Source
from aelab.uploads.store import Samples
from aelab.uploads.table import read_table

MOST_DRAWN = 2_000


def save_upload(source: Source) -> tuple[str, str]:
    """Parse and store the samples of an upload; return their name in the store, and a note.

    Raises:
        InputError: If they cannot be parsed, or the store is full.

    """
    return store.save_upload(__name__, source)


def convert(source: BinaryIO, target: Path) -> tuple[str, str]:
    """Write the samples of an upload to a file; return its name in the store and a note.

    It runs in the process of `sandbox_child`.
    """
    samples = read(source.read(MOST_BYTES + 1))
    return store.pack(samples, target), samples.note


def read(content: bytes) -> Samples:
    """Return the samples of an uploaded file; `InputError` says what is wrong."""
    if len(content) > MOST_BYTES:
        raise InputError(
            f"The file has {len(content) / 2**20:.1f} MB: at most {MOST_BYTES >> 20} MB are taken."
        )
    return read_arrays(content) if content.startswith(b"PK") else read_table(content)


def drawn(message: Any) -> Samples:
    """Return the points drawn by hand, from the message of the pad: [[x, y, label], ...].

    Raises:
        InputError: If the message is malformed, or has too many or too few points.

    """
    points = message.get("points") if isinstance(message, dict) else None
    if not isinstance(points, list) or len(points) > MOST_DRAWN or not all(map(_is_point, points)):
        raise InputError(f"The drawing was not understood: draw up to {MOST_DRAWN} points.")
    check_size(len(points), 2)
    labels, classes, note = classify([f"class {point[2] + 1}" for point in points])
    x = np.array([point[:2] for point in points], np.float32)
    return Samples(x, labels, classes, ("x₁", "x₂"), (2,), note)


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 3:
        return False
    plain = all(type(v) in (int, float) and abs(v) <= 1 for v in point[:2])  # false for NaN
    return plain and type(point[2]) is int and 0 <= point[2] < MOST_CLASSES
