"""Negative evidence lower bound."""

from typing import Any

import numpy as np

from aelab.scores.base import Array, Score, Values, score

DRAWS = 4  # draws of z per sample


@score("negative-elbo", "Negative ELBO")
class NegativeELBO(Score):
    """−ELBO = −E_q[ln p(x|z)] + KL(q(z|x) ‖ p(z)), a bound on −ln p(x); β is 1 in it.

    The expectation is a mean over draws with fixed noise. Source: Kingma and Welling,
    "Auto-encoding variational Bayes", 2014.
    """

    description = "A bound on how unlikely a sample is: what its code fails to tell, and the KL."
    unit = "nats"
    order = 40
    models = ("vae",)

    def __call__(self, model: Any, x: Array) -> Values:
        """Return −ELBO (n,) of samples (n, d)."""
        return np.asarray(model.expected_errors(x, DRAWS) + model.divergences(x), np.float64)
