"""Jets in memory and in files of the lab's own format: quantised constituents in an NPZ.

A file has ``pt`` (uint16, 0.1 GeV), ``eta`` and ``phi`` (int16, 0.002, relative to the axis of the
jet) of all constituents one after the other, ``count`` (n,) how many of them belong to each jet,
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
MOST_CONSTITUENTS = 200  # of a jet
MOST_JETS = 2_000_000  # in a file
PT_UNIT, ANGLE_UNIT = 0.1, 0.002  # GeV, and η or φ
BROKEN = "The file is broken: save it again."
PIECE = 2**20  # constituents
LARGEST = 1e5  # GeV, or whatever a number of a jet may be


class Jets(NamedTuple):
    """Jets and their constituents, those of all jets one after the other.

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
        """To which jet each constituent (m,) belongs."""
        return np.repeat(np.arange(len(self.jet)), np.diff(self.start))

    def select(self, rows: NDArray[np.int64]) -> "Jets":
        """Return the jets of these rows, in their order."""
        counts = np.diff(self.start)[rows]
        start = np.append(0, np.cumsum(counts))
        place = np.arange(start[-1]) + np.repeat(self.start[rows] - start[:-1], counts)
        pt, eta, phi = self.pt[place], self.eta[place], self.phi[place]
        return Jets(pt, eta, phi, start, self.jet[rows], self.label[rows])


def join(parts: Iterable[Jets]) -> Jets:
    """Return all jets of the parts, one after the other."""
    pt, eta, phi, starts, jet, label = zip(*parts, strict=True)
    counts = np.concatenate([np.diff(start) for start in starts])
    start = np.append(0, np.cumsum(counts))
    return Jets(
        np.concatenate(pt),
        np.concatenate(eta),
        np.concatenate(phi),
        start,
        np.concatenate(jet),
        np.concatenate(label),
    )


def evenly(rows: int, most: int) -> NDArray[np.int64]:
    """Return at most so many rows, evenly spread over all."""
    return np.arange(rows) if rows <= most else np.arange(most) * rows // most


def pack(jets: Jets, about: Mapping[str, Any]) -> bytes:
    """Return the file of some jets. A constituent too soft for a number other than 0 is left out.

    The same jets give the same bytes.
    """
    pt = _quantised(jets.pt, PT_UNIT, np.uint16)
    eta, phi = (_quantised(angle, ANGLE_UNIT, np.int16) for angle in (jets.eta, jets.phi))
    kept = pt > 0
    before = np.zeros(len(kept) + 1, np.int32)  # how many are kept before each
    np.cumsum(kept, dtype=np.int32, out=before[1:])
    file = io.BytesIO()
    np.savez_compressed(
        file,
        pt=pt[kept],
        eta=eta[kept],
        phi=phi[kept],
        count=np.diff(before[jets.start]).astype(np.uint16),
        jet=jets.jet,
        label=jets.label,
        about=np.frombuffer(json.dumps(about, sort_keys=True).encode(), np.uint8),
    )
    return file.getvalue()


def _quantised(values: NDArray[np.float32], unit: float, kind: type[np.integer]) -> NDArray:
    """Return values (m,) in whole units, those that do not fit as the last that does.

    In pieces, since it is also done where there is little memory.
    """
    ends, whole = np.iinfo(kind), np.empty(len(values), kind)
    for begin in range(0, len(values), PIECE):
        piece = slice(begin, begin + PIECE)
        whole[piece] = np.round(values[piece] / unit).clip(ends.min, ends.max)
    return whole


def unpack(file: BinaryIO, most: int = MOST_JETS) -> Jets:
    """Return the jets of a file, or at most so many, evenly spread; `InputError` if it is bad."""
    try:
        with npz.opened(file) as opened:
            return _jets(opened, most)
    except InputError:
        raise
    except npz.BROKEN:
        raise InputError(BROKEN) from None


def about(file: BinaryIO) -> dict[str, Any]:
    """Return what a file of ours says of itself."""
    with np.load(file, allow_pickle=False) as arrays:
        return dict(json.loads(arrays["about"].tobytes()))


def counts(file: BinaryIO) -> dict[str, int]:
    """Return how many jets of each kind a file has, read in pieces; `InputError` if it is bad."""
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
    """Return the jets of a kind, "qcd" or "top", that come with the lab."""
    with path_of(kind).open("rb") as file:
        return unpack(file)


def path_of(kind: str) -> Path:
    """Return where the jets of a kind are that come with the lab."""
    return SHIPPED / f"jets-{kind}.npz"


def _jets(opened: zipfile.ZipFile, most: int) -> Jets:
    """Return the jets of an archive: first how many they are, then those that are wanted."""
    entries = npz.entries(opened)
    if missing := {"pt", "eta", "phi", "count", "jet", "label"} - set(entries):
        raise InputError(f"The file has no array {min(missing)}: it is no file of jets.")
    counts = _counts(Array(opened, entries["count"], "<u2"))
    rows = evenly(len(counts), most)
    picked = np.zeros(len(counts), bool)
    picked[rows] = True
    wanted = np.repeat(picked, counts)
    pt, eta, phi = (
        unit * _picked(Array(opened, entries[name], kind), (len(wanted),), wanted)
        for name, kind, unit in (
            ("pt", "<u2", PT_UNIT),
            ("eta", "<i2", ANGLE_UNIT),
            ("phi", "<i2", ANGLE_UNIT),
        )
    )
    jet = _picked(Array(opened, entries["jet"], "<f4"), (len(counts), 4), np.repeat(picked, 4))
    label = _picked(Array(opened, entries["label"], r"\|u1"), (len(counts),), picked)
    if not (np.abs(jet) <= LARGEST).all() or not (label < len(KINDS)).all():
        raise InputError("The file has a jet that cannot be: a number is too large, or its label.")
    start = np.append(0, np.cumsum(counts[rows]))
    return Jets(pt, eta, phi, start, jet.reshape(-1, 4), label.astype(np.uint8))


def _counts(array: Array) -> NDArray[np.int64]:
    """Return how many constituents each jet (n,) has."""
    if len(array.shape) != 1 or not 1 <= array.count <= MOST_JETS:
        raise InputError(f"The file has no jets, or more than {MOST_JETS:,}.")
    counts = np.concatenate([*array.pieces()]).astype(np.int64)
    if not 1 <= counts.min() <= counts.max() <= MOST_CONSTITUENTS:
        raise InputError(f"A jet has 1 to {MOST_CONSTITUENTS} constituents; here is another.")
    return counts


def _picked(
    array: Array, shape: tuple[int, ...], wanted: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return those numbers (m,) of an array that are wanted, which is read in pieces."""
    if array.shape != shape or array.order != "C":
        raise InputError(f"“{array.name}” does not have the shape {shape}.")
    parts, at = [], 0
    for piece in array.pieces():
        parts.append(piece[wanted[at : at + len(piece)]].astype(np.float32))
        at += len(piece)
    return np.concatenate(parts)
