"""Negative log-likelihood of probabilistic PCA."""

import math

import numpy as np

from aelab.scores.base import Array, Score, Values, score
from aelab.training.model_protocols import ScoredModel, spectrum_of

SMALLEST = 1e-9  # smallest variance of a direction, as a share of the largest one


@score("pca-likelihood", "Negative log-likelihood of PCA")
class PCALikelihood(Score):
    """−ln N(x; mean, C) of probabilistic PCA with k components, in closed form.

    C = W Wᵀ + σ²I has the variances λ_i along the components, and σ², the mean of the discarded
    ones, in all other directions: unlike the error, the likelihood also sees a code that is far
    out. Source: Tipping and Bishop, "Probabilistic principal component analysis", 1999.
    """

    description = "How unlikely a sample is for probabilistic PCA: its error, and its code too."
    unit = "nats"
    order = 30
    models = ("pca",)

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return ½[d ln 2π + ln det C + (x − mean)ᵀC⁻¹(x − mean)] (n,) of samples (n, d)."""
        spectrum = spectrum_of(model)
        k, d = model.latent, len(spectrum)
        variances = spectrum.astype(np.float64)
        smallest = max(SMALLEST * variances[0], np.finfo(np.float32).tiny)
        leading = np.maximum(variances[:k], smallest)
        noise = max(float(variances[k:].mean()), smallest) if k < d else 1.0
        z = model.encode(x).astype(np.float64)
        squares: Values = (z**2 / leading).sum(1) + model.errors(x) / noise
        scale = d * math.log(2 * math.pi)
        log_det = float(np.log(leading).sum())
        return (scale + log_det + (d - k) * math.log(noise) + squares) / 2
