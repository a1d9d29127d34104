"""The binary format of frames, which runs send to browsers, and of finished runs.

A frame has the length of the header (u32, little-endian), the header (JSON, padded to a multiple
of 8), then the arrays, raw and little-endian, each starting at a multiple of 8 after the header.
An array can be sent in parts, each with its first row and the total number of rows; the reader
assembles them. Numbers of the header that are not finite become null; float arrays may hold NaN.
"""

import json
import math
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CODES: dict[str, np.dtype[Any]] = {
    "f4": np.dtype("<f4"),
    "i4": np.dtype("<i4"),
    "u1": np.dtype("u1"),
}


@dataclass(frozen=True)
class Part:
    """Rows of a named array, from row ``start`` of ``rows`` in total; None is the whole array."""

    name: str
    array: NDArray[Any]
    start: int = 0
    rows: int | None = None


def pack(header: dict[str, Any], parts: list[Part]) -> bytes:
    """Return one frame; numbers of the header that are not finite become null.

    Raises:
        TypeError: an array is not float32, int32 or uint8.

    """
    entries, chunks, offset = [], [], 0
    for part in parts:
        array = np.ascontiguousarray(part.array)
        code = f"{array.dtype.kind}{array.dtype.itemsize}"
        if code not in CODES:
            raise TypeError(f"{part.name} is {array.dtype}; a frame holds {', '.join(CODES)}.")
        raw = array.astype(CODES[code], copy=False).tobytes()
        rows = len(array) if part.rows is None else part.rows
        entries.append(
            {
                "name": part.name,
                "dtype": code,
                "shape": list(array.shape),
                "offset": offset,
                "start": part.start,
                "rows": rows,
            }
        )
        padding = -len(raw) % 8
        chunks += [raw, bytes(padding)]
        offset += len(raw) + padding
    plain = finite(header) | {"arrays": entries}
    text = json.dumps(plain, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + 4) % 8)
    return struct.pack("<I", len(text)) + text + b"".join(chunks)


def finite(value: Any) -> Any:
    """Return plain data, with None for numbers that are not finite and NumPy scalars converted."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def unpack(frame: bytes) -> tuple[dict[str, Any], list[Part]]:
    """Return header and parts of a frame; the arrays are read-only views of its bytes."""
    (length,) = struct.unpack_from("<I", frame)
    header = json.loads(frame[4 : 4 + length])
    parts = []
    for a in header.pop("arrays"):
        count = int(np.prod(a["shape"], dtype=np.int64))
        flat = np.frombuffer(frame, CODES[a["dtype"]], count, 4 + length + a["offset"])
        parts.append(Part(a["name"], flat.reshape(a["shape"]), a["start"], a["rows"]))
    return header, parts


@dataclass(frozen=True)
class Picture:
    """The content of a frame: its header, and its arrays by "view.name"."""

    header: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]

    def view(self, name: str) -> Mapping[str, Any]:
        """Return the entry of a view in the header.

        Raises:
            KeyError: the frame has no view with this name.

        """
        for view in self.header["views"]:
            if view["name"] == name:
                return dict(view)
        raise KeyError(name)

    def last(self, curves: str, term: str) -> float:
        """Return the last value of a term in a view of curves."""
        column = self.view(curves)["terms"].index(term)
        return float(self.arrays[f"{curves}.terms"][-1, column])


def picture(frame: bytes) -> Picture:
    """Return the content of a full frame."""
    header, parts = unpack(frame)
    return Picture(header, {part.name: part.array for part in parts})


def merged(full: bytes, later: Iterable[bytes]) -> bytes:
    """Return a full frame, updated by the partial frames that came after it."""
    header, parts = unpack(full)
    arrays = {part.name: part.array for part in parts}
    for frame in later:
        newer, updates = unpack(frame)
        header |= newer | {"full": True}
        for part in updates:
            arrays[part.name] = _updated(arrays.get(part.name), part)
    return pack(header, [Part(name, array) for name, array in arrays.items()])


def _updated(array: NDArray[Any] | None, part: Part) -> NDArray[Any]:
    """Return the array with the rows of a part; a complete part replaces it."""
    stop = part.start + len(part.array)
    if array is None or (part.start, stop) == (0, part.rows):
        return part.array
    array = array if array.flags.writeable else array.copy()
    array[part.start : stop] = part.array
    return array
