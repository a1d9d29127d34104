"""What a cut on the anomaly score keeps of QCD and of top jets, by their mass.

QCD jets have the spectrum of three parameters that fits the shipped ones. A cut on the raw score
keeps a share of them that turns on with the mass, as it is measured of held-out jets; a cut on the
independent score keeps the same share everywhere. Of top jets both keep what they keep of the
held-out ones.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.jets import files, scored
from aelab.once import once
from aelab.theory import falling, search, turn_on
from aelab.theory.decorrelation import flattened
from aelab.theory.search import Search, searched

SEARCH = Search(100, 280, 5, (150, 200), 300)  # in GeV
JETS = 50_000  # within the range, before the cut
Values = NDArray[np.float64]


class Selection(NamedTuple):
    """Shares (b,) of the QCD and of the top jets of the range that pass, by bin of the mass."""

    qcd: Values
    top: Values


class Toys(NamedTuple):
    """Significances of toys (t,), and the deviances (t,) of their sidebands from the fit."""

    significance: Values
    deviance: Values


@once(1)
def counts() -> Values:
    """Return the number of shipped QCD jets in each bin (b,) of the range."""
    return _binned(files.shipped("qcd").jet[:, 3])


@once(1)
def shape() -> Values:
    """Return the share (b,) of QCD jets in each bin, by the fit to the shipped ones."""
    fit = falling.fit(counts()[None], SEARCH.basis)
    fitted = falling.rates(fit.theta, SEARCH.basis)[0]
    return np.asarray(fitted / fitted.sum())


@once(32)
def selection(passing: float, independent: bool) -> Selection:
    """Return what passes a cut that keeps a share of the QCD jets of the range."""
    mass, score, top = _in_range()
    ranks = flattened(score, mass, ~top) if independent else score
    cut = 1 - passing if independent else np.quantile(score[~top], 1 - passing)
    passed = (ranks > cut) | (passing == 1)
    tops = _binned(mass[top & passed]) / top.sum()
    if independent or passing == 1:
        return Selection(passing * shape(), tops)
    return Selection(turn_on.fitted(mass[~top], passed[~top])(SEARCH.centres) * shape(), tops)


def expected(share: float, passing: float, independent: bool) -> Values:
    """Return the expected number of jets (b,) after a cut.

    Args:
        share: share of top jets among the JETS of the range, before the cut.
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.

    """
    selected = selection(passing, independent)
    return JETS * ((1 - share) * selected.qcd + share * selected.top)


def asimov(share: float, passing: float, independent: bool) -> float:
    """Return the significance of the expected spectrum; see `expected`."""
    return float(searched(expected(share, passing, independent), SEARCH).significance[0])


@once(32)
def thrown(share: float, passing: float, independent: bool, count: int) -> Toys:
    """Search in ``count`` toys.

    Args:
        share: share of top jets, see `expected`.
        passing: share of the QCD jets that the cut keeps.
        independent: whether the score is independent of the mass.
        count: number of toys.

    """
    outcome = searched(search.toys(expected(share, passing, independent), count), SEARCH)
    return Toys(outcome.significance, outcome.deviance)


def _in_range() -> scored.Scored:
    jets = scored.shipped()
    inside = (jets.mass > SEARCH.low) & (jets.mass < SEARCH.high)
    return scored.Scored(jets.mass[inside], jets.score[inside], jets.top[inside])


def _binned(mass: NDArray[np.floating]) -> Values:
    return np.histogram(mass, SEARCH.edges)[0].astype(np.float64)
