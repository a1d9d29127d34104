"""The Top Quark Tagging Reference Dataset: HDF5 as pandas writes it, read in pieces.

A row is a jet: ``E_0, PX_0, PY_0, PZ_0`` to ``E_199 … PZ_199`` in GeV, padded with zeros, and
``is_signal_new``, 1 for top. Everything that a file claims is checked before anything is
allocated; what pandas pickled is read as text and never unpickled. The library that reads HDF5 is
not made for strangers' files: what they send is read in a process of its own, see `sandbox`.

Source: Kasieczka, Plehn, Thompson and Russell, Zenodo 2603256, 2019 (CC-BY-4.0).
"""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab import interrupts
from aelab.jets import files
from aelab.jets.files import LARGEST, MOST_CONSTITUENTS, MOST_JETS, Jets
from aelab.params import InputError
from aelab.uploads import npz

TABLE = ("table", "table")  # group and dataset: what pandas makes of key="table"
COMPONENTS = ("E", "PX", "PY", "PZ")
LABEL = "is_signal_new"
BLOCK = re.compile(r"values_block_\d{1,2}")
NAME = re.compile(rb"^(?:\(lp\d+\s)?a?(?:V|S')(\w{1,40})'?$", re.MULTILINE)  # in a pickled list
NAMES_BYTES = 65_000  # of such a list at most
WIDEST = 16_384  # bytes of a row
BLOSC = 32001
FILTERS = (1, 2, 3, 32000, BLOSC)  # deflate, shuffle, Fletcher's sums, LZF
PACKERS = {1, 32000, BLOSC}
UNFOLDED, RATIO = 32 * 2**20, 50  # bytes of a table: so many, and for each packed byte so many
PIECE = 8 * 2**20  # bytes read at once, unless a chunk has more
CHUNK, MOST_CHUNKS = 16 * 2**20, 200_000
SLACK = 1_024  # bytes that packing may add to a chunk
BROKEN = (*npz.BROKEN, AttributeError, AssertionError)  # what the library raises


class _Column(NamedTuple):
    """Where a column is: in which block of a row, and the how manieth of it."""

    block: str
    place: int


def read(path: Path, most: int) -> Jets:
    """Return the jets of a file, or at most so many, evenly spread; `InputError` if it is bad.

    A row without any momentum is left out.
    """
    import h5py

    try:
        with h5py.File(path, "r") as file:
            return _jets(_table(file, path.stat().st_size), most)
    except InputError:
        raise
    except BROKEN as error:
        raise InputError("The file is broken, or no HDF5: save it again.") from error


def _table(file: Any, size: int) -> Any:
    """Return the table, once all that it claims is plausible for a file of so many bytes."""
    import h5py

    found: Any = file
    for name in TABLE:
        inside = isinstance(found, h5py.Group) and name in found
        if not inside or not isinstance(found.get(name, getlink=True), h5py.HardLink):
            raise InputError(
                "The file has no table “table”: save it with pandas, "
                "df.to_hdf(file, key='table', format='table')."
            )
        found = found[name]
    if not isinstance(found, h5py.Dataset) or found.dtype.names is None or found.ndim != 1:
        raise InputError("“table” is no table with columns.")
    _check_storage(found, size)
    return found


def _check_storage(table: Any, size: int) -> None:
    """Refuse a table that is elsewhere, packed in an unknown way, or claims what it has not."""
    rows, row = table.shape[0], table.dtype.itemsize
    if table.external or table.is_virtual:
        raise InputError("The table is in another file: give one file with all in it.")
    if not 1 <= rows <= MOST_JETS or row > WIDEST:
        raise InputError(f"The table has {rows:,} rows of {row:,} bytes: that is not taken.")
    if table.dtype.hasobject:
        raise InputError("The table has texts of any length: give one with numbers alone.")
    _check_filters(table)
    if table.chunks:
        _check_chunks(table, row)
    stored = table.id.get_storage_size()
    if stored > size or rows * row > UNFOLDED + RATIO * stored or not stored:
        raise InputError("The table does not hold what its header says.")


def _check_filters(table: Any) -> None:
    """Refuse a table that is packed in an unknown way, or packed twice."""
    import h5py

    made = table.id.get_create_plist()
    codes = [made.get_filter(number)[0] for number in range(made.get_nfilters())]
    if BLOSC in codes and find_spec("hdf5plugin"):
        import_module("hdf5plugin")  # makes it known to the library
    if not all(code in FILTERS and h5py.h5z.filter_avail(code) for code in codes):
        raise InputError(
            "The table uses an unsupported compression: save it with "
            "complib='zlib', or install the package hdf5plugin if it is Blosc."
        )
    if len({*codes}) < len(codes) or len(PACKERS.intersection(codes)) > 1:
        raise InputError("The table is packed more than once: save it again with complib='zlib'.")


def _check_chunks(table: Any, row: int) -> None:
    """Refuse chunks that are too large or too many, or hold more than the rows they stand for."""
    whole = table.chunks[0] * row
    if whole > CHUNK:
        raise InputError("The table is saved in pieces that are too large.")
    if table.shape[0] > MOST_CHUNKS * table.chunks[0]:
        raise InputError("The table is saved in too many pieces.")
    sizes: list[int] = []
    table.id.chunk_iter(lambda chunk: sizes.append(chunk.size))
    if max(sizes, default=0) > whole + SLACK + whole // 8:
        raise InputError("The table does not hold what its header says.")


def _jets(table: Any, most: int) -> Jets:
    """Return the jets of the rows that are wanted, in pieces of the table."""
    columns = _columns(table)
    momenta = [_places(columns, component) for component in COMPONENTS]
    if LABEL not in columns:
        raise InputError(f"The table has no column {LABEL}.")
    wanted = files.evenly(len(table), most)
    parts = []
    for begin, rows in _pieces(table):
        picked = wanted[
            np.searchsorted(wanted, begin) : np.searchsorted(wanted, begin + len(rows))
        ]
        some = rows[picked - begin]
        four = np.stack([some[b][:, places] for b, places in momenta]).astype(np.float64)
        label = some[columns[LABEL].block][:, columns[LABEL].place]
        parts.append(_converted(four, label, picked))
    jets = files.join(parts)
    if not len(jets.jet):
        raise InputError("No jet of the table has a momentum.")
    return jets


def _columns(table: Any) -> dict[str, _Column]:
    """Return where each column is, by what pandas wrote of it: a pickled list, read as text."""
    found: dict[str, _Column] = {}
    row = table.dtype  # made anew each time
    for block in filter(BLOCK.fullmatch, row.names):
        kind, shape = row[block].base, row[block].shape
        if kind.kind not in "iuf" or len(shape) != 1:
            continue
        names = NAME.findall(_text(table, f"{block}_kind"))
        if len(names) != shape[0]:
            raise InputError("The names of the columns were not understood.")
        found |= {name.decode(): _Column(block, i) for i, name in enumerate(names)}
    return found


def _text(table: Any, attribute: str) -> bytes:
    """Return an attribute of plain bytes, whose length is looked at first."""
    if attribute not in table.attrs:
        return b""
    said = table.attrs.get_id(attribute)
    if said.dtype.kind != "S" or said.shape != () or said.dtype.itemsize > NAMES_BYTES:
        return b""
    return bytes(table.attrs[attribute])


def _places(columns: dict[str, _Column], component: str) -> tuple[str, list[int]]:
    """Return the block of a component of the constituents, and its places there, in order."""
    names = [f"{component}_{i}" for i in range(MOST_CONSTITUENTS)]
    there = [columns[name] for name in names if name in columns]
    if not there:
        raise InputError(f"The table has no columns {component}_0, {component}_1, …")
    if len({column.block for column in there}) > 1:
        raise InputError(f"The columns {component}_0, {component}_1, … are of several types.")
    return there[0].block, [column.place for column in there]


def _pieces(table: Any) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield where a piece of the table begins, and its rows."""
    rows = max(1, PIECE // table.dtype.itemsize)
    if table.chunks:
        rows = max(1, rows // table.chunks[0]) * table.chunks[0]
    for begin in range(0, len(table), rows):
        interrupts.look()
        yield begin, table[begin : begin + rows]


def _converted(four: NDArray[np.float64], label: NDArray[Any], rows: NDArray[np.int64]) -> Jets:
    """Return jets from the momenta (4, r, c) of their constituents."""
    good = (np.abs(four) <= LARGEST).all((0, 2)) & np.isin(label, (0, 1))  # not so for NaN
    if not good.all():
        raise InputError(
            f"Row {rows[good.argmin()] + 1:,} has a momentum that cannot be, or a label that is "
            "neither 0 nor 1."
        )
    _, px, py, _ = four
    pt = np.hypot(px, py)
    there = pt > 0
    full = there.any(1)
    four, pt, there, label = four[:, full], pt[full], there[full], label[full]
    axis = _axis(*four.sum(2))
    owner = np.nonzero(there)[0]
    _, px, py, pz = (component[there] for component in four)
    phi = np.arctan2(py, px) - axis[owner, 2]
    return Jets(
        pt[there].astype(np.float32),
        (np.arcsinh(pz / pt[there]) - axis[owner, 1]).astype(np.float32),
        ((phi + np.pi) % (2 * np.pi) - np.pi).astype(np.float32),
        np.append(0, np.cumsum(there.sum(1))),
        axis.astype(np.float32),
        label.astype(np.uint8),
    )


def _axis(e: NDArray, px: NDArray, py: NDArray, pz: NDArray) -> NDArray[np.float64]:
    """Return pT, η, φ and mass (n, 4) of four-momenta."""
    pt = np.hypot(px, py)
    mass = np.sqrt(np.maximum(e**2 - pt**2 - pz**2, 0))
    eta = np.arcsinh(pz / np.maximum(pt, 1e-9))
    return np.stack([pt, eta, np.arctan2(py, px), mass], axis=1)
