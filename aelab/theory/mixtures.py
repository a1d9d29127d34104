"""A Gaussian mixture smoothed by Gaussian noise, and the best estimate of the clean sample.

x comes from Σ_k π_k N(μ_k, s_k²I) and is observed as x̃ = x + σε, ε ~ N(0, 1). Then x̃ has the
density p_σ = Σ_k π_k N(μ_k, (s_k² + σ²)I), and the best estimate of x has E[x|x̃] − x̃ =
σ²∇ln p_σ(x̃).

Source: Robbins, "An empirical Bayes approach to statistics", 1956 (Tweedie's formula); Alain and
Bengio, "What regularized auto-encoders learn from the data-generating distribution", JMLR 2014,
arXiv:1211.4246.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp, softmax

Array = NDArray[np.float64]


class Mixture(NamedTuple):
    """Round Gaussians: means (K, d), standard deviations (K,), shares (K,) that add up to 1."""

    means: Array
    widths: Array
    shares: Array

    def log_density(self, x: ArrayLike, sigma: float = 0.0) -> Array:
        """Return ln p_σ (n,) at ``x`` (n, d)."""
        return np.asarray(logsumexp(self._log_parts(x, sigma), axis=1))

    def field(self, x: ArrayLike, sigma: float) -> Array:
        """Return σ²∇ln p_σ (n, d) at ``x`` (n, d)."""
        x = np.asarray(x, np.float64)
        posterior = softmax(self._log_parts(x, sigma), axis=1)  # (n, K)
        weights = posterior / (self.widths**2 + sigma**2)
        return np.asarray(sigma**2 * (weights @ self.means - weights.sum(1, keepdims=True) * x))

    def draw(self, count: int, rng: np.random.Generator) -> Array:
        """Draw ``count`` points (count, d)."""
        labels = rng.choice(len(self.means), count, p=self.shares)
        noise = rng.normal(size=(count, self.means.shape[1]))
        return np.asarray(self.means[labels] + self.widths[labels, None] * noise)

    def best_estimate(self, x: ArrayLike, sigma: float, nodes: int = 120) -> Array:
        """Return E[x|x̃] (n, 2) at x̃ = ``x`` (n, 2), by summing over a grid of x."""
        x = np.asarray(x, np.float64)
        reach = float(np.abs(self.means).max() + 5 * max(self.widths))
        line = np.linspace(-reach, reach, nodes)
        grid = np.stack(np.meshgrid(line, line), -1).reshape(-1, 2)
        prior = self.log_density(grid)
        squares = ((x[:, None] - grid) ** 2).sum(2)
        return np.asarray(softmax(prior - squares / (2 * sigma**2), axis=1) @ grid)

    def _log_parts(self, x: ArrayLike, sigma: float) -> Array:
        """Return ln(π_k N(x; μ_k, s_k² + σ²)) (n, K)."""
        squares = ((np.asarray(x, np.float64)[:, None] - self.means) ** 2).sum(2)
        variance, d = self.widths**2 + sigma**2, self.means.shape[1]
        norms = np.log(self.shares) - d / 2 * np.log(2 * np.pi * variance)
        return np.asarray(norms - squares / (2 * variance))


def ring(count: int = 3, radius: float = 1.2, width: float = 0.25) -> Mixture:
    """Return equal round Gaussians, evenly spaced on a circle, the first one at the top."""
    angle = np.pi / 2 + 2 * np.pi * np.arange(count) / count
    means = radius * np.column_stack((np.cos(angle), np.sin(angle)))
    return Mixture(means, np.full(count, width), np.full(count, 1 / count))
