"""Negative evidence lower bound."""

import numpy as np

from aelab.scores.base import Array, Score, Values, posterior_of, score
from aelab.training.model_protocols import ScoredModel

DRAWS = 4  # draws of z per sample


@score("negative-elbo", "Negative ELBO")
class NegativeELBO(Score):
    """−ELBO = −E_q[ln p(x|z)] + KL(q(z|x) ‖ p(z)), a bound on −ln p(x); β is 1 in it.

    The expectation is a mean over draws with fixed noise. With a Bernoulli likelihood and grey
    values it has cross-entropy in the place of −ln p(x|z), and is a bound of nothing. Source:
    Kingma and Welling, "Auto-encoding variational Bayes", 2014.
    """

    description = "A bound on how unlikely a sample is: what its code fails to tell, and the KL."
    unit = "nats"
    order = 40
    models = ("vae", "dirichlet-vae")

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return −ELBO (n,) of samples (n, d)."""
        posterior = posterior_of(model)
        bounds = posterior.expected_errors(x, DRAWS) + posterior.divergences(x)
        return np.asarray(bounds, np.float64)
