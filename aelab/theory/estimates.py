"""Estimates from independent values, each with its standard error.

Source: Kendall and Stuart, "The Advanced Theory of Statistics", volume 1, 1977, chapter 10.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aelab.metrics import Estimate

Values = NDArray[np.float64]


def mean(values: ArrayLike) -> Estimate:
    """Return the mean of independent values (n,) and its standard error."""
    x = np.asarray(values, np.float64)
    return Estimate(float(x.mean()), float(x.std(ddof=1) / math.sqrt(len(x))))


def share(count: int, samples: int, factor: float = 1.0) -> Estimate:
    """Return a share of independent samples and its binomial error, times a factor.

    The error is that of (k + 1)/(n + 2), so that it is not 0 where none or all are counted.
    """
    near = (count + 1) / (samples + 2)
    error = math.sqrt(near * (1 - near) / samples)
    return Estimate(factor * count / samples, factor * error)


def blocks(series: ArrayLike, count: int = 8) -> Estimate:
    """Return the mean of a stationary series (n,) and its error from the means of blocks.

    Values near each other are correlated, means of blocks are not if a block is longer than the
    correlation: there are only ``count`` of these. Both are NaN if the series is shorter.
    """
    x = np.asarray(series, np.float64)
    if len(x) < count:
        return Estimate(math.nan, math.nan)
    return mean([block.mean() for block in np.array_split(x, count)])


def jackknife(
    statistic: Callable[[Values], float], samples: ArrayLike, groups: int = 10
) -> Estimate:
    """Return a statistic of independent samples (n, …), with its error from leaving groups out.

    Source: Efron and Stein, "The jackknife estimate of variance", Annals of Statistics, 1981,
    doi:10.1214/aos/1176345462.
    """
    x = np.asarray(samples)
    group = np.arange(len(x)) % groups
    left_out = np.array([statistic(x[group != i]) for i in range(groups)])
    error = math.sqrt((groups - 1) * left_out.var())
    return Estimate(float(statistic(x)), error)


def correlation(value: float, samples: int) -> Estimate:
    """Return a correlation of Gaussian ``samples`` with its standard error, (1 − r²)/√n."""
    return Estimate(value, (1 - value**2) / math.sqrt(samples))


def variance(values: ArrayLike) -> Estimate:
    """Return the variance of independent values (n,), and its error from their fourth moment.

    Var(s²) ≈ (μ₄ − μ₂²)/n: the values need a finite fourth moment.
    """
    x = np.asarray(values, np.float64)
    error = np.square(x - x.mean()).std() / math.sqrt(len(x))
    return Estimate(float(x.var(ddof=1)), float(error))


def root_mean_square(values: ArrayLike) -> Estimate:
    """Return √⟨x²⟩ of independent values (n,), with its error to first order."""
    square = mean(np.square(np.asarray(values, np.float64)))
    root = math.sqrt(square.value)
    return Estimate(root, square.error / (2 * root) if root else 0.0)


def ratio(numerators: ArrayLike, denominators: ArrayLike) -> Estimate:
    """Return ⟨a⟩/⟨b⟩ of independent pairs (n,), (n,), with its error to first order."""
    a, b = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
    value = float(a.mean() / b.mean())
    return Estimate(value, mean(a - value * b).error / abs(float(b.mean())))
