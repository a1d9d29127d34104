"""Nearest neighbours of codes."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score, subset
from aelab.training.model_protocols import ScoredModel

SAMPLES = 2000  # whose codes are stored
NEIGHBOURS = 10


@score("nearest-neighbours", "Nearest neighbours of codes")
class NearestNeighbours(Score):
    """The mean distance of a code from the ten nearest codes of normal samples.

    Unlike the Mahalanobis distance it knows of clusters, and of holes between them. Source:
    Angiulli and Pizzuti, "Fast outlier detection in high dimensional spaces", 2002.
    """

    description = "Mean distance of a code from the ten nearest codes of normal samples."
    order = 80

    def __init__(self, neighbours: int = NEIGHBOURS) -> None:
        """Average over the nearest ``neighbours``."""
        self.neighbours = neighbours

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Store the centred codes of normal samples (n, d)."""
        z = model.encode(subset(x, SAMPLES)).astype(np.float64)
        self._mean: Values = z.mean(0)
        self._codes: Values = z - self._mean  # (m, k)

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the mean distance (n,) of the codes of samples (n, d)."""
        z = model.encode(x).astype(np.float64) - self._mean
        normal = self._codes
        squares = (z**2).sum(1)[:, None] + (normal**2).sum(1) - 2 * z @ normal.T  # (n, m)
        count = min(self.neighbours, len(normal))
        smallest = np.partition(squares, count - 1, axis=1)[:, :count]
        means: Values = np.sqrt(np.clip(smallest, 0, None)).mean(1)
        return means
