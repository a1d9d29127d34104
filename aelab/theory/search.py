"""A search for a bump: fit the sidebands of a spectrum, and compare the window with the fit.

The window is chosen before the data are seen, so that one significance is judged and not the
largest of many: there is no look-elsewhere effect.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

from aelab.theory import falling

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Search:
    """Bins of a mass spectrum, its window, and the end of the fitted function; all in GeV."""

    low: float
    high: float
    width: float
    window: tuple[float, float]
    end: float

    @property
    def edges(self) -> Values:
        """The edges (b + 1,) of the bins."""
        return np.linspace(self.low, self.high, round((self.high - self.low) / self.width) + 1)

    @property
    def centres(self) -> Values:
        """The centres (b,) of the bins."""
        return (self.edges[1:] + self.edges[:-1]) / 2

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which bins (b,) are in the window."""
        low, high = self.window
        return (self.centres > low) & (self.centres < high)

    @property
    def basis(self) -> Values:
        """What the parameters of the fall multiply, (b, 3)."""
        return falling.basis(self.centres, self.end)


class Outcome(NamedTuple):
    """What a search found in each of t spectra, arrays (t,).

    ``observed`` and ``background`` are jets in the window, counted and expected from the fit of
    the sidebands, with the standard ``error`` of the latter; ``deviance`` is that of the
    sidebands, ``fitted`` (t, b) the fit over all bins.
    """

    observed: Values
    background: Values
    error: Values
    significance: Values
    deviance: Values
    fitted: Values


def searched(counts: ArrayLike, search: Search) -> Outcome:
    """Fit the sidebands of spectra (t, b) and compare the window with what they predict.

    Counts that are expectations give the outcome of the Asimov data: the significance that is
    expected, but for the skewness of the Poisson distribution.
    """
    n = np.atleast_2d(np.asarray(counts, np.float64))
    design, inside = search.basis, search.inside
    fit = falling.fit(n[:, ~inside], design[~inside])
    fitted = falling.rates(fit.theta, design)
    observed, background = n[:, inside].sum(1), fitted[:, inside].sum(1)
    slope = fitted[:, inside] @ design[inside]  # (t, 3), of the background by θ
    error = np.sqrt(np.einsum("ti,tij,tj->t", slope, fit.covariance, slope))
    deviance = falling.deviance(n[:, ~inside], fitted[:, ~inside])
    judged = significance(observed, background, error)
    return Outcome(observed, background, error, judged, deviance, fitted)


def significance(observed: ArrayLike, background: ArrayLike, error: ArrayLike) -> Values:
    """Return the significance of an excess over a background that is known with an error.

    It is the signed root of the profile likelihood ratio, where the background is an auxiliary
    Poisson count m = b²/σ² of τ = b/σ² times its size: the formula of Li and Ma. A deficit is
    negative. For ``observed`` s + b it is Asimov's expectation for a signal s.

    Source: Li and Ma, "Analysis methods for results in gamma-ray astronomy", Astrophysical Journal
    272, 1983, eq. 17; Cowan, Cranmer, Gross and Vitells, "Asymptotic formulae for likelihood-based
    tests of new physics", European Physical Journal C 71, 2011, arXiv:1007.1727; Cousins,
    Linnemann and Tucker, 2008, arXiv:physics/0702156.

    Args:
        observed: n, numbers in the window.
        background: b, what is expected there without a signal.
        error: σ > 0, the standard error of b.

    """
    n, b, s = (np.asarray(v, np.float64) for v in (observed, background, error))
    tau, m = b / s**2, b**2 / s**2
    pooled = (n + m) / (1 + tau)  # the background that fits both counts best
    ratio = xlogy(n, n / pooled) + xlogy(m, m / (tau * pooled))
    return np.asarray(np.sign(n - b) * np.sqrt(2 * np.maximum(ratio, 0)))


def toys(expected: Values, count: int, seed: int = 0) -> Values:
    """Return Poisson counts (count, b) for expected numbers (b,)."""
    drawn = np.random.default_rng(seed).poisson(expected, (count, len(expected)))
    return drawn.astype(np.float64)
