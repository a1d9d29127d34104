"""Number of pixels."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score, subset
from aelab.training.model_protocols import ScoredModel

SAMPLES = 2000  # the background is their lowest value


@score("active-pixels", "Number of pixels")
class NumberOfPixels(Score):
    """How many pixels are active: brighter than the darkest of the normal images.

    Reconstructing is harder with more of them. Source: Finke, Krämer, Morandini, Mück and
    Oleksiyuk, "Autoencoders for unsupervised anomaly detection in high energy physics", JHEP 2021.
    """

    description = "How many pixels are not empty; it needs no model."
    unit = "pixels"
    order = 140
    baseline = True
    images = True

    def __init__(self) -> None:
        """Start without normal samples."""
        self._learnt: Array | None = None

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Find the lowest value of normal samples (n, d), once per array."""
        if self._learnt is not x:
            self._learnt, self._background = x, subset(x, SAMPLES).min()

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the number of active pixels (n,) of images (n, d)."""
        active: Array = np.count_nonzero(x > self._background, axis=1)
        return active.astype(np.float64)
