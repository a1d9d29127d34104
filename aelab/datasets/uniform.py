"""Uniform noise."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import _smoothed
from aelab.datasets._toy import NOISE, Toy
from aelab.datasets.base import dataset

HALF = 1.5  # half the side of the square


@dataset("uniform-noise", "Uniform noise")
class Uniform(Toy):
    """Points anywhere in a square."""

    order = 90
    description = (
        "Uniform noise in a square: no shape to find, so a code of one number loses much."
    )
    classes = ("lower left", "lower right", "upper left", "upper right")
    advice = {"widths": (64, 64), "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}
    dots = 110

    noise: Annotated[float, NOISE] = 0.0

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points in the square, labelled by quarter."""
        rng = np.random.default_rng(self.seed)
        x = HALF * (2 * rng.random((count, 2)) - 1)
        return x + self.noise * rng.standard_normal(x.shape), (x > 0) @ (1, 2)

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) of the smoothed square: that of an interval in each coordinate."""
        width = np.hypot(self.noise, sigma)
        if not width:
            return None
        columns = np.asarray(x, np.float64).T
        return np.hstack([_smoothed.interval(c, -HALF, HALF, width).gradient for c in columns])
