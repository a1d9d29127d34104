"""Nearest neighbours of codes."""

from typing import Any

import numpy as np

from aelab.scores.base import Array, Score, Values, score, some

SAMPLES = 2000  # whose codes are taken in
NEIGHBOURS = 10


@score("Nearest neighbours of codes")
class NearestNeighbours(Score):
    """The mean distance of a code from the ten nearest codes of normal samples.

    Unlike the Mahalanobis distance it knows of clusters, and of holes between them. Source:
    Angiulli and Pizzuti, "Fast outlier detection in high dimensional spaces", 2002.
    """

    description = "Mean distance of a code from the ten nearest codes of normal samples."
    order = 80

    def __init__(self, neighbours: int = NEIGHBOURS) -> None:
        """Look at so many ``neighbours``."""
        self.neighbours = neighbours

    def learn(self, model: Any, x: Array, shape: tuple[int, ...]) -> None:
        """Take in codes of normal samples (n, d), counted from their mean."""
        z = model.encode(some(x, SAMPLES)).astype(np.float64)
        self._mean = z.mean(0)
        self._codes = z - self._mean  # (m, k)

    def __call__(self, model: Any, x: Array) -> Values:
        """Return the mean distance (n,) of the codes of samples (n, d)."""
        z = model.encode(x).astype(np.float64) - self._mean
        known = self._codes
        squares = (z**2).sum(1)[:, None] + (known**2).sum(1) - 2 * z @ known.T  # (n, m)
        nearest = min(self.neighbours, len(known))
        least = np.partition(squares, nearest - 1, axis=1)[:, :nearest]
        return np.sqrt(np.clip(least, 0, None)).mean(1)
