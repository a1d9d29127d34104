"""Distance to the mean."""

from typing import Any

import numpy as np

from aelab.scores.base import Array, Score, Values, score, some

SAMPLES = 10_000  # whose mean is taken


@score("Distance to the mean")
class DistanceToMean(Score):
    """‖x − mean‖, with the mean of normal samples: it needs no model, PCA with k = 0 gives it.

    Source: none; the simplest that a model has to beat.
    """

    description = "Distance from the mean of the normal samples; it needs no model."
    order = 110
    baseline = True

    def __init__(self) -> None:
        """Know of no samples yet."""
        self._of: Array | None = None

    def learn(self, model: Any, x: Array, shape: tuple[int, ...]) -> None:
        """Take in the mean of normal samples (n, d), once for the same array."""
        if self._of is not x:
            mean = some(x, SAMPLES).mean(0, dtype=np.float64)
            self._of, self._mean = x, mean.astype(x.dtype)

    def __call__(self, model: Any, x: Array) -> Values:
        """Return ‖x − mean‖ (n,) of samples (n, d)."""
        offset = x - self._mean
        return np.sqrt(np.einsum("ij,ij->i", offset, offset)).astype(np.float64)
