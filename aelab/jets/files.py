"""Jets in memory and in files of the lab's own format: quantised constituents in an NPZ.

A file has ``pt`` (uint16, in 0.1 GeV), ``eta`` and ``phi`` (int16, in 0.002, relative to the axis
of the jet) of all constituents, jet by jet, the number ``count`` (n,) of constituents of each jet,
``jet`` (n, 4) with pT, η, φ and mass, ``label`` (n,) and ``about``, a JSON text.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.uploads import npz
from aelab.uploads.npz import Array

SHIPPED = Path(__file__).parents[1] / "datasets" / "files"
KINDS = ("qcd", "top")  # by label
MOST_CONSTITUENTS = 200  # per jet
MOST_JETS = 2_000_000  # per file
PT_UNIT, ANGLE_UNIT = 0.1, 0.002  # units of pT in GeV, and of η and φ
BROKEN = "The file is broken: save it again."
PIECE = 2**20  # constituents per block
LARGEST = 1e5  # largest number of a jet, in GeV


class Jets(NamedTuple):
    """Jets and their constituents, jet by jet.

    ``pt`` in GeV, ``eta`` and ``phi`` are of the constituents (m,), relative to the axis of their
    jet; those of jet i are at ``start[i]`` to ``start[i + 1]``. ``jet`` (n, 4) has pT, η, φ and
    mass of the jets in GeV, ``label`` (n,) is 0 for QCD and 1 for top.
    """

    pt: NDArray[np.float32]
    eta: NDArray[np.float32]
    phi: NDArray[np.float32]
    start: NDArray[np.int64]
    jet: NDArray[np.float32]
    label: NDArray[np.uint8]

    @property
    def owner(self) -> NDArray[np.int64]:
        """The index of the jet of each constituent (m,)."""
        return np.repeat(np.arange(len(self.jet)), np.diff(self.start))

    def select(self, rows: NDArray[np.int64]) -> "Jets":
        """Return the jets with the indices ``rows``, in this order."""
        multiplicities = np.diff(self.start)[rows]
        start = np.append(0, np.cumsum(multiplicities))
        index = np.arange(start[-1]) + np.repeat(self.start[rows] - start[:-1], multiplicities)
        pt, eta, phi = self.pt[index], self.eta[index], self.phi[index]
        return Jets(pt, eta, phi, start, self.jet[rows], self.label[rows])


def join(parts: Iterable[Jets]) -> Jets:
    """Return all jets of the parts, one after the other."""
    pt, eta, phi, starts, jet, label = zip(*parts, strict=True)
    multiplicities = np.concatenate([np.diff(start) for start in starts])
    start = np.append(0, np.cumsum(multiplicities))
    return Jets(
        np.concatenate(pt),
        np.concatenate(eta),
        np.concatenate(phi),
        start,
        np.concatenate(jet),
        np.concatenate(label),
    )


def evenly(rows: int, most: int) -> NDArray[np.int64]:
    """Return at most ``most`` evenly spaced indices of ``rows`` rows.

    >>> evenly(10, 4)
    array([0, 2, 5, 7])
    """
    return np.arange(rows) if rows <= most else np.arange(most) * rows // most


def pack(jets: Jets, description: Mapping[str, Any]) -> bytes:
    """Return the content of a file of jets; the same jets give the same bytes.

    Constituents whose quantised pT is 0 are left out.
    """
    pt = _quantised(jets.pt, PT_UNIT, np.uint16)
    eta, phi = (_quantised(angle, ANGLE_UNIT, np.int16) for angle in (jets.eta, jets.phi))
    nonzero = pt > 0
    before = np.zeros(len(nonzero) + 1, np.int32)  # number of nonzero ones before each
    np.cumsum(nonzero, dtype=np.int32, out=before[1:])
    file = io.BytesIO()
    np.savez_compressed(
        file,
        pt=pt[nonzero],
        eta=eta[nonzero],
        phi=phi[nonzero],
        count=np.diff(before[jets.start]).astype(np.uint16),
        jet=jets.jet,
        label=jets.label,
        about=np.frombuffer(json.dumps(description, sort_keys=True).encode(), np.uint8),
    )
    return file.getvalue()


def _quantised(values: NDArray[np.float32], unit: float, dtype: type[np.integer]) -> NDArray[Any]:
    """Return values (m,) in units of ``unit``, clipped to the range of the dtype.

    It works block by block, since the parser of uploads has little memory.
    """
    limits, result = np.iinfo(dtype), np.empty(len(values), dtype)
    for start in range(0, len(values), PIECE):
        block = slice(start, start + PIECE)
        result[block] = np.round(values[block] / unit).clip(limits.min, limits.max)
    return result


def unpack(file: BinaryIO, most: int = MOST_JETS) -> Jets:
    """Return at most ``most`` jets of a file, evenly spaced.

    Raises:
        InputError: the file is not a valid file of jets.

    """
    try:
        with npz.opened(file) as opened:
            return _jets(opened, most)
    except InputError:
        raise
    except npz.BROKEN:
        raise InputError(BROKEN) from None


def about(file: BinaryIO) -> dict[str, Any]:
    """Return the description that `pack` wrote into a file."""
    with np.load(file, allow_pickle=False) as arrays:
        return dict(json.loads(arrays["about"].tobytes()))


def counts(file: BinaryIO) -> dict[str, int]:
    """Return the number of jets of each kind in a file, read block by block.

    Raises:
        InputError: the file is not a valid file of jets.

    """
    try:
        with npz.opened(file) as opened:
            labels = Array(opened, npz.entries(opened)["label"], r"\|u1", most=MOST_JETS)
            by_label = np.zeros(256, np.int64)
            for piece in labels.pieces():
                by_label += np.bincount(piece, minlength=256)
    except InputError:
        raise
    except npz.BROKEN:
        raise InputError(BROKEN) from None
    return {kind: int(count) for kind, count in zip(KINDS, by_label, strict=False)}


def shipped(kind: str) -> Jets:
    """Return the shipped jets of a kind, "qcd" or "top"."""
    with path_of(kind).open("rb") as file:
        return unpack(file)


def path_of(kind: str) -> Path:
    """Return the file of the shipped jets of a kind, "qcd" or "top"."""
    return SHIPPED / f"jets-{kind}.npz"


def _jets(opened: zipfile.ZipFile, most: int) -> Jets:
    """Return at most ``most`` jets of an archive, evenly spaced."""
    entries = npz.entries(opened)
    if missing := {"pt", "eta", "phi", "count", "jet", "label"} - set(entries):
        raise InputError(f"The file has no array {min(missing)}: it is no file of jets.")
    multiplicities = _counts(Array(opened, entries["count"], "<u2"))
    rows = evenly(len(multiplicities), most)
    selected = np.zeros(len(multiplicities), bool)
    selected[rows] = True
    wanted = np.repeat(selected, multiplicities)
    pt, eta, phi = (
        unit * _selected(Array(opened, entries[name], dtype), (len(wanted),), wanted)
        for name, dtype, unit in (
            ("pt", "<u2", PT_UNIT),
            ("eta", "<i2", ANGLE_UNIT),
            ("phi", "<i2", ANGLE_UNIT),
        )
    )
    of_jets = np.repeat(selected, 4)
    jet = _selected(Array(opened, entries["jet"], "<f4"), (len(multiplicities), 4), of_jets)
    label = _selected(Array(opened, entries["label"], r"\|u1"), (len(multiplicities),), selected)
    if not (np.abs(jet) <= LARGEST).all() or not (label < len(KINDS)).all():
        raise InputError("The file has a jet that cannot be: a number is too large, or its label.")
    start = np.append(0, np.cumsum(multiplicities[rows]))
    return Jets(pt, eta, phi, start, jet.reshape(-1, 4), label.astype(np.uint8))


def _counts(array: Array) -> NDArray[np.int64]:
    """Return the number of constituents of each jet (n,)."""
    if len(array.shape) != 1 or not 1 <= array.count <= MOST_JETS:
        raise InputError(f"The file has no jets, or more than {MOST_JETS:,}.")
    multiplicities = np.concatenate([*array.pieces()]).astype(np.int64)
    if not 1 <= multiplicities.min() <= multiplicities.max() <= MOST_CONSTITUENTS:
        raise InputError(f"A jet has 1 to {MOST_CONSTITUENTS} constituents; here is another.")
    return multiplicities


def _selected(
    array: Array, shape: tuple[int, ...], wanted: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return the wanted elements (m,) of an array, read block by block."""
    if array.shape != shape or array.order != "C":
        raise InputError(f"“{array.name}” does not have the shape {shape}.")
    parts, start = [], 0
    for piece in array.pieces():
        parts.append(piece[wanted[start : start + len(piece)]].astype(np.float32))
        start += len(piece)
    return np.concatenate(parts)
