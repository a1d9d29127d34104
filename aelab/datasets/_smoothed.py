"""Exact score functions ∇ln p of simple densities smoothed by Gaussian noise.

Each function returns ln p, up to a constant that all of them share, and its gradient, in float64.
``width`` is the standard deviation of all noise: that of the data and that of the smoothing, added
in quadrature.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import i0e, i1e, log_ndtr, softmax

Array = NDArray[np.float64]


class LogDensity(NamedTuple):
    """ln p at n points, (n,), and its gradient (n, d)."""

    value: Array
    gradient: Array


def gaussian(x: Array, mean: Array, covariance: Array) -> LogDensity:
    """Return ln N(x; mean, covariance) and its gradient at points (n, d)."""
    deviation = x - mean
    gradient = -deviation @ np.linalg.inv(covariance)
    return LogDensity((deviation * gradient).sum(1) / 2, gradient)


def interval(x: Array, low: float, high: float, width: float) -> LogDensity:
    """Return ln p and its gradient for x uniform between low and high, smoothed.

    p ∝ Φ(b) − Φ(a), evaluated in the lower tail, where no digits cancel.

    Args:
        x: where they are evaluated (n,).
        low: lower end of the interval.
        high: upper end of the interval.
        width: standard deviation of all noise.

    """
    a, b = (low - x) / width, (high - x) / width  # a < b
    flipped = a + b > 0
    lower, upper = np.where(flipped, -b, a), np.where(flipped, -a, b)
    top = log_ndtr(upper)
    density = top + np.log1p(-np.exp(log_ndtr(lower) - top))
    bell_a, bell_b = (np.exp(-(t**2) / 2 - density) / np.sqrt(2 * np.pi) for t in (a, b))
    return LogDensity(density, ((bell_a - bell_b) / width)[:, None])


def circle(x: Array, radius: float, width: float) -> LogDensity:
    """Return ln p and its gradient for x uniform on a circle about 0, smoothed, at x (n, 2).

    p ∝ exp(−(r² + R²) / 2σ²) I₀(rR / σ²): the Rice distribution of r.
    """
    r = np.maximum(np.hypot(*x.T), 1e-9)
    z = r * radius / width**2
    density = np.log(i0e(z)) - (r - radius) ** 2 / (2 * width**2)
    pull = radius / r * i1e(z) / i0e(z) - 1
    return LogDensity(density, x * (pull / width**2)[:, None])


def product(first: LogDensity, second: LogDensity) -> LogDensity:
    """Return ln p and its gradient for two independent coordinates, each at its own x (n,)."""
    return LogDensity(first.value + second.value, np.hstack((first.gradient, second.gradient)))


def mixture(parts: list[LogDensity]) -> Array:
    """Return ∇ln p (n, d) of an equal mixture: the gradients of its parts, weighted by p(k|x)."""
    posterior = softmax([p.value for p in parts], axis=0)  # (k, n)
    gradient: Array = np.einsum("kn,knd->nd", posterior, np.stack([p.gradient for p in parts]))
    return gradient
