"""How sampling p(x) fares as the dimension grows: its error, and the bias of ln p̂.

All is of the `independent` model, where p(x) is exact and what is lost is lost per dimension.
Source of the estimates: Bishop, "Pattern Recognition and Machine Learning", 2006, section 11.1.4.
"""

import math
from typing import NamedTuple

import numpy as np

from aelab.theory import importance
from aelab.theory.bayes import independent
from aelab.theory.gaussians import Values, standard

MOST = 2_000_000  # normal numbers drawn for one point


class Scan(NamedTuple):
    """By dimension (n,): relative error of p̂ predicted, measured, its error; mean of ln(p̂/p).

    ``scatter`` is the standard deviation of ln(p̂/p) over the estimates.
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
    """Measure p̂ of ``samples`` draws, ``repeats`` times for each of these dimensions.

    The draws are of a q ``width`` times as wide as the posterior, or of the prior for None.
    """
    rows = [_one(d, sigma, samples, width, repeats, seed) for d in dimensions]
    return Scan(np.array(dimensions, np.float64), *np.array(rows).T)


def _one(
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
    error = (
        squares.std(ddof=1) / math.sqrt(count) / (2 * measured) if measured else 0.0
    )  # of a root
    predicted = importance.relative_error(posterior, q, samples)
    return predicted, measured, error, log_r.mean(), log_r.std()
