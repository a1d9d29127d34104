"""The limits of own data, and the classes of their labels."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.uploads import npz

MOST_BYTES = 20 * 2**20  # of a file
MOST_SAMPLES, FEWEST_SAMPLES = 50_000, 8
MOST_COLUMNS = 4_096
MOST_VALUES = 40_000_000  # 160 MB as float32
MOST_CLASSES = 10
LARGEST = 1e15  # the sum of the squares of such numbers is finite in float32
LABELS = ("label", "labels", "class", "y")  # names of the column or array of the labels


def check_size(samples: int, columns: int) -> None:
    """Refuse too many or too few samples and columns; `InputError` says which."""
    if samples > MOST_SAMPLES:
        raise InputError(f"There are more than {MOST_SAMPLES:,} samples: give fewer.")
    if columns > MOST_COLUMNS:
        raise InputError(f"A sample has {columns:,} numbers: at most {MOST_COLUMNS:,} are taken.")
    if samples * columns > MOST_VALUES:
        raise InputError(
            f"{samples:,} samples of {columns:,} numbers are too much: "
            f"at most {MOST_VALUES:,} numbers are taken."
        )
    if samples < FEWEST_SAMPLES:
        raise InputError(
            f"There {'is 1 sample' if samples == 1 else f'are {samples} samples'}: "
            f"at least {FEWEST_SAMPLES} are needed."
        )
    if columns < 2:
        raise InputError("A sample needs at least two numbers: there is nothing to compress.")


def classify(raw: Sequence[str]) -> tuple[NDArray[np.uint8], tuple[str, ...], str]:
    """Return class numbers (n,) and class names of labels, and a note if there are too many."""
    names = sorted(set(raw), key=_sort_key)
    if len(names) > MOST_CLASSES:
        note = f"Its labels were left out, for they are more than {MOST_CLASSES}."
        return np.zeros(len(raw), np.uint8), ("sample",), note
    index = {name: i for i, name in enumerate(names)}
    return np.array([index[r] for r in raw], np.uint8), tuple(map(npz.printable, names)), ""


def _sort_key(name: str) -> tuple[bool, float, str]:
    """Return the sort key of a class name: numbers first, by value."""
    try:
        return False, float(name), name
    except ValueError:
        return True, 0.0, name
