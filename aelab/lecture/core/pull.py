"""Pulls: a deviation in units of its standard error.

Source: Joint Committee for Guides in Metrology, "Guide to the expression of uncertainty in
measurement", JCGM 100:2008, sections 4.3 and G.4.
"""

import math

from scipy.special import ndtri, stdtr

LIMIT = 3.0  # pulls beyond it are no agreement
FARTHEST = 38.0  # the Gaussian tail of a larger pull is no double


def combined(error: float, bound: float) -> float:
    """Return the standard error of a sampled ``error`` and a systematic ``bound`` together.

    A bound counts as three standard errors: alone, it is what the deviation may reach.
    """
    return math.hypot(error, bound / LIMIT)


def pull(deviation: float, error: float, bound: float = 0.0, seeds: int = 0) -> float:
    """Return a deviation in units of its standard error.

    If the error was estimated from a few values, the pull is the Gaussian one with the tail
    probability of Student's t. Its degrees of freedom are those of Welch and Satterthwaite, since
    a systematic bound is not estimated.

    Args:
        deviation: Measurement minus prediction.
        error: Standard error of the deviation, without what is systematic.
        bound: Largest systematic deviation.
        seeds: Number of values that the error was estimated from; 0 if there are many.

    Returns:
        The pull; infinite for a deviation without an error, NaN for one that is no number.

    """
    total = combined(error, bound)
    if deviation == 0 or not math.isfinite(deviation) or not math.isfinite(total):
        return deviation if math.isfinite(total) else math.nan
    if total == 0:
        return math.copysign(math.inf, deviation)
    ratio = deviation / total
    if not seeds or error == 0:
        return ratio
    freedom = (seeds - 1) * (total / error) ** 4
    gaussian = -float(ndtri(stdtr(freedom, -abs(ratio))))
    return math.copysign(min(gaussian, FARTHEST), ratio)
