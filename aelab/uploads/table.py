"""Reading an untrusted CSV."""

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.uploads import npz
from aelab.uploads.limits import (
    FEWEST_SAMPLES,
    LABELS,
    LARGEST,
    MOST_COLUMNS,
    MOST_SAMPLES,
    check_size,
    classify,
)
from aelab.uploads.store import Samples

LINE, FIELD = 250_000, 100  # characters
LINES = 2 * MOST_SAMPLES + 100  # every second line may be empty


def read_table(content: bytes) -> Samples:
    """Return the samples of a CSV; `InputError` says where it is wrong."""
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
    """Yield number and fields of each line that is not empty."""
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
    """Yield the lines of a text; `InputError` if one is too long, or there are too many."""
    file = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig")
    for number in itertools.count(1):
        try:
            line = file.readline(LINE + 1)
        except UnicodeDecodeError:
            raise InputError("The file is neither an NPZ file nor text in UTF-8.") from None
        if number > LINES:
            check_size(number, 2)
        if len(line) > LINE:
            raise InputError(
                f"Line {number} is too long: at most {MOST_COLUMNS:,} columns are taken."
            )
        if not line:
            return
        yield line


def _delimiter(line: str) -> str:
    """Return the delimiter of a table, determined from its first line."""
    bare = re.sub(r'"[^"]*"', "", line).strip()
    return next((character for character in ";\t, " if character in bare), ",")


def _is_header(fields: Sequence[str]) -> bool:
    named = any(_name(field) in LABELS for field in fields)
    return named or not any(map(_is_number, fields))


def _name(field: str) -> str:
    return field.strip(" #\t\n").lower()


def _title(field: str) -> str:
    """Return the printable name of a column, empty if it has none."""
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
        """Determine the columns from the first line: features, label, and index of the rows."""
        self.width = len(first)
        self.names = [_title(f) if headed else "" for f in first]
        lower = [name.lower() for name in self.names]
        labels = [i for i, name in enumerate(lower) if name in LABELS][:1]
        self.label = labels[0] if labels else None
        index = [0] if headed and not self.names[0] else []  # as pandas writes it
        self.features = [i for i in range(self.width) if i not in (*labels, *index)]
        check_size(FEWEST_SAMPLES, len(self.features))
        self.pick = itemgetter(*self.features)
        self.values: list[NDArray[np.float32]] = []  # a row each
        self.raw: list[str] = []

    def add(self, line: int, fields: list[str]) -> None:
        """Add a row; `InputError` says where it is wrong."""
        if len(fields) != self.width:
            raise InputError(
                f"Line {line} has {len(fields)} fields where the first line has {self.width}."
            )
        if len(self.values) == MOST_SAMPLES:
            check_size(MOST_SAMPLES + 1, len(self.features))
        if self.label is not None:
            self.raw.append(fields[self.label].strip()[:FIELD])
        picked: tuple[str, ...] = self.pick(fields)
        values = _numbers(picked)
        if values is None:
            values = np.array([self._value(line, i, fields[i]) for i in self.features])
        self.values.append(values.astype(np.float32))

    def _value(self, line: int, column: int, field: str) -> float:
        """Return a number; `InputError` says where it is and why it is invalid."""
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
        check_size(rows, len(self.features))
        labels, classes, note = classify(self.raw or ["sample"] * rows)
        names = tuple(self.names[i] or f"column {i + 1}" for i in self.features)
        return Samples(np.stack(self.values), labels, classes, names, (len(names),), note)


def _numbers(fields: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the numbers (d,) of a row, None if one of them is invalid."""
    if not _is_plain(fields):
        return None
    try:
        values = np.fromiter(map(float, fields), np.float64, len(fields))
    except ValueError:
        return None
    return values if np.abs(values).sum() <= LARGEST else None


def _is_plain(fields: Sequence[str]) -> bool:
    """Return whether fields are short ASCII without underscores, which `float` allows."""
    text = "".join(fields)
    return len(text) <= FIELD * len(fields) and text.isascii() and "_" not in text
