"""The held-out jets by mass and anomaly score, and what PCA of several sizes leaves over.

The score, which the section on a search cuts on, is the smeared error of PCA with k = SIZE that
has learnt 10,000 QCD jets. Made by `python -m benchmarks.scored`.
"""

import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.home import write as write_file
from aelab.once import once

FILE = Path(__file__).parents[1] / "bundled" / "files" / "scored.npz"
SIZE = 32  # components of the PCA that scores
SIZES = (2, 6, 16, 32, 64)  # components of those that reconstruct
Values = NDArray[np.float64]


class Scored(NamedTuple):
    """Jets: mass (n,) in GeV, score (n,), and which (n,) are of a top quark."""

    mass: Values
    score: Values
    top: NDArray[np.bool_]


class Components(NamedTuple):
    """Squared errors (s,) per jet for the SIZES of a PCA of QCD jets.

    ``left`` is the sum of the eigenvalues that are left out, ``trained`` the mean error of the
    jets that were learnt from, ``heldout`` that of others with its standard ``error``.
    """

    left: Values
    trained: Values
    heldout: Values
    error: Values


@once(1)
def shipped() -> Scored:
    """Return the scored jets that come with the lab."""
    with np.load(FILE, allow_pickle=False) as file:
        mass, score = (file[name].astype(np.float64) for name in ("mass", "score"))
        return Scored(mass, score, file["top"])


@once(1)
def components() -> Components:
    """Return the errors of PCA that come with the lab."""
    with np.load(FILE, allow_pickle=False) as file:
        return Components(*(file[name] for name in Components._fields))


def write(jets: Scored, errors: Components) -> int:
    """Write what comes with the lab; return the size of the file in bytes."""
    mass, score, top = jets
    arrays = {"mass": mass.astype(np.float32), "score": score.astype(np.float32), "top": top}
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **arrays, **errors._asdict())
    write_file(FILE, packed.getvalue())
    return len(packed.getvalue())
