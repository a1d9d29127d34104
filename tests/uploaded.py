"""Files as strangers upload them, whole and broken."""

import io
import struct
import zipfile

import numpy as np

X = np.zeros((20, 3))


def npz(pack=np.savez, **arrays):
    file = io.BytesIO()
    pack(file, **arrays)
    return file.getvalue()


def rows(count=12):
    return "".join(f"{i}.5,-{i}e-1,{'ab'[i % 2]}\n" for i in range(count))


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """An archive with these bytes as its entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def header(shape, kind="<f8", order=False):
    """The header of an array as NumPy writes it."""
    text = str({"descr": kind, "fortran_order": order, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text


def wide(length):
    """A header of version 2 that claims to be so long."""
    return b"\x93NUMPY\2\0" + struct.pack("<I", length)
