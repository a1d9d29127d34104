"""Files that unfold, or that claim what they do not hold."""

import io
import pickle
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

LARGE = 2 * 10**8
ROWS = 20


def npz(**arrays: NDArray[Any]) -> bytes:
    """Return arrays as a packed NPZ."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    """Return an archive with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def header(shape: tuple[int, ...], kind: str = "<f8") -> bytes:
    """Return the header of an array as NumPy writes it."""
    text = str({"descr": kind, "fortran_order": False, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text


def hdf5(rows: int, chunk: int = 1_000) -> bytes:
    """Return a table of jets as pandas writes it, whose rows are all the same."""
    import h5py

    names = [f"{part}_{i}" for i in range(200) for part in ("E", "PX", "PY", "PZ")]
    kind = np.dtype(
        [("index", "<i8"), ("values_block_0", "<f4", (800,)), ("values_block_1", "<i8", (1,))]
    )
    piece = np.zeros(chunk, kind)
    piece["values_block_0"] = np.tile(np.array([2, 1, 1, 1], np.float32), 200)
    packed, file = zlib.compress(piece.tobytes(), 9), io.BytesIO()
    with h5py.File(file, "w") as opened:
        table = opened.create_dataset(
            "table/table", (rows,), kind, chunks=(chunk,), compression="gzip"
        )
        table.attrs["values_block_0_kind"] = np.bytes_(pickle.dumps(names, 0))
        table.attrs["values_block_1_kind"] = np.bytes_(pickle.dumps(["is_signal_new"], 0))
        for begin in range(0, rows, chunk):
            table.id.write_direct_chunk((begin,), packed)
    return file.getvalue()


def jets(count: int, each: int = 200) -> bytes:
    """Return jets in the lab's own format, all of them the same."""
    total = count * each
    return npz(
        pt=np.full(total, 10, np.uint16),
        eta=np.full(total, 3, np.int16),
        phi=np.full(total, 3, np.int16),
        count=np.full(count, each, np.uint16),
        jet=np.ones((count, 4), np.float32),
        label=np.zeros(count, np.uint8),
        about=np.frombuffer(b"{}", np.uint8),
    )


def many_entries() -> bytes:
    """Return an archive whose end says that it has one entry, and which has 40,000."""
    content = zipped({f"{i}": b"" for i in range(40_000)})
    return content[:-14] + b"\1\0\1\0" + content[-10:]


def samples() -> NDArray[Any]:
    """Return ordinary samples (n, 3)."""
    return np.random.default_rng(0).normal(size=(ROWS, 3))


def labelled(sign: int, width: int = 1) -> bytes:
    """Return samples whose labels are this sign, which need not be one of Unicode."""
    labels = np.full(ROWS * width, sign, np.uint32)
    labels[:width] = ord("a")
    return npz(x=samples(), y=labels.view(f"<U{width}"))
