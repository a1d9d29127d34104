"""Claims of the lecture on Oja's rule, measured in a run on digits."""

import math

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import estimates

PARTS = 8  # of the second half of a run


@claim(
    "hebb.eigendigit",
    rows=(12,),
    statement="On digits, too, w turns to u₁ and stays as far from it as the rate says.",
    formula=r"\langle\sin^2\theta\rangle \approx \frac{\epsilon}{2}"
    r"\sum_{i>1}\frac{\langle(u_1^Tx)^2(u_i^Tx)^2\rangle}{\lambda_1 - \lambda_i}\,r_i",
    tolerance=0.1,
    why="Standard error over eight parts of the second half of the run. The factor r_i is that of "
    "samples that come once per epoch; terms of the next order in ε are left out.",
    demo="oja-mnist",
    fault=Fault("rate", "rate ε in the prediction"),
)
def eigendigit(picture: Picture, rate: float = 1.0) -> Finding:
    """Measure the mean of sin²θ of the first row; the prediction is for ``rate`` times its ε."""
    (level,) = (level["value"] for level in picture.view("angles")["levels"])
    sines = np.sin(np.radians(_late(picture, "angles")))
    measured = estimates.blocks(np.square(sines), PARTS)
    return Finding(rate * math.sin(math.radians(level)) ** 2, *measured, PARTS)


@claim(
    "hebb.digits",
    rows=(10,),
    statement="On digits the mean of ‖w‖² lies above 1/α by what the rate says.",
    formula=r"\alpha\langle\|w\|^2\rangle \approx 1 + \frac{\epsilon}{2\lambda_1}"
    r"\sum_{i>1}\langle(u_1^Tx)^2(u_i^Tx)^2\rangle",
    tolerance=5e-4,
    why="Standard error over eight parts of the second half of the run; terms of the next order "
    "in ε are left out.",
    demo="oja-mnist",
    fault=Fault("rate", "rate ε in the prediction"),
)
def digits(picture: Picture, rate: float = 1.0) -> Finding:
    """Measure the mean of ‖w‖² of the only row; the prediction is for ``rate`` times its ε."""
    levels = {level["label"]: level["value"] for level in picture.view("norms")["levels"]}
    measured = estimates.blocks(_late(picture, "norms"), PARTS)
    above = levels["predicted mean"] - levels["1/α"]
    return Finding(levels["1/α"] + rate * above, *measured, PARTS)


def _late(picture: Picture, curves: str) -> NDArray[np.float64]:
    """Return the second half of the first curve of a view, up to now."""
    line = picture.arrays[f"{curves}.terms"][:, 0].astype(np.float64)
    return line[len(line) // 2 :]
