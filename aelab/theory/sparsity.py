"""Sparse codes: one unit with a Laplace prior, and the KL penalty on a mean activation.

One unit h has the prior p(h) = (λ/2) exp(−λ|h|) and is observed as a = h + noise, with noise from
N(0, s²). The most probable h given a is the soft threshold of a: shifted towards 0 by λs², and 0
for |a| ≤ λs².

Source: Ng, "Sparse autoencoder", CS294A lecture notes, Stanford 2011; Tibshirani, "Regression
shrinkage and selection via the lasso", 1996.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

Array = NDArray[np.float64]


def log_prior(h: ArrayLike, lam: float) -> Array:
    """Return ln p(h) = ln(λ/2) − λ|h| of the Laplace prior at values (n,)."""
    return np.asarray(np.log(lam / 2) - lam * np.abs(h), np.float64)


def log_likelihood(h: ArrayLike, seen: float, noise: float) -> Array:
    """Return ln N(a; h, s²) (n,) for the observation a = ``seen``, at values h (n,)."""
    pull = (seen - np.asarray(h, np.float64)) / noise
    return np.asarray(-(pull**2) / 2 - np.log(noise * np.sqrt(2 * np.pi)), np.float64)


def objective(h: ArrayLike, seen: float, noise: float, lam: float) -> Array:
    """Return −ln p(a|h) − ln p(h) (n,), without constants.

    Args:
        h: values of the unit (n,).
        seen: the observation a.
        noise: standard deviation s of the noise.
        lam: λ of the prior.

    """
    h = np.asarray(h, np.float64)
    return np.asarray((seen - h) ** 2 / (2 * noise**2) + lam * np.abs(h), np.float64)


def soft_threshold(seen: ArrayLike, by: float) -> Array:
    """Return sign(a) max(|a| − by, 0) of values (n,).

    >>> soft_threshold([-0.75, 0.25, 1.5], 0.5)
    array([-0.25,  0.  ,  1.  ])
    """
    seen = np.asarray(seen, np.float64)
    return np.asarray(np.sign(seen) * np.maximum(np.abs(seen) - by, 0), np.float64)


def most_probable(seen: ArrayLike, noise: float, lam: float) -> Array:
    """Return the h (n,) of largest posterior for observations (n,): soft thresholding by λs²."""
    return soft_threshold(seen, lam * noise**2)


def posterior(h: Array, seen: float, noise: float, lam: float) -> Array:
    """Return the density p(h|a) (n,), normalised on a grid.

    Args:
        h: evenly spaced values of the unit (n,).
        seen: the observation a.
        noise: standard deviation s of the noise.
        lam: λ of the prior.

    """
    logarithm = log_likelihood(h, seen, noise) + log_prior(h, lam)
    density = np.exp(logarithm - logarithm.max())
    return np.asarray(density / (density.sum() * (h[1] - h[0])), np.float64)


def kl(h0: float, mean: ArrayLike) -> Array:
    """Return KL(h₀ ‖ ĥ) of two Bernoulli variables in nats, for means ĥ (n,) within [0, 1]."""
    mean = np.asarray(mean, np.float64)
    with np.errstate(divide="ignore"):
        cross = -xlogy(h0, mean) - xlogy(1 - h0, 1 - mean)
    return np.asarray(cross + xlogy(h0, h0) + xlogy(1 - h0, 1 - h0), np.float64)


def kl_slope(h0: float, mean: ArrayLike) -> Array:
    """Return d KL/dĥ = (1 − h₀)/(1 − ĥ) − h₀/ĥ at means (n,)."""
    mean = np.asarray(mean, np.float64)
    return np.asarray((1 - h0) / (1 - mean) - h0 / mean, np.float64)


def kl_curvature(h0: float) -> float:
    """Return d² KL/dĥ² at its minimum ĥ = h₀: 1/(h₀(1 − h₀))."""
    return 1 / (h0 * (1 - h0))
