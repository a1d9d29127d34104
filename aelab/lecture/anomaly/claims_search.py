"""Claims of the section "From a score to a search"."""

import math

from aelab.lecture.anomaly import selection
from aelab.lecture.anomaly.selection import SEARCH, Values
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
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
    fault=Fault("tops", "top jets per QCD jet"),
)
def smooth(tops: float = 0.0) -> Finding:
    """Measure the deviance of the shipped QCD jets, with so many ``tops`` per jet among them."""
    counts = selection.counts()
    counts = counts + tops * counts.sum() * selection.selection(1, True).top
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
    fault=Fault("share", "share of top jets that are in the data"),
)
def null(
    passing: float = 0.3, independent: bool = True, toys: int = TOYS, share: float = 0.0
) -> Finding:
    """Measure the mean significance of toys without a signal.

    Args:
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.
        share: share of top jets before the cut.

    """
    return Finding(0, *_mean(share, passing, independent, toys))


@claim(
    "anomaly.width",
    rows=(52,),
    statement="Its spread is one: the error of the fitted background is counted as it should be.",
    formula=r"\sqrt{\mathrm{Var}\,Z} = 1",
    why=STATISTICAL,
    fault=Fault("counted", "error of the background"),
)
def width(
    passing: float = 0.3, independent: bool = True, toys: int = TOYS, counted: float = 1.0
) -> Finding:
    """Measure the spread of the significance of toys without a signal.

    Args:
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.
        counted: factor of the error of the background.

    """
    counts = search.toys(selection.expected(0, passing, independent), toys)
    square = estimates.variance(_significance(counts, counted))
    spread = math.sqrt(square.value)
    return Finding(1, spread, square.error / (2 * spread))


@claim(
    "anomaly.expected",
    rows=(52,),
    statement="One fit to the expected spectrum tells the mean significance of all toys.",
    formula=r"\langle Z(n) \rangle = Z(\langle n \rangle)",
    why=STATISTICAL,
    fault=Fault("counted", "error of the background in the one fit"),
)
def expectation(
    share: float = 0.01,
    passing: float = 0.3,
    independent: bool = True,
    toys: int = TOYS,
    counted: float = 1.0,
) -> Finding:
    """Measure the mean significance of toys with a signal.

    Args:
        share: share of top jets before the cut.
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        toys: number of toys.
        counted: factor of the error of the background in the prediction.

    """
    predicted = _significance(selection.expected(share, passing, independent), counted)[0]
    return Finding(predicted, *_mean(share, passing, independent, toys))


@claim(
    "anomaly.fake",
    rows=(52,),
    statement="A cut on the raw score sculpts a deviation where there is no signal, as large as "
    "the kept share of each mass tells.",
    formula=r"\langle Z \rangle = Z\big(N p(m)\, \varepsilon(m)\big)",
    why=STATISTICAL,
    fault=Fault("flat", "share of the cut that is independent of the mass"),
)
def fake(passing: float = 0.3, toys: int = TOYS, flat: float = 0.0) -> Finding:
    """Measure the mean significance of toys without a signal, cut on the raw score.

    Args:
        passing: share of the QCD jets that the cut keeps.
        toys: number of toys.
        flat: share of what the independent score keeps that is mixed in.

    """
    raw, independent = (selection.expected(0, passing, each) for each in (False, True))
    counts = search.toys((1 - flat) * raw + flat * independent, toys)
    measured = estimates.mean(_significance(counts))
    return Finding(selection.asimov(0, passing, False), *measured)


@claim(
    "anomaly.gain",
    rows=(52,),
    statement="A cut on the independent score changes the significance of 1 % of top jets by the "
    "shares of both kinds that it keeps.",
    formula=r"\langle Z \rangle = \frac{\varepsilon_S}{\sqrt{\varepsilon_B}}\, Z(\varepsilon = 1)",
    why=f"ε_S is that of top jets in the window. {STATISTICAL} Z is not quite linear in the "
    "signal, part of which is beside the window: up to 5 %.",
    tolerance=0.05,
    fault=Fault("power", "power of ε_B"),
)
def gain(passing: float = 0.3, toys: int = TOYS, power: float = 0.5) -> Finding:
    """Measure the mean significance of 1 % of top jets after a cut.

    Args:
        passing: share of the QCD jets that the cut keeps.
        toys: number of toys.
        power: that of ε_B in the formula.

    """
    after, before = (
        selection.selection(part, True).top[SEARCH.inside].sum() for part in (passing, 1)
    )
    factor = after / before / passing**power
    return Finding(factor * selection.asimov(0.01, 1, True), *_mean(0.01, passing, True, toys))


def _mean(share: float, passing: float, independent: bool, toys: int) -> Estimate:
    return estimates.mean(selection.thrown(share, passing, independent, toys).significance)


def _significance(counts: Values, counted: float = 1.0) -> Values:
    """Return the significance (t,) of spectra, with a factor of the background's error."""
    outcome = search.searched(counts, SEARCH)
    return search.significance(outcome.observed, outcome.background, counted * outcome.error)
