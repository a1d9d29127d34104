"""What the toys of a search show, in sentences made from their numbers and errors."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import chi2

from aelab.lecture.anomaly.selection import SEARCH, Toys
from aelab.lecture.core.comparing import differ, written
from aelab.lecture.core.pull import LIMIT
from aelab.metrics import Estimate
from aelab.theory import estimates

EVIDENCE = 3.0  # standard deviations
BAD = 0.01  # probability of so large a deviance, from which on a fit is called bad
FREEDOM = int((~SEARCH.inside).sum()) - SEARCH.basis.shape[1]


def share(passing: NDArray[np.bool_]) -> Estimate:
    """Return the share of toys that pass, with its binomial error."""
    value, number = float(passing.mean()), len(passing)
    return Estimate(value, math.sqrt(value * (1 - value) / number))


def without(toys: Toys) -> str:
    """Say what a search finds where there is no signal."""
    mean = estimates.mean(toys.significance)
    verdict = {
        1: "an excess that the cut has made",
        0: "not to be told from 0, as it should be",
        -1: "a deficit that the cut has made, in which a signal would hide",
    }[differ(mean, Estimate(0.0, 0.0))]
    above = percent(share(toys.significance > EVIDENCE))
    return (
        f"**Without top jets** the mean significance of {len(toys.significance):,} toys is "
        f"{signed(mean)}: {verdict}. Above {EVIDENCE:g} are {above} of them; of a standard "
        f"Gaussian it is {1 - float(ndtr(EVIDENCE)):.2%}."
    )


def with_tops(toys: Toys, tops: float, expected: float) -> str:
    """Say how significant a share of top jets is, beside what one fit says to expect."""
    mean = estimates.mean(toys.significance)
    above = percent(share(toys.significance > EVIDENCE))
    return (
        f"**With {tops:.1%} of top jets** it is {signed(mean)} (expected {signed(expected)}), and "
        f"{above} of the toys are above {EVIDENCE:g}."
    )


def sidebands(toys: Toys) -> str:
    """Say whether the fit of the sidebands tells that something is wrong."""
    mean = estimates.mean(toys.deviance)
    bad = share(toys.deviance > chi2.isf(BAD, FREEDOM))
    verdict = (
        "more than by chance: the fit warns of the cut in these, and not in the others"
        if bad.value - BAD > LIMIT * bad.error
        else "as by chance: there is no warning"
    )
    return (
        f"**The sidebands** have a mean deviance of {written(mean, 1)} for {FREEDOM} degrees of "
        f"freedom; {percent(bad)} of the fits are bad at the level of {BAD:.0%}, {verdict}."
    )


def signed(number: Estimate | float) -> str:
    """Return a significance with its error, and a true minus sign."""
    text = written(number, 2) if isinstance(number, Estimate) else f"{number:.2f}"
    return text.replace("-", "−")


def percent(number: Estimate) -> str:
    """Return a share with its error in percent, if it has one."""
    error = f" ± {100 * number.error:.1f}" if number.error else ""
    return f"{100 * number.value:.1f}{error} %"
