"""Files as strangers upload them, whole and broken."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np

X = np.zeros((20, 3))


def npz(pack: Callable[..., Any] = np.savez, **arrays: Any) -> bytes:
    file = io.BytesIO()
    pack(file, **arrays)
    return file.getvalue()


def rows(count: int = 12) -> str:
    return "".join(f"{i}.5,-{i}e-1,{'ab'[i % 2]}\n" for i in range(count))


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these bytes as its entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def header(shape: tuple[int, ...], kind: str = "<f8", order: bool | str | None = False) -> bytes:
    """The header of an array as NumPy writes it."""
    text = str({"descr": kind, "fortran_order": order, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text


def wide(length: Any) -> Any:
    """A header of version 2 that claims to be so long."""
    return b"\x93NUMPY\2\0" + struct.pack("<I", length)
