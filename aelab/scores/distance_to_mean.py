"""Distance to the mean."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score, subset
from aelab.training.model_protocols import ScoredModel

SAMPLES = 10_000  # used for the mean


@score("distance-to-mean", "Distance to the mean")
class DistanceToMean(Score):
    """‖x − mean‖, with the mean of normal samples: it needs no model, PCA with k = 0 gives it.

    Source: none; the simplest that a model has to beat.
    """

    description = "Distance from the mean of the normal samples; it needs no model."
    order = 110
    baseline = True

    def __init__(self) -> None:
        """Start without normal samples."""
        self._learnt: Array | None = None

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Compute the mean of normal samples (n, d), once per array."""
        if self._learnt is not x:
            mean = subset(x, SAMPLES).mean(0, dtype=np.float64)
            self._learnt, self._mean = x, mean.astype(x.dtype)

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return ‖x − mean‖ (n,) of samples (n, d)."""
        offset = x - self._mean
        distances: Array = np.sqrt(np.einsum("ij,ij->i", offset, offset))
        return distances.astype(np.float64)
