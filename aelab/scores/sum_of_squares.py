"""Sum of squares."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score
from aelab.training.model_protocols import ScoredModel


@score("sum-of-squares", "Sum of squares")
class SumOfSquares(Score):
    """ΣI²: large where few pixels hold all; the error of a network that gives nothing but zero.

    Source: none; what a collapsed network scores, and so what its AUC is worth.
    """

    description = "Sum of the squared pixels: the error of a network that gives zero everywhere."
    order = 120
    baseline = True

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return ‖x‖² (n,) of samples (n, d)."""
        squares: Array = np.einsum("ij,ij->i", x, x)
        return squares.astype(np.float64)
