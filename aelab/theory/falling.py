"""A smoothly falling spectrum: three parameters, fitted to many binned spectra at once.

ln λ = θ₀ + θ₁ ln(1 − x) − θ₂ ln x, with x the mass in units of the end of the spectrum: the
function that dijet searches fit. It is linear in θ, so that the Poisson likelihood has a single
maximum, and Newton's method and Gauss–Newton are the same.

Source: CDF, "Search for new particles decaying into dijets", Physical Review D 79, 2009,
arXiv:0812.4036; McCullagh and Nelder, "Generalized Linear Models", 1989, chapter 2.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Values = NDArray[np.float64]
STEPS, SMALL = 40, 1e-10  # updates at most, and a change of θ that is none


class Fit(NamedTuple):
    """The parameters (t, 3) of t spectra, and their covariance (t, 3, 3)."""

    theta: Values
    covariance: Values


def basis(mass: Values, end: float) -> Values:
    """Return what θ multiplies in ln λ, (b, 3), at masses (b,) in GeV below the ``end``."""
    x = np.asarray(mass, np.float64) / end
    return np.stack([np.ones_like(x), np.log1p(-x), -np.log(x)], axis=1)


def rates(theta: Values, design: Values) -> Values:
    """Return the expected counts λ (t, b) for parameters (t, 3) and a basis (b, 3)."""
    expected: Values = np.exp(theta @ design.T)
    return expected


def log_likelihood(theta: Values, counts: Values, design: Values) -> Values:
    """Return Σ (n ln λ − λ) (t,) of counts (t, b), without the part that has no θ."""
    return np.asarray((counts * (theta @ design.T) - rates(theta, design)).sum(-1))


def gradient(theta: Values, counts: Values, design: Values) -> Values:
    """Return the derivative (t, 3) of the logarithm of the likelihood by θ."""
    return np.asarray((counts - rates(theta, design)) @ design)


def information(theta: Values, design: Values) -> Values:
    """Return minus the second derivative (t, 3, 3) of the logarithm of the likelihood."""
    size = design.shape[1]
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)  # (b, 9)
    return (rates(theta, design) @ products).reshape(-1, size, size)


def fit(counts: Values, design: Values) -> Fit:
    """Maximise the Poisson likelihood of counts (t, b) for a basis (b, 3), all at once.

    It begins at the weighted least squares of the logarithms.
    """
    n = np.asarray(counts, np.float64)
    theta = _start(n, design)
    for _ in range(STEPS):
        slope = gradient(theta, n, design)
        step = np.linalg.solve(information(theta, design), slope[..., None])[..., 0]
        theta = theta + step
        if np.abs(step).max(initial=0.0) < SMALL:
            break
    return Fit(theta, np.asarray(np.linalg.inv(information(theta, design)), np.float64))


def _start(counts: Values, design: Values) -> Values:
    """Return θ (t, 3) of the least squares of ln n, weighted with n."""
    level = counts + 0.5
    products = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    size = design.shape[1]
    squares = (level @ products).reshape(-1, size, size)
    return np.asarray(
        np.linalg.solve(squares, ((level * np.log(level)) @ design)[..., None])[..., 0]
    )


def deviance(counts: Values, expected: Values) -> Values:
    """Return 2 Σ (λ − n + n ln(n/λ)) (t,) of counts (t, b), which is a χ² for large counts.

    Source: Baker and Cousins, "Clarification of the use of chi-square and likelihood functions in
    fits to histograms", Nuclear Instruments and Methods 221, 1984.
    """
    logs = xlogy(counts, counts) - xlogy(counts, expected)
    return np.asarray(2 * (expected - counts + logs).sum(-1))
