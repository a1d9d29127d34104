"""The Top Quark Tagging Reference Dataset: HDF5 as pandas writes it, read in pieces.

A row is a jet: ``E_0, PX_0, PY_0, PZ_0`` to ``E_199 … PZ_199`` in GeV, padded with zeros, and
``is_signal_new``, 1 for top. All sizes in a file are checked before memory is allocated; pickled
names of columns are parsed as text and never unpickled. Since the HDF5 library is not safe for
untrusted files, uploads are read in a process of their own, see `sandbox`.

Source: Kasieczka, Plehn, Thompson and Russell, 2019, doi:10.5281/zenodo.2603256 (CC-BY-4.0).
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

TABLE = ("table", "table")  # group and dataset that pandas writes for key="table"
COMPONENTS = ("E", "PX", "PY", "PZ")
LABEL = "is_signal_new"
BLOCK = re.compile(r"values_block_\d{1,2}")
NAME = re.compile(rb"^(?:\(lp\d+\s)?a?(?:V|S')(\w{1,40})'?$", re.MULTILINE)  # in a pickled list
NAMES_BYTES = 65_000  # largest size of such a list
WIDEST = 16_384  # largest size of a row in bytes
BLOSC = 32001
FILTERS = (1, 2, 3, 32000, BLOSC)  # deflate, shuffle, Fletcher's sums, LZF
PACKERS = {1, 32000, BLOSC}
UNFOLDED, RATIO = 32 * 2**20, 50  # largest size of a table: bytes, plus bytes per stored byte
PIECE = 8 * 2**20  # bytes per block that is read, unless a chunk is larger
CHUNK, MOST_CHUNKS = 16 * 2**20, 200_000
SLACK = 1_024  # bytes that compression may add to a chunk
BROKEN = (*npz.BROKEN, AttributeError, AssertionError)  # raised by the library


class _Column(NamedTuple):
    """The position of a column: the block of a row, and the index within it."""

    block: str
    position: int


def read(path: Path, most: int) -> Jets:
    """Return at most ``most`` jets of a file, evenly spaced; rows without momenta are left out.

    Raises:
        InputError: the file is not a valid table of jets.

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
    """Return the table, after checks of its declared sizes for a file of ``size`` bytes."""
    import h5py

    item: Any = file
    for name in TABLE:
        inside = isinstance(item, h5py.Group) and name in item
        if not inside or not isinstance(item.get(name, getlink=True), h5py.HardLink):
            raise InputError(
                "The file has no table “table”: save it with pandas, "
                "df.to_hdf(file, key='table', format='table')."
            )
        item = item[name]
    if not isinstance(item, h5py.Dataset) or item.dtype.names is None or item.ndim != 1:
        raise InputError("“table” is no table with columns.")
    _check_storage(item, size)
    return item


def _check_storage(table: Any, size: int) -> None:
    """Refuse a table in another file, with unknown compression, or without the declared data."""
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
    """Refuse a table with unknown or repeated compression."""
    import h5py

    properties = table.id.get_create_plist()
    codes = [properties.get_filter(i)[0] for i in range(properties.get_nfilters())]
    if BLOSC in codes and find_spec("hdf5plugin"):
        import_module("hdf5plugin")  # registers the filter
    if not all(code in FILTERS and h5py.h5z.filter_avail(code) for code in codes):
        raise InputError(
            "The table uses an unsupported compression: save it with "
            "complib='zlib', or install the package hdf5plugin if it is Blosc."
        )
    if len({*codes}) < len(codes) or len(PACKERS.intersection(codes)) > 1:
        raise InputError("The table is packed more than once: save it again with complib='zlib'.")


def _check_chunks(table: Any, row: int) -> None:
    """Refuse chunks that are too large, too many, or larger than the rows they contain."""
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
    """Return at most ``most`` jets, evenly spaced, read block by block."""
    columns = _columns(table)
    momenta = [_indices(columns, component) for component in COMPONENTS]
    if LABEL not in columns:
        raise InputError(f"The table has no column {LABEL}.")
    wanted = files.evenly(len(table), most)
    parts = []
    for begin, rows in _pieces(table):
        first, last = np.searchsorted(wanted, (begin, begin + len(rows)))
        selected = wanted[first:last]
        block = rows[selected - begin]
        four = np.stack([block[b][:, index] for b, index in momenta]).astype(np.float64)
        label = block[columns[LABEL].block][:, columns[LABEL].position]
        parts.append(_converted(four, label, selected))
    jets = files.join(parts)
    if not len(jets.jet):
        raise InputError("No jet of the table has a momentum.")
    return jets


def _columns(table: Any) -> dict[str, _Column]:
    """Return the position of each column by name, parsed from the pickled list of pandas."""
    positions: dict[str, _Column] = {}
    row = table.dtype  # a new object at each access
    for block in filter(BLOCK.fullmatch, row.names):
        kind, shape = row[block].base, row[block].shape
        if kind.kind not in "iuf" or len(shape) != 1:
            continue
        names = NAME.findall(_text(table, f"{block}_kind"))
        if len(names) != shape[0]:
            raise InputError("The names of the columns were not understood.")
        positions |= {name.decode(): _Column(block, i) for i, name in enumerate(names)}
    return positions


def _text(table: Any, attribute: str) -> bytes:
    """Return an attribute of plain bytes, after a check of its length."""
    if attribute not in table.attrs:
        return b""
    stored = table.attrs.get_id(attribute)
    if stored.dtype.kind != "S" or stored.shape != () or stored.dtype.itemsize > NAMES_BYTES:
        return b""
    return bytes(table.attrs[attribute])


def _indices(columns: dict[str, _Column], component: str) -> tuple[str, list[int]]:
    """Return the block of a component of the constituents, and its indices there, in order."""
    names = [f"{component}_{i}" for i in range(MOST_CONSTITUENTS)]
    present = [columns[name] for name in names if name in columns]
    if not present:
        raise InputError(f"The table has no columns {component}_0, {component}_1, …")
    if len({column.block for column in present}) > 1:
        raise InputError(f"The columns {component}_0, {component}_1, … are of several types.")
    return present[0].block, [column.position for column in present]


def _pieces(table: Any) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield the first row of each block of the table, and the rows of the block."""
    rows = max(1, PIECE // table.dtype.itemsize)
    if table.chunks:
        rows = max(1, rows // table.chunks[0]) * table.chunks[0]
    for begin in range(0, len(table), rows):
        interrupts.check()
        yield begin, table[begin : begin + rows]


def _converted(four: NDArray[np.float64], label: NDArray[Any], rows: NDArray[np.int64]) -> Jets:
    """Return jets from the momenta (4, r, c) of their constituents."""
    good = (np.abs(four) <= LARGEST).all((0, 2)) & np.isin(label, (0, 1))  # False for NaN
    if not good.all():
        raise InputError(
            f"Row {rows[good.argmin()] + 1:,} has a momentum that cannot be, or a label that is "
            "neither 0 nor 1."
        )
    _, px, py, _ = four
    pt = np.hypot(px, py)
    present = pt > 0
    full = present.any(1)
    four, pt, present, label = four[:, full], pt[full], present[full], label[full]
    axis = _axis(*four.sum(2))
    owner = np.nonzero(present)[0]
    _, px, py, pz = (component[present] for component in four)
    phi = np.arctan2(py, px) - axis[owner, 2]
    return Jets(
        pt[present].astype(np.float32),
        (np.arcsinh(pz / pt[present]) - axis[owner, 1]).astype(np.float32),
        ((phi + np.pi) % (2 * np.pi) - np.pi).astype(np.float32),
        np.append(0, np.cumsum(present.sum(1))),
        axis.astype(np.float32),
        label.astype(np.uint8),
    )


def _axis(
    e: NDArray[Any], px: NDArray[Any], py: NDArray[Any], pz: NDArray[Any]
) -> NDArray[np.float64]:
    """Return pT, η, φ and mass (n, 4) of four-momenta."""
    pt = np.hypot(px, py)
    mass = np.sqrt(np.maximum(e**2 - pt**2 - pz**2, 0))
    eta = np.arcsinh(pz / np.maximum(pt, 1e-9))
    return np.stack([pt, eta, np.arctan2(py, px), mass], axis=1)
