"""Claims of the section "From a score to a search"."""

import math

import numpy as np

from aelab.jets import files
from aelab.lecture.anomaly import selection
from aelab.lecture.anomaly.selection import SEARCH
from aelab.lecture.core.claim import Finding, claim
from aelab.metrics import Estimate
from aelab.theory import estimates, falling, search

TOYS = 2000
STATISTICAL = (
    "Standard error over the toys; how well 10,000 scored jets tell the effect of a cut is not in "
    "it, since prediction and toys have the same spectrum."
)


@claim(
    "anomaly.smooth",
    rows=(52,),
    statement="From 100 to 280 GeV the mass spectrum of QCD jets is a smooth fall with three "
    "parameters.",
    formula=r"D = 2 \sum_i \big(\lambda_i - n_i + n_i \ln(n_i/\lambda_i)\big) = \text{bins} - 3",
    why="D is distributed as χ²: its standard deviation is the root of twice the bins less three.",
    breaks={"tops": 0.1},
)
def smooth(tops: float = 0.0) -> Finding:
    """Measure the deviance of the shipped QCD jets, with so many ``tops`` per jet among them."""
    counts = selection.counts()
    if tops:
        mass = files.shipped("top").jet[: int(tops * counts.sum()), 3]
        counts = counts + np.histogram(mass, SEARCH.edges)[0]
    fit = falling.fit(counts[None], SEARCH.basis)
    measured = falling.deviance(counts, falling.rates(fit.theta, SEARCH.basis))[0]
    freedom = len(counts) - fit.theta.shape[1]
    return Finding(freedom, measured, math.sqrt(2 * freedom))


@claim(
    "anomaly.null",
    rows=(52,),
    statement="Without top jets, the significance is zero on average if the score is independent "
    "of the mass.",
    formula=r"\langle Z \rangle = 0",
    why=STATISTICAL,
    breaks={"independent": False},
)
def null(passing: float = 0.3, independent: bool = True, toys: int = TOYS) -> Finding:
    """Measure the mean significance of toys without a signal.

    Args:
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.

    """
    return Finding(0, *_mean(0, passing, independent, toys))


@claim(
    "anomaly.width",
    rows=(52,),
    statement="Its spread is one: the error of the fitted background is counted as it should be.",
    formula=r"\sqrt{\mathrm{Var}\,Z} = 1",
    why=STATISTICAL,
    breaks={"counted": False},
)
def width(
    passing: float = 0.3, independent: bool = True, toys: int = TOYS, counted: bool = True
) -> Finding:
    """Measure the spread of the significance of toys without a signal.

    Args:
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.
        counted: whether the error of the background counts.

    """
    if counted:
        z = selection.thrown(0, passing, independent, toys).significance
    else:
        counts = search.toys(selection.expected(0, passing, independent), toys)
        outcome = search.searched(counts, SEARCH)
        z = (outcome.observed - outcome.background) / np.sqrt(outcome.background)
    square = estimates.variance(z)
    spread = math.sqrt(square.value)
    return Finding(1, spread, square.error / (2 * spread))


@claim(
    "anomaly.expected",
    rows=(52,),
    statement="One fit to the expected spectrum tells the mean significance of all toys.",
    formula=r"\langle Z(n) \rangle = Z(\langle n \rangle)",
    why=STATISTICAL,
    breaks={"exact": True},
)
def expectation(
    share: float = 0.01,
    passing: float = 0.3,
    independent: bool = True,
    toys: int = TOYS,
    exact: bool = False,
) -> Finding:
    """Measure the mean significance of toys with a signal.

    Args:
        share: share of top jets before the cut.
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.
        exact: whether the prediction takes the background as exact, for which the claim fails.

    """
    predicted = selection.asimov(share, passing, independent)
    if exact:
        outcome = search.searched(selection.expected(share, passing, independent), SEARCH)
        excess = outcome.observed - outcome.background
        predicted = float((excess / np.sqrt(outcome.background))[0])
    return Finding(predicted, *_mean(share, passing, independent, toys))


@claim(
    "anomaly.fake",
    rows=(52,),
    statement="A cut on the raw score sculpts a deviation where there is no signal, as large as "
    "the kept share of each mass tells.",
    formula=r"\langle Z \rangle = Z\big(N p(m)\, \varepsilon(m)\big)",
    why=STATISTICAL,
    breaks={"independent": True},
)
def fake(passing: float = 0.3, toys: int = TOYS, independent: bool = False) -> Finding:
    """Measure the mean significance of toys without a signal, cut on the raw score.

    Args:
        passing: share of the QCD jets that the cut keeps.
        toys: number of toys.
        independent: whether the toys are cut on the independent score instead.

    """
    predicted = selection.asimov(0, passing, False)
    return Finding(predicted, *_mean(0, passing, independent, toys))


@claim(
    "anomaly.gain",
    rows=(52,),
    statement="A cut on the independent score makes 1 % of top jets at least as significant as "
    "they are without a cut.",
    formula=r"\langle Z \rangle \geq Z(\varepsilon = 1)",
    why=STATISTICAL,
    kind="at least",
    breaks={"passing": 0.1, "independent": False},
)
def gain(passing: float = 0.3, independent: bool = True, toys: int = TOYS) -> Finding:
    """Measure the mean significance of 1 % of top jets after a cut.

    Args:
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.

    """
    return Finding(selection.asimov(0.01, 1, True), *_mean(0.01, passing, independent, toys))


def _mean(share: float, passing: float, independent: bool, toys: int) -> Estimate:
    return estimates.mean(selection.thrown(share, passing, independent, toys).significance)
