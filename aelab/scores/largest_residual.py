"""Largest residual."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score
from aelab.theory.segmentation import residual
from aelab.training.data_protocols import ScoredData
from aelab.training.model_protocols import ScoredModel


@score("largest-residual", "Largest residual")
class LargestResidual(Score):
    """The largest of max(x − x̂, 0) after a median of 3 × 3 pixels: a lesion, however small.

    Source: Baur et al., "Autoencoders for unsupervised anomaly segmentation in brain MR images: a
    comparative study", 2021.
    """

    description = "How much brighter than its reconstruction the brightest spot is."
    order = 25
    images = True

    @classmethod
    def suits(cls, model: ScoredModel, data: ScoredData) -> bool:
        """Return whether the data are images with masks of anomalous pixels."""
        return super().suits(model, data) and data.masks is not None

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Store the shape of the images."""
        self._shape = shape[0], shape[1]

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the largest filtered residual (n,) of images (n, d)."""
        filtered = residual(x, model.decode(model.encode(x)), self._shape)
        largest: Array = filtered.max(1)
        return largest.astype(np.float64)
