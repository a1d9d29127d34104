"""Reading the samples of an untrusted NPZ."""

import io
import math
import zipfile

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.uploads import npz
from aelab.uploads.limits import LABELS, LARGEST, check_size, classify
from aelab.uploads.npz import Array
from aelab.uploads.store import Samples


def read_arrays(content: bytes) -> Samples:
    """Return the samples of an NPZ; `InputError` says what is wrong."""
    try:
        with npz.opened(io.BytesIO(content)) as opened:
            return _arrays(opened)
    except InputError:
        raise
    except npz.BROKEN:
        raise InputError("The file is broken: save it again.") from None


def _arrays(opened: zipfile.ZipFile) -> Samples:
    entries = npz.entries(opened)
    if "x" not in entries:
        names = ", ".join(f"“{npz.printable(name)}”" for name in list(entries)[:5])
        raise InputError(
            f"The file has no array x: it has {names or 'nothing'}. Save it with x=…, y=…."
        )
    x, shape = _read_x(Array(opened, entries["x"], npz.NUMBERS))
    key = next((key for key in LABELS if key in entries), "")
    labels = _read_labels(Array(opened, entries[key], npz.NAMES), len(x)) if key else None
    columns = tuple(f"x{i + 1}" for i in range(shape[0])) if len(shape) == 1 else ()
    numbers, classes, note = classify(labels or ["sample"] * len(x))
    return Samples(x, numbers, classes, columns, shape, note)


def _read_x(array: Array) -> tuple[NDArray[np.float32], tuple[int, ...]]:
    """Return the samples (n, d) and the shape of a sample; `InputError` if they are invalid."""
    shape = array.shape
    if len(shape) not in (2, 3):
        raise InputError(
            f"x has {len(shape)} dimensions: give (samples, features) or (samples, height, width)."
        )
    check_size(shape[0], math.prod(shape[1:]))
    pieces = array.pieces()
    flat, at = np.empty(array.count, np.float32), 0
    for piece in pieces:
        with np.errstate(invalid="ignore"):  # a signalling NaN, which is refused below
            values = piece.astype(np.float64)
        good = np.abs(values) <= LARGEST
        if not good.all():
            wrong = int(good.argmin())
            where = np.unravel_index(at + wrong, shape, array.order)
            place = ", ".join(str(i) for i in where)
            raise InputError(f"x[{place}] is {values[wrong]:g}: give numbers up to {LARGEST:g}.")
        flat[at : at + len(piece)] = values
        at += len(piece)
    if len(shape) == 3 and array.kind == np.uint8:
        flat /= 255  # the usual grey levels
    return flat.reshape(shape, order=array.order).reshape(shape[0], -1), shape[1:]


def _read_labels(array: Array, samples: int) -> list[str]:
    """Return the labels of ``samples`` samples as text; `InputError` if there are others."""
    if array.shape not in ((samples,), (samples, 1)):
        raise InputError(f"There are {samples} samples: give as many labels, one for each.")
    return [*npz.texts(array)]
