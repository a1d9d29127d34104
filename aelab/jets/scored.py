"""The held-out jets by mass and anomaly score, which the section on a search cuts on.

The score is the smeared error of PCA with k = SIZE that has learnt 10,000 QCD jets. Made by
`python -m benchmarks.scored`.
"""

import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.home import write as write_file
from aelab.once import once

FILE = Path(__file__).parents[1] / "bundled" / "files" / "scored.npz"
SIZE = 32  # components of the PCA
Values = NDArray[np.float64]


class Scored(NamedTuple):
    """Jets: mass (n,) in GeV, score (n,), and which (n,) are of a top quark."""

    mass: Values
    score: Values
    top: NDArray[np.bool_]


@once(1)
def shipped() -> Scored:
    """Return the scored jets that come with the lab."""
    with np.load(FILE, allow_pickle=False) as file:
        mass, score = (file[name].astype(np.float64) for name in ("mass", "score"))
        return Scored(mass, score, file["top"])


def write(jets: Scored) -> int:
    """Write the scored jets that come with the lab; return the size of the file in bytes."""
    mass, score, top = jets
    packed = io.BytesIO()
    arrays = {"mass": mass.astype(np.float32), "score": score.astype(np.float32), "top": top}
    np.savez_compressed(packed, allow_pickle=False, **arrays)
    write_file(FILE, packed.getvalue())
    return len(packed.getvalue())
