"""Noisy line."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import _smoothed
from aelab.datasets._toy import FIFTHS, NOISE, Toy, fifths
from aelab.datasets.base import dataset

HALF = 2.0  # half the length of the line
ALONG = np.array([2, 1]) / np.sqrt(5)
ACROSS = np.array([-1, 2]) / np.sqrt(5)


@dataset("noisy-line", "Noisy line")
class NoisyLine(Toy):
    """Points evenly spread along a piece of a straight line, with noise."""

    order = 30
    description = "Points about a straight line: one number says almost all of each of them."
    classes = FIFTHS
    advice = {"widths": (32, 32), "batch": 64, "epochs": 100, "rate": 5e-3}

    noise: Annotated[float, NOISE] = 0.1

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points, labelled along the line."""
        rng = np.random.default_rng(self.seed)
        along = rng.random(count)
        x = HALF * (2 * along - 1)[:, None] * ALONG
        return x + self.noise * rng.standard_normal(x.shape), fifths(along)

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d): a smoothed interval along the line, a Gaussian across it."""
        width = np.hypot(self.noise, sigma)
        if not width:
            return None
        x = np.asarray(x, np.float64)
        along = _smoothed.interval(x @ ALONG, -HALF, HALF, width).gradient
        gradient: NDArray[np.float64] = along * ALONG - np.outer(x @ ACROSS, ACROSS) / width**2
        return gradient
