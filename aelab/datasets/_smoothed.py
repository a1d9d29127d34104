"""Exact scores ∇ln p of simple densities that are smoothed by Gaussian noise.

Each function returns ln p up to a constant, for weighing one against another, and its gradient,
in float64. ``width`` is the standard deviation of all noise together: that of the data and that
which smooths.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import i0e, i1e, log_ndtr, softmax

Array = NDArray[np.float64]


class Log(NamedTuple):
    """ln p at n points, (n,), and its gradient (n, d)."""

    density: Array
    score: Array


def gaussian(x: Array, mean: Array, covariance: Array) -> Log:
    """Return ln N(x; mean, covariance) and its gradient at points (n, d)."""
    away = x - mean
    score = -away @ np.linalg.inv(covariance)
    return Log((away * score).sum(1) / 2, score)


def interval(x: Array, low: float, high: float, width: float) -> Log:
    """Return the same for a number that is uniform between low and high, at numbers (n,).

    p ∝ Φ(b) − Φ(a), taken in the lower tail, where it loses no digits.
    """
    a, b = (low - x) / width, (high - x) / width  # a < b
    flipped = a + b > 0
    lower, upper = np.where(flipped, -b, a), np.where(flipped, -a, b)
    top = log_ndtr(upper)
    density = top + np.log1p(-np.exp(log_ndtr(lower) - top))
    bell_a, bell_b = (np.exp(-(t**2) / 2 - density) / np.sqrt(2 * np.pi) for t in (a, b))
    return Log(density, ((bell_a - bell_b) / width)[:, None])


def circle(x: Array, radius: float, width: float) -> Log:
    """Return the same for a point that is uniform on a circle about 0, at points (n, 2).

    p ∝ exp(−(r² + R²) / 2σ²) I₀(rR / σ²): the Rice distribution of r.
    """
    r = np.maximum(np.hypot(*x.T), 1e-9)
    z = r * radius / width**2
    density = np.log(i0e(z)) - (r - radius) ** 2 / (2 * width**2)
    pull = radius / r * i1e(z) / i0e(z) - 1
    return Log(density, x * (pull / width**2)[:, None])


def product(first: Log, second: Log) -> Log:
    """Return the same for two independent coordinates, each given at its numbers (n,)."""
    return Log(first.density + second.density, np.hstack((first.score, second.score)))


def mixture(parts: list[Log]) -> Array:
    """Return the score (n, d) of a mixture of equal parts: theirs, weighed by who made x."""
    shares = softmax([p.density for p in parts], axis=0)  # (k, n)
    return np.einsum("kn,knd->nd", shares, np.stack([p.score for p in parts]))
