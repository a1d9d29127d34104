"""Mahalanobis distance of codes."""

import numpy as np

from aelab.scores.base import Array, Score, Values, score, subset
from aelab.training.model_protocols import ScoredModel

SAMPLES = 2000  # used for mean and covariance
RIDGE = 1e-9  # added to each variance, as a share of the mean one, since some may be zero


@score("mahalanobis", "Mahalanobis distance of codes")
class Mahalanobis(Score):
    """√((z − mean)ᵀC⁻¹(z − mean)): how far out a code is, in units of the spread of normal ones.

    Source: Mahalanobis, "On the generalised distance in statistics", 1936; Denouden et al.,
    "Improving reconstruction autoencoder out-of-distribution detection with Mahalanobis
    distance", 2018.
    """

    description = "How far a code is from those of normal samples, in units of their spread."
    order = 70

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Compute mean and covariance (1/n) of the codes of normal samples (n, d)."""
        z = model.encode(subset(x, SAMPLES)).astype(np.float64)
        self._mean = z.mean(0)
        values, vectors = _eigen((z - self._mean).T @ (z - self._mean) / len(z))
        ridge = RIDGE * values.mean() + np.finfo(np.float32).tiny
        self._whitening = vectors / np.sqrt(np.clip(values, 0, None) + ridge)  # (k, k)

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the distance (n,) of the codes of samples (n, d)."""
        centred = model.encode(x).astype(np.float64) - self._mean
        distances: Values = np.linalg.norm(centred @ self._whitening, axis=1)
        return distances


def _eigen(covariance: Array) -> tuple[Array, Array]:
    """Return eigenvalues (k,) and eigenvectors (k, k); NaN if the covariance is not finite."""
    if not np.isfinite(covariance).all():  # the model may have diverged
        return np.full(len(covariance), np.nan), np.full_like(covariance, np.nan)
    values, vectors = np.linalg.eigh(covariance)
    return values, vectors
