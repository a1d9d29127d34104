"""The vector field that a denoising autoencoder learns: σ²∇ln p_σ for Gaussian noise.

p_σ(x̃) = (1/m) Σ_i N(x̃; x_i, σ²) is the density of x̃ = x + σε for the empirical distribution of
points x_i and ε ~ N(0, 1). The best estimate of x is E[x|x̃], and E[x|x̃] − x̃ = σ²∇ln p_σ(x̃).

Source: Robbins, "An empirical Bayes approach to statistics", 1956 (Tweedie's formula); Alain and
Bengio, "What regularized auto-encoders learn from the data-generating distribution", JMLR 2014,
arXiv:1211.4246.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, softmax

BLOCK = 1_000_000  # pairs of x and points per block


def field(x: NDArray[Any], points: NDArray[Any], sigma: float) -> NDArray[np.float64]:
    """Return σ²∇ln p_σ (n, d) at ``x`` (n, d), for ``points`` (m, d) smoothed by sigma."""
    points = np.asarray(points, np.float64)
    means = [softmax(exponents, axis=1) @ points for exponents in _exponents(x, points, sigma)]
    shifts: NDArray[np.float64] = np.concatenate(means) - x
    return shifts


def log_density(x: NDArray[Any], points: NDArray[Any], sigma: float) -> NDArray[np.float64]:
    """Return ln p_σ (n,) at ``x`` (n, d), for ``points`` (m, d) smoothed by sigma."""
    points = np.asarray(points, np.float64)
    m, d = points.shape
    sums = [logsumexp(exponents, axis=1) for exponents in _exponents(x, points, sigma)]
    total: NDArray[np.float64] = np.concatenate(sums)
    return total - math.log(m) - float(d / 2 * math.log(2 * math.pi * sigma**2))


def _exponents(
    x: NDArray[Any], points: NDArray[np.float64], sigma: float
) -> Iterator[NDArray[np.float64]]:
    """Yield −‖x − x_i‖²/(2σ²) (b, m) for blocks of rows of x."""
    rows = max(1, BLOCK // len(points))
    for start in range(0, len(x), rows):
        block = np.asarray(x[start : start + rows], np.float64)
        squares = ((block[:, i, None] - points[:, i]) ** 2 for i in range(points.shape[1]))
        yield sum(squares, np.zeros((len(block), len(points)))) / (-2 * sigma**2)
