"""Reconstruction probability."""

import numpy as np

from aelab.scores.base import Array, Score, Values, posterior_of, score
from aelab.scores.negative_elbo import DRAWS
from aelab.training.model_protocols import ScoredModel


@score("reconstruction-probability", "Reconstruction probability")
class ReconstructionProbability(Score):
    """−E_q[ln p(x|z)]: how unlikely a sample is for the codes that it may have.

    The expectation is a mean over draws with fixed noise. It is −ELBO without the KL. Source: An
    and Cho, "Variational autoencoder based anomaly detection using reconstruction probability",
    2015.
    """

    description = "How unlikely a sample is, averaged over the codes that it may have."
    unit = "nats"
    order = 60
    models = ("vae", "dirichlet-vae")

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return −E_q[ln p(x|z)] (n,) of samples (n, d)."""
        return np.asarray(posterior_of(model).expected_errors(x, DRAWS), np.float64)
