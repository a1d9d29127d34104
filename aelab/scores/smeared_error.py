"""Smeared error."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score
from aelab.theory.smearing import smeared
from aelab.training.model_protocols import ScoredModel

SIGMA = 1.0  # width of the Gaussian in pixels


@score("smeared-error", "Smeared error")
class SmearedError(Score):
    """The squared error of images that are smeared by a Gaussian, ‖G∗(x − x̂)‖².

    Plain errors of two pixels add up however near they are: a bright pixel that is reconstructed
    one place off counts twice. Smeared, it counts little.

    Source: Finke, Krämer, Morandini, Mück and Oleksiyuk, "Autoencoders for unsupervised anomaly
    detection in high energy physics", JHEP 2021.
    """

    description = "Squared error of sample and reconstruction, both smeared by one pixel."
    unit = "smeared squared error"
    order = 20
    images = True

    def __init__(self, sigma: float = SIGMA) -> None:
        """Smear with a Gaussian of standard deviation ``sigma`` in pixels."""
        self.sigma = sigma

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Store the shape of the images."""
        self._shape = shape

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return ‖G∗(x − x̂)‖² (n,) of images (n, h·w)."""
        height, width = self._shape
        error = smeared(x - model.decode(model.encode(x)), (height, width), self.sigma)
        squares: Array = np.einsum("ij,ij->i", error, error)
        return squares.astype(np.float64)
