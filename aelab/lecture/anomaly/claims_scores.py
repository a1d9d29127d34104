"""Claims of the page "Anomaly detection" that are measured of the scored jets: cuts and masses."""

import math

import numpy as np
from numpy.typing import NDArray

from aelab.jets import files, scored
from aelab.lecture.core.claim import Finding, claim
from aelab.metrics import auc, correlation
from aelab.theory import estimates
from aelab.theory.decorrelation import flattened, jensen_shannon

Values = NDArray[np.float64]
MISTAG = 0.1  # share of QCD jets above a cut
BINS = np.arange(0, 301, 10)  # GeV
REPEATS = 200  # bootstrap samples, or random subsets


def _score(independent: bool) -> Values:
    """Return the score (n,), or what is ``independent`` of the mass of it."""
    jets = scored.shipped()
    return flattened(jets.score, jets.mass, ~jets.top) if independent else jets.score


@claim(
    "anomaly.threshold",
    rows=(47,),
    statement="A threshold that 10 % of one half of the QCD jets exceed is exceeded by as many of "
    "the other half.",
    formula=r"\epsilon_B(t) = 0.1, \quad t = Q_{0.9}(\text{first half})",
    why="Binomial errors of both halves, of 2,500 held-out jets each.",
    breaks={"kind": "top"},
)
def threshold(kind: str = "QCD") -> Finding:
    """Measure the share of the second half above a threshold of the first half of a ``kind``."""
    jets = scored.shipped()
    usual = jets.score[~jets.top]
    first, second = usual[::2], usual[1::2]
    cut = np.quantile(first if kind == "QCD" else jets.score[jets.top], 1 - MISTAG)
    error = math.sqrt(MISTAG * (1 - MISTAG) * (1 / len(first) + 1 / len(second)))
    return Finding(MISTAG, (second > cut).mean(), error)


@claim(
    "anomaly.delong",
    rows=(48,),
    statement="The error of an AUC by DeLong's formula is its scatter over bootstrap samples.",
    formula=r"\sigma_\mathrm{DeLong} = \sqrt{\mathrm{Var}\,\mathrm{AUC}}",
    why=f"Standard error of the scatter of {REPEATS} bootstrap samples of 10,000 jets.",
    breaks={"share": 0.1},
)
def delong(share: float = 1.0) -> Finding:
    """Measure the scatter of the AUC over bootstrap samples of a ``share`` of either kind."""
    jets = scored.shipped()
    kinds = [np.flatnonzero(jets.top == kind) for kind in (False, True)]
    kinds = [rows[: round(share * len(rows))] for rows in kinds]
    rng = np.random.default_rng(0)
    areas = []
    for _ in range(REPEATS):
        drawn = np.concatenate([rng.choice(rows, len(rows)) for rows in kinds])
        areas.append(auc(jets.score[drawn], jets.top[drawn]).value)
    square = estimates.variance(areas)
    scatter = math.sqrt(square.value)
    predicted = auc(jets.score, jets.top).error
    return Finding(predicted, scatter, square.error / (2 * scatter))


@claim(
    "anomaly.mass_alone",
    rows=(48, 52),
    statement="The AUC of the jet mass follows from the two mass spectra.",
    formula=r"\mathrm{AUC} = P(m_\mathrm{top} > m_\mathrm{QCD})",
    why="DeLong's errors of both: the spectra are of the 30,000 jets that are not held out.",
    breaks={"score": "error"},
)
def mass_alone(score: str = "mass") -> Finding:
    """Measure the AUC of the mass, or of the smeared error, of held-out jets."""
    jets = scored.shipped()
    usual, tops = (_others(kind, top) for kind, top in (("qcd", False), ("top", True)))
    values = np.concatenate([usual, tops])
    predicted = auc(values, np.arange(len(values)) >= len(usual))
    measured = auc(jets.mass if score == "mass" else jets.score, jets.top)
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
    breaks={"independent": False},
)
def decorrelated(independent: bool = True) -> Finding:
    """Measure the rank correlation of score and mass of QCD jets."""
    jets = scored.shipped()
    usual = ~jets.top
    measured = correlation(_score(independent)[usual], jets.mass[usual])
    return Finding(0, measured, 1 / math.sqrt(usual.sum() - 1))


@claim(
    "anomaly.sculpted",
    rows=(52,),
    statement="A cut on the independent score changes the mass spectrum of QCD jets as little as "
    "a random choice does.",
    formula=r"\mathrm{JSD}(\text{kept}, \text{others}) = \mathrm{JSD}_\text{random}",
    why=f"10 % are kept. Mean and standard deviation are those of {REPEATS} random subsets of the "
    "same size, in bits.",
    breaks={"independent": False},
)
def sculpted(independent: bool = True, share: float = MISTAG) -> Finding:
    """Measure the divergence of the spectra above and below a cut that keeps a ``share``."""
    jets = scored.shipped()
    usual = ~jets.top
    mass, values = jets.mass[usual], _score(independent)[usual]
    passed = values > np.quantile(values, 1 - share)
    rng = np.random.default_rng(0)
    random = [_divergence(mass, rng.permutation(passed)) for _ in range(REPEATS)]
    spread = math.sqrt(estimates.variance(random).value)
    return Finding(estimates.mean(random).value, _divergence(mass, passed), spread)


def _divergence(mass: Values, passed: NDArray[np.bool_]) -> float:
    spectra = (np.histogram(mass[part], BINS)[0] for part in (passed, ~passed))
    return jensen_shannon(*spectra)
