"""KL divergence."""

import numpy as np

from aelab.scores.base import Array, Score, Values, posterior_of, score
from aelab.training.model_protocols import ScoredModel


@score("kl-divergence", "KL divergence")
class KLDivergence(Score):
    """KL(q(z|x) ‖ p(z)): how far a sample's code is from the prior, whatever its error.

    Source: Cerri et al., "Variational autoencoders for new physics mining at the Large Hadron
    Collider", JHEP 2019.
    """

    description = "How far the distribution of a sample's code is from the prior."
    unit = "nats"
    order = 50
    models = ("vae", "dirichlet-vae")

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return KL(q(z|x) ‖ p(z)) (n,) of samples (n, d)."""
        return np.asarray(posterior_of(model).divergences(x), np.float64)
