"""Data of one's own: CSV or NPZ bytes become samples, or one sentence says why not.

What comes in is a stranger's: it is read in a process of its own (see `sandbox`), headers are
checked before anything is allocated, arrays are read in pieces, and nothing is unpickled. What was
taken is kept in the `store`.
"""

import csv
import io
import itertools
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.uploads import npz, store
from aelab.uploads.npz import Array
from aelab.uploads.sandbox import Source
from aelab.uploads.store import Samples

MOST_BYTES = 20 * 2**20  # of a file
MOST_SAMPLES, FEWEST_SAMPLES = 50_000, 8
MOST_COLUMNS = 4_096
MOST_VALUES = 40_000_000  # 160 MB as float32
MOST_CLASSES = 10
MOST_DRAWN = 2_000
LARGEST = 1e15  # sums of the squares of such numbers are still finite in float32
LINE, FIELD = 250_000, 100  # characters
LINES = 2 * MOST_SAMPLES + 100  # every other one may be empty
LABELS = ("label", "labels", "class", "y")


def uploaded(source: Source) -> tuple[str, str]:
    """Keep the samples of an upload; return their name in the store, and a note."""
    return store.uploaded(__name__, source)


def convert(source: BinaryIO, target: Path) -> tuple[str, str]:
    """Write what the store keeps of an upload; return its name and a note.

    Runs in the process of `sandbox_child`.
    """
    samples = read(source.read(MOST_BYTES + 1))
    return store.pack(samples, target), samples.note


def read(content: bytes) -> Samples:
    """Return the samples of an uploaded file; `InputError` says in a sentence what is wrong."""
    if len(content) > MOST_BYTES:
        raise InputError(
            f"The file has {len(content) / 2**20:.1f} MB: at most {MOST_BYTES >> 20} MB are taken."
        )
    return _npz(content) if content.startswith(b"PK") else _csv(content)


def drawn(said: Any) -> Samples:
    """Return the points drawn by hand, from what the pad sends: [[x, y, label], ...]."""
    points = said.get("points") if isinstance(said, dict) else None
    if not isinstance(points, list) or len(points) > MOST_DRAWN or not all(map(_is_point, points)):
        raise InputError(f"The drawing was not understood: draw up to {MOST_DRAWN} points.")
    _sized(len(points), 2)
    labels, classes, note = _classed([f"class {point[2] + 1}" for point in points])
    x = np.array([point[:2] for point in points], np.float32)
    return Samples(x, labels, classes, ("x₁", "x₂"), (2,), note)


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 3:
        return False
    plain = all(type(v) in (int, float) and abs(v) <= 1 for v in point[:2])  # not so for NaN
    return plain and type(point[2]) is int and 0 <= point[2] < MOST_CLASSES


def _sized(samples: int, columns: int) -> None:
    """Refuse what is too much or too little."""
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


def _classed(raw: Sequence[str]) -> tuple[NDArray[np.uint8], tuple[str, ...], str]:
    """Return labels (n,), the names of the classes, and a note if there are too many of them."""
    names = sorted(set(raw), key=_place)
    if len(names) > MOST_CLASSES:
        note = f"Its labels were left out, for they are more than {MOST_CLASSES}."
        return np.zeros(len(raw), np.uint8), ("sample",), note
    index = {name: i for i, name in enumerate(names)}
    return np.array([index[r] for r in raw], np.uint8), tuple(map(npz.printable, names)), ""


def _place(name: str) -> tuple[bool, float, str]:
    """Return the place of a class: numbers first, in their order."""
    try:
        return False, float(name), name
    except ValueError:
        return True, 0.0, name


# CSV


def _csv(content: bytes) -> Samples:
    rows = _rows(content)
    begin, first = next(rows, (0, []))
    if not first:
        raise InputError("The file is empty.")
    if len(first) > MOST_COLUMNS + 1:
        raise InputError(
            f"Line {begin} has {len(first):,} columns: at most {MOST_COLUMNS:,} are taken."
        )
    headed = _is_header(first)
    table = _Table(first, headed=headed)
    for line, fields in rows if headed else itertools.chain([(begin, first)], rows):
        table.add(line, fields)
    return table.samples()


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of each line that is not empty, with its number."""
    first = next((line for line in _lines(content) if line.strip()), "")
    delimiter = _delimiter(first)
    if delimiter == " ":
        for number, line in enumerate(_lines(content), 1):
            if fields := line.removeprefix("#").split():  # as NumPy writes a header
                yield number, fields
        return
    reader = csv.reader(_lines(content), delimiter=delimiter, skipinitialspace=True)
    try:
        for fields in reader:
            if len(fields) > 1 or (fields and fields[0].strip()):
                yield reader.line_num, fields
    except csv.Error:
        raise InputError(f"Line {reader.line_num} has a quote that does not end.") from None


def _lines(content: bytes) -> Iterator[str]:
    """Yield the lines of a text, none of which is long."""
    file = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig")
    for number in itertools.count(1):
        try:
            line = file.readline(LINE + 1)
        except UnicodeDecodeError:
            raise InputError("The file is neither an NPZ file nor text in UTF-8.") from None
        if number > LINES:
            _sized(number, 2)
        if len(line) > LINE:
            raise InputError(
                f"Line {number} is too long: at most {MOST_COLUMNS:,} columns are taken."
            )
        if not line:
            return
        yield line


def _delimiter(line: str) -> str:
    """Return what separates the fields of a table, judged by its first line."""
    bare = re.sub(r'"[^"]*"', "", line).strip()
    return next((sign for sign in ";\t, " if sign in bare), ",")


def _is_header(fields: Sequence[str]) -> bool:
    named = any(_name(field) in LABELS for field in fields)
    return named or not any(map(_is_number, fields))


def _name(field: str) -> str:
    return field.strip(" #\t\n").lower()


def _title(field: str) -> str:
    """Return the name of a column as it may be shown, empty if it has none."""
    name = field.strip(" #\t\n")
    return npz.printable(name) if name else ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class _Table:
    """The samples of a CSV, row by row."""

    def __init__(self, first: Sequence[str], *, headed: bool) -> None:
        """Learn from the first line which column is the label and which one only counts rows."""
        self.width = len(first)
        self.names = [_title(f) if headed else "" for f in first]
        lower = [name.lower() for name in self.names]
        found = [i for i, name in enumerate(lower) if name in LABELS]
        self.label = found[0] if found else None
        index = [0] if headed and not self.names[0] else []  # as pandas writes it
        self.features = [i for i in range(self.width) if i not in (*found[:1], *index)]
        _sized(FEWEST_SAMPLES, len(self.features))
        self.pick = itemgetter(*self.features)
        self.values: list[NDArray[np.float32]] = []  # a row each
        self.raw: list[str] = []

    def add(self, line: int, fields: list[str]) -> None:
        """Take in a row; `InputError` names what is wrong in it."""
        if len(fields) != self.width:
            raise InputError(
                f"Line {line} has {len(fields)} fields where the first line has {self.width}."
            )
        if len(self.values) == MOST_SAMPLES:
            _sized(MOST_SAMPLES + 1, len(self.features))
        if self.label is not None:
            self.raw.append(fields[self.label].strip()[:FIELD])
        picked: tuple[str, ...] = self.pick(fields)
        values = _numbers(picked)
        if values is None:
            values = np.array([self._value(line, i, fields[i]) for i in self.features])
        self.values.append(values.astype(np.float32))

    def _value(self, line: int, column: int, field: str) -> float:
        """Return a number; `InputError` says where it is and why it is none."""
        name = f" (“{self.names[column]}”)" if self.names[column] else ""
        where = f"Line {line}, column {column + 1}{name}"
        text = field.strip()
        if not text:
            raise InputError(f"{where} is empty: give a number.")
        shown = f"“{npz.printable(text)}”"
        if not _is_plain([field]) or not _is_number(text):
            raise InputError(f"{where} is {shown}: that is not a decimal number.")
        value = float(text)
        if not abs(value) <= LARGEST:
            raise InputError(f"{where} is {shown}: give numbers up to {LARGEST:g}.")
        return value

    def samples(self) -> Samples:
        """Return all rows."""
        rows = len(self.values)
        _sized(rows, len(self.features))
        labels, classes, note = _classed(self.raw or ["sample"] * rows)
        names = tuple(self.names[i] or f"column {i + 1}" for i in self.features)
        return Samples(np.stack(self.values), labels, classes, names, (len(names),), note)


def _numbers(fields: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the numbers (d,) of a row, None if one of them may not be taken."""
    if not _is_plain(fields):
        return None
    try:
        values = np.fromiter(map(float, fields), np.float64, len(fields))
    except ValueError:
        return None
    return values if np.abs(values).sum() <= LARGEST else None


def _is_plain(fields: Sequence[str]) -> bool:
    """Return whether fields are short and without what only Python takes for digits."""
    whole = "".join(fields)
    return len(whole) <= FIELD * len(fields) and whole.isascii() and "_" not in whole


# NPZ


def _npz(content: bytes) -> Samples:
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
    classed, classes, note = _classed(labels or ["sample"] * len(x))
    return Samples(x, classed, classes, columns, shape, note)


def _read_x(array: Array) -> tuple[NDArray[np.float32], tuple[int, ...]]:
    """Return the samples (n, d) and the shape of one of them."""
    shape = array.shape
    if len(shape) not in (2, 3):
        raise InputError(
            f"x has {len(shape)} dimensions: give (samples, features) or (samples, height, width)."
        )
    _sized(shape[0], math.prod(shape[1:]))
    pieces = array.pieces()
    flat, at = np.empty(array.count, np.float32), 0
    for piece in pieces:
        with np.errstate(invalid="ignore"):  # a signalling NaN, which is then told
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
        flat /= 255  # grey levels as most write them
    return flat.reshape(shape, order=array.order).reshape(shape[0], -1), shape[1:]


def _read_labels(array: Array, samples: int) -> list[str]:
    """Return the labels of so many samples as text."""
    if array.shape not in ((samples,), (samples, 1)):
        raise InputError(f"There are {samples} samples: give as many labels, one for each.")
    return [*npz.texts(array)]
