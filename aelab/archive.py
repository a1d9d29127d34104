"""An NPZ of a stranger: its headers are checked before anything is allocated.

Arrays are read in pieces, and nothing is unpickled.
"""

import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError

# An .npz as NumPy writes it: few entries, a short list of them at the very end.
ENTRIES, LISTING, HEAD, PIECE = 16, 16_384, 1_024, 1 << 18
DEFLATE = 1_032  # no packing of this kind makes anything smaller by more
HEADER = re.compile(
    rb"\{\s*'descr':\s*'([^']{1,8})',\s*'fortran_order':\s*(True|False),"
    rb"\s*'shape':\s*\(((?:\d{1,9},\s*)*(?:\d{1,9})?)\),?\s*\}\s*"
)
NUMBERS = r"[<>|=]?(b1|[iu][1248]|f[248])"
NAMES = rf"{NUMBERS}|[<>|=]?[SU]\d{{1,2}}"
BROKEN = (  # what zipfile raises
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, OverflowError,
    RuntimeError, LookupError,
)  # fmt: skip


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive after a look at the very end of it, where the length of its list stands."""
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - 42))
    end = file.read()
    last = end[-22:]
    listed, listing = int.from_bytes(last[10:12], "little"), int.from_bytes(last[12:16], "little")
    if not last.startswith(b"PK\5\6") or last[20:] != b"\0\0" or b"PK\6\7" in end[:-22]:
        raise InputError("The file is not an NPZ as NumPy writes it.")
    if listed > ENTRIES or listing > LISTING:
        raise InputError(f"The file has too many entries: at most {ENTRIES} arrays are taken.")
    return zipfile.ZipFile(file)


def entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return what is in an archive, by the names of the arrays in small letters."""
    return {info.filename.removesuffix(".npy").lower(): info for info in archive.infolist()}


def printable(name: str) -> str:
    """Return a stranger's name as it may be shown."""
    plain = "".join(sign for sign in name if sign.isprintable())
    return f"{plain[:23]}…" if len(plain) > 24 else plain or "none"


class Array:
    """An array of an NPZ: the header is read and checked at once, the numbers in pieces."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, kinds: str) -> None:
        """Read the header; ``kinds`` is a pattern of the types that are taken."""
        self.name = printable(info.filename)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(f"“{self.name}” is packed in a way that is not taken.")
        self.file = archive.open(info)
        head = self.file.read(HEAD)
        said, begin = self._header(head)
        kind, order, shape = (part.decode() for part in said.groups())
        if not re.fullmatch(kinds, kind):
            raise InputError(f"“{self.name}” holds {kind!r}: give an array of numbers.")
        self.kind = np.dtype(kind)
        self.order: Literal["C", "F"] = "F" if order == "True" else "C"
        self.shape = tuple(int(part) for part in shape.split(",") if part.strip())
        self.count = math.prod(self.shape)
        claimed = begin + self.count * self.kind.itemsize
        if not claimed == info.file_size <= DEFLATE * info.compress_size:
            raise InputError(f"“{self.name}” does not hold what its header says.")
        self.rest = head[begin:]

    def _header(self, head: bytes) -> tuple[re.Match[bytes], int]:
        """Return what a header says, and where it ends."""
        wide = 4 if head[6:7] == b"\2" else 2
        begin = 8 + wide + int.from_bytes(head[8 : 8 + wide], "little")
        said = HEADER.fullmatch(head, 8 + wide, begin)
        if not head.startswith(b"\x93NUMPY") or begin > len(head) or said is None:
            raise InputError(f"“{self.name}” is no plain array.")
        return said, begin

    def pieces(self) -> Iterator[NDArray[Any]]:
        """Yield the values in pieces (m,), in the order of the file."""
        size, left = self.kind.itemsize, self.count
        while left:
            wanted = min(left, PIECE) * size
            piece = self.rest + self.file.read(wanted - len(self.rest))
            if len(piece) < wanted:
                raise InputError(f"“{self.name}” ends too early.")
            yield np.frombuffer(piece, self.kind)
            self.rest, left = b"", left - len(piece) // size
