"""Checkerboard."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import _smoothed
from aelab.datasets._toy import NOISE, Toy
from aelab.datasets.base import dataset

SIDE = 4  # squares along each axis, of side 1
DARK = tuple((c, r) for r in range(SIDE) for c in range(SIDE) if (c + r) % 2 == 0)
CORNERS = np.array(DARK) - SIDE / 2  # lower left ones, (8, 2)


@dataset("checkerboard", "Checkerboard")
class Checkers(Toy):
    """The dark squares of a checkerboard, evenly filled; they are named as in chess."""

    order = 70
    description = "The dark squares of a checkerboard: sharp edges, unlike a smooth network."
    classes = tuple(f"{'abcd'[column]}{row + 1}" for column, row in DARK)
    advice = {"widths": (64, 64), "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}
    dots = 500

    noise: Annotated[float, NOISE] = 0.0

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points in the dark squares, labelled by square."""
        rng = np.random.default_rng(self.seed)
        labels = rng.integers(len(DARK), size=count)
        x = CORNERS[labels] + rng.random((count, 2))
        return x + self.noise * rng.standard_normal(x.shape), labels

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) of the smoothed squares, each a product of two intervals."""
        width = np.hypot(self.noise, sigma)
        if not width:
            return None
        edges = np.arange(SIDE) - SIDE / 2
        of_x, of_y = (
            [_smoothed.interval(column, low, low + 1, width) for low in edges]
            for column in np.asarray(x, np.float64).T
        )
        return _smoothed.mixture([_smoothed.product(of_x[c], of_y[r]) for c, r in DARK])
