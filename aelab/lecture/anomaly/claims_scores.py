"""Claims of the page "Anomaly detection" that are measured of the scored jets: cuts and masses."""

import math

import numpy as np
from numpy.typing import NDArray

from aelab.jets import files, scored
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.metrics import auc, correlation
from aelab.theory import estimates
from aelab.theory.decorrelation import flattened, jensen_shannon

Values = NDArray[np.float64]
MISTAG = 0.1  # share of QCD jets above a cut
BINS = np.arange(0, 301, 10)  # GeV
REPEATS = 200  # random subsets
BOOTSTRAPS = 1000


def _score(left: float) -> Values:
    """Return the independent score (n,), with a share ``left`` of the rank of the raw score."""
    jets = scored.shipped()
    usual = np.sort(jets.score[~jets.top])
    independent = flattened(jets.score, jets.mass, ~jets.top)
    ranks = np.searchsorted(usual, jets.score) / len(usual)
    return np.asarray((1 - left) * independent + left * ranks)


@claim(
    "anomaly.threshold",
    rows=(47,),
    statement="A threshold that 10 % of one half of the QCD jets exceed is exceeded by as many of "
    "the other half.",
    formula=r"\epsilon_B(t) = 0.1, \quad t = Q_{0.9}(\text{first half})",
    why="Binomial errors of both halves, of 2,500 held-out jets each.",
    fault=Fault("tops", "share of top jets in the first half"),
)
def threshold(tops: float = 0.0) -> Finding:
    """Measure the share of the second half above a threshold of the first.

    A share of the first half may be ``tops``.
    """
    jets = scored.shipped()
    usual = jets.score[~jets.top]
    first, second = usual[::2], usual[1::2]
    count = max(round(tops * len(first)), 0)
    cut = np.quantile([*jets.score[jets.top][:count], *first[count:]], 1 - MISTAG)
    error = math.sqrt(MISTAG * (1 - MISTAG) * (1 / len(first) + 1 / len(second)))
    return Finding(MISTAG, (second > cut).mean(), error)


@claim(
    "anomaly.delong",
    rows=(48,),
    statement="The error of an AUC by DeLong's formula is its scatter over bootstrap samples.",
    formula=r"\sigma_\mathrm{DeLong} = \sqrt{\mathrm{Var}\,\mathrm{AUC}}",
    why=f"Standard error of the scatter of {BOOTSTRAPS:,} bootstrap samples of 10,000 jets.",
    fault=Fault("size", "size of the bootstrap samples, in shares of the jets"),
)
def delong(size: float = 1.0) -> Finding:
    """Measure the scatter of the AUC over bootstrap samples of a ``size``, 1 for all jets."""
    jets = scored.shipped()
    usual, tops = jets.score[~jets.top], jets.score[jets.top]
    places = _places(usual, tops)
    rng = np.random.default_rng(0)
    areas = [
        _area(places, _drawn(rng, len(usual), size), _drawn(rng, len(tops), size))
        for _ in range(BOOTSTRAPS)
    ]
    square = estimates.variance(areas)
    scatter = math.sqrt(square.value)
    predicted = auc(jets.score, jets.top).error
    return Finding(predicted, scatter, square.error / (2 * scatter))


def _drawn(rng: np.random.Generator, count: int, size: float) -> NDArray[np.intp]:
    """Return how often each jet (count,) is in a bootstrap sample of a ``size``, 1 for all."""
    return np.bincount(rng.integers(count, size=round(size * count)), minlength=count)


def _places(usual: Values, tops: Values) -> NDArray[np.intp]:
    """Return how many ``usual`` scores are below, and not above, each of ``tops``, (2, m)."""
    ordered = np.sort(usual)
    return np.array([np.searchsorted(ordered, tops, side) for side in ("left", "right")])


def _area(
    places: NDArray[np.intp], usual_times: NDArray[np.intp], top_times: NDArray[np.intp]
) -> float:
    """Return the AUC of scores at `_places`, each taken so many times, the usual ones in order."""
    before = np.append(0, np.cumsum(usual_times))
    below = before[places].sum(0)
    return float(top_times @ below / (2 * usual_times.sum() * top_times.sum()))


@claim(
    "anomaly.mass_alone",
    rows=(48, 52),
    statement="The AUC of the jet mass follows from the two mass spectra.",
    formula=r"\mathrm{AUC} = P(m_\mathrm{top} > m_\mathrm{QCD})",
    why="DeLong's errors of both: the spectra are of the 30,000 jets that are not held out.",
    fault=Fault("scale", "energy scale of the held-out top jets"),
)
def mass_alone(scale: float = 1.0) -> Finding:
    """Measure the AUC of the mass of held-out jets, in which that of top jets has a ``scale``."""
    jets = scored.shipped()
    usual, tops = (_others(kind, top) for kind, top in (("qcd", False), ("top", True)))
    values = np.concatenate([usual, tops])
    predicted = auc(values, np.arange(len(values)) >= len(usual))
    measured = auc(jets.mass * np.where(jets.top, scale, 1.0), jets.top)
    error = math.hypot(predicted.error, measured.error)
    return Finding(predicted.value, measured.value, error)


def _others(kind: str, top: bool) -> Values:
    """Return the masses of the shipped jets of a kind that are not among the scored ones."""
    jets = scored.shipped()
    masses = files.shipped(kind).jet[:, 3].astype(np.float64)
    return masses[~np.isin(masses, jets.mass[jets.top == top])]


@claim(
    "anomaly.decorrelated",
    rows=(52,),
    statement="The independent score has no correlation with the mass of QCD jets.",
    formula=r"\rho_\mathrm{rank}(s, m) = 0",
    why="Standard error of a rank correlation of 5,000 jets.",
    fault=Fault("left", "share of the rank of the raw score that is left"),
)
def decorrelated(left: float = 0.0) -> Finding:
    """Measure the rank correlation of score and mass of QCD jets; see `_score`."""
    jets = scored.shipped()
    usual = ~jets.top
    measured = correlation(_score(left)[usual], jets.mass[usual])
    return Finding(0, measured, 1 / math.sqrt(usual.sum() - 1))


@claim(
    "anomaly.sculpted",
    rows=(52,),
    statement="A cut on the independent score changes the mass spectrum of QCD jets as little as "
    "a random choice does.",
    formula=r"\mathrm{JSD}(\text{kept}, \text{others}) = \mathrm{JSD}_\text{random}",
    why=f"10 % are kept. Mean and standard deviation are those of {REPEATS} random subsets of the "
    "same size, in bits.",
    fault=Fault("left", "share of the rank of the raw score that is left"),
)
def sculpted(left: float = 0.0) -> Finding:
    """Measure the divergence of the spectra above and below a cut; see `_score`."""
    jets = scored.shipped()
    usual = ~jets.top
    mass, values = jets.mass[usual], _score(left)[usual]
    passed = values > np.quantile(values, 1 - MISTAG)
    rng = np.random.default_rng(0)
    random = [_divergence(mass, rng.permutation(passed)) for _ in range(REPEATS)]
    spread = math.sqrt(estimates.variance(random).value)
    return Finding(estimates.mean(random).value, _divergence(mass, passed), spread)


def _divergence(mass: Values, passed: NDArray[np.bool_]) -> float:
    spectra = (np.histogram(mass[part], BINS)[0] for part in (passed, ~passed))
    return jensen_shannon(*spectra)
