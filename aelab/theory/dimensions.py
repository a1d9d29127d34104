"""Monte Carlo estimates of p(x) in many dimensions: the error of p̂ and the bias of ln p̂.

The `independent` model is used, where p(x) is exact and the error is a power of that in one
dimension.
Source of the estimates: Bishop, "Pattern Recognition and Machine Learning", 2006, section 11.1.4.
"""

import math
from typing import NamedTuple

import numpy as np

from aelab.theory import importance
from aelab.theory.bayes import independent
from aelab.theory.gaussians import Values, standard

MOST = 2_000_000  # largest number of random numbers for one dimension


class Scan(NamedTuple):
    """Results for each dimension, arrays (n,).

    ``predicted`` and ``measured`` are the relative error of p̂, and ``error`` is the standard error
    of the latter. ``low`` and ``scatter`` are mean and standard deviation of ln(p̂/p).
    """

    dimensions: Values
    predicted: Values
    measured: Values
    error: Values
    low: Values
    scatter: Values


def scan(
    dimensions: tuple[int, ...],
    sigma: float,
    samples: int,
    width: float | None,
    repeats: int = 300,
    seed: int = 0,
) -> Scan:
    """Estimate p(x) repeatedly in each of several dimensions, and compare with the exact value.

    Args:
        dimensions: numbers of dimensions (n,).
        sigma: standard deviation of p(x|z).
        samples: draws of z per estimate.
        width: width of q relative to the posterior; None draws from the prior.
        repeats: number of estimates, at most.
        seed: seed of the draws.

    """
    rows = [_row(d, sigma, samples, width, repeats, seed) for d in dimensions]
    return Scan(np.array(dimensions, np.float64), *np.array(rows).T)


def _row(
    d: int, sigma: float, samples: int, width: float | None, repeats: int, seed: int
) -> tuple[float, float, float, float, float]:
    model, x = independent(d, sigma)
    posterior = model.posterior(x)
    q = standard(d) if width is None else importance.widened(posterior, width)
    count = max(20, min(repeats, MOST // (d * samples)))
    log_w = importance.log_weights(model, x, q, count * samples, np.random.default_rng(seed))
    log_r = importance.log_means(log_w, samples) - model.log_density(x[None])[0]
    squares = np.expm1(log_r) ** 2
    measured = math.sqrt(squares.mean())
    error = squares.std(ddof=1) / math.sqrt(count) / (2 * measured) if measured else 0.0
    predicted = importance.relative_error(posterior, q, samples)
    return predicted, measured, error, log_r.mean(), log_r.std()
