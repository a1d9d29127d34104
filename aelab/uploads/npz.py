"""Reading an untrusted NPZ: headers are checked before anything is allocated.

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

# An .npz as NumPy writes it: few entries, and a short central directory at the very end.
ENTRIES, LISTING, HEAD, PIECE = 16, 16_384, 1_024, 1 << 18
UNFOLDED, RATIO = 64 * 2**20, 200  # maximum bytes of an array: so many, plus RATIO per packed byte
HEADER = re.compile(
    rb"\{\s*'descr':\s*'([^']{1,8})',\s*'fortran_order':\s*(True|False),"
    rb"\s*'shape':\s*\(((?:\d{1,9},\s*)*(?:\d{1,9})?)\),?\s*\}\s*"
)
NUMBERS = r"[<>|=]?(b1|[iu][1248]|f[248])"
TEXT = r"[<>|=]?[SU][1-9]\d?"
NAMES = rf"{NUMBERS}|{TEXT}"
LAST_CODE, SURROGATES = 0x10FFFF, (0xD800, 0xDFFF)  # of Unicode; surrogates are no characters
BROKEN = (  # what zipfile and NumPy raise for a broken file
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    LookupError,
    SystemError,
)


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive after checking the size of its central directory.

    Raises:
        InputError: If it is no archive as NumPy writes it, or has too many entries.

    """
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
    """Return the entries of an archive by the names of the arrays in lower case."""
    return {info.filename.removesuffix(".npy").lower(): info for info in archive.infolist()}


def printable(name: str, most: int = 24) -> str:
    """Return an untrusted name with printable characters only, shortened to ``most``."""
    plain = "".join(character for character in name if character.isprintable()).strip()
    return f"{plain[: most - 1]}…" if len(plain) > most else plain or "none"


class Array:
    """An array of an NPZ: the header is read and checked at once, the numbers in pieces."""

    def __init__(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, kinds: str, most: int | None = None
    ) -> None:
        """Read the header of an entry.

        Args:
            archive: The archive of the entry.
            info: The entry.
            kinds: Pattern of the types that are allowed.
            most: Maximum number of values; None for any number.

        Raises:
            InputError: If the entry is no plain array of these types, or too large.

        """
        self.name = printable(info.filename)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(
                f"“{self.name}” uses an unsupported compression: save it with np.savez."
            )
        self.file = archive.open(info)
        head = self.file.read(HEAD)
        header, begin = self._header(head)
        kind, order, shape = (part.decode() for part in header.groups())
        if not re.fullmatch(kinds, kind):
            raise InputError(f"“{self.name}” holds {kind!r}: give an array of numbers.")
        self.kind = np.dtype(kind)
        self.order: Literal["C", "F"] = "F" if order == "True" else "C"
        self.shape = tuple(int(part) for part in shape.split(",") if part.strip())
        self.count = math.prod(self.shape)
        claimed = begin + self.count * self.kind.itemsize
        if claimed != info.file_size or self.count > (self.count if most is None else most):
            raise InputError(f"“{self.name}” does not hold what its header says.")
        self.too_much = claimed > UNFOLDED + RATIO * info.compress_size
        self.rest = head[begin:]

    def _header(self, head: bytes) -> tuple[re.Match[bytes], int]:
        """Return the parsed header, and where it ends; `InputError` if it is none."""
        wide = 4 if head[6:7] == b"\2" else 2
        begin = 8 + wide + int.from_bytes(head[8 : 8 + wide], "little")
        header = HEADER.fullmatch(head, 8 + wide, begin)
        if not head.startswith(b"\x93NUMPY") or begin > len(head) or header is None:
            raise InputError(f"“{self.name}” is no plain array.")
        return header, begin

    def pieces(self) -> Iterator[NDArray[Any]]:
        """Return the values in pieces (m,), in the order of the file.

        Raises:
            InputError: At once if they unfold to too much; later if the file ends too early.

        """
        if self.too_much:
            raise InputError(f"“{self.name}” unfolds to too much: save it without compression.")
        return self._pieces()

    def _pieces(self) -> Iterator[NDArray[Any]]:
        size, left = self.kind.itemsize, self.count
        while left:
            wanted = min(left, PIECE) * size
            piece = self.rest + self.file.read(wanted - len(self.rest))
            if len(piece) < wanted:
                raise InputError(f"“{self.name}” ends too early.")
            yield np.frombuffer(piece, self.kind)
            self.rest, left = b"", left - len(piece) // size

    def whole(self) -> NDArray[Any]:
        """Return all values (n,) of a small array."""
        return np.concatenate([*self.pieces()]) if self.count else np.empty(0, self.kind)


def texts(array: Array) -> Iterator[str]:
    """Yield the values of an array of numbers or names as text; `InputError` if not Unicode."""
    for piece in array.pieces():
        if array.kind.kind == "U" and not _is_unicode(piece):
            raise InputError(f"“{array.name}” holds what is no text: save it again.")
        yield from map(_text, piece.tolist())


def _is_unicode(piece: NDArray[np.str_]) -> bool:
    """Return whether all codes of an array of text are characters, which NumPy does not check."""
    codes = piece.view(np.dtype(np.uint32).newbyteorder(piece.dtype.byteorder))
    low, high = SURROGATES
    return bool(((codes <= LAST_CODE) & ((codes < low) | (codes > high))).all())


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return f"{value:g}" if isinstance(value, float) else str(value).strip()
