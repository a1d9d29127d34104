"""Reconstruction error."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score
from aelab.training.model_protocols import ScoredModel


@score("reconstruction-error", "Reconstruction error")
class ReconstructionError(Score):
    """What is left over when a sample has gone through the code, in the model's own loss.

    Source: Heimel et al., "QCD or what?", SciPost Physics 2019; Farina, Nakai and Shih,
    "Searching for new physics with deep autoencoders", Physical Review D 2020.
    """

    description = "How far the reconstruction is from the sample, in the loss that was learnt."
    order = 10

    def unit_for(self, model: ScoredModel) -> str:
        """Return the unit of the model's loss."""
        return model.unit

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the reconstruction term (n,) of samples (n, d)."""
        return np.asarray(model.errors(x), np.float64)
