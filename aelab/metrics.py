"""Measures of what was learnt: subspaces, variance explained, and how well anomalies are found.

Scores are numbers (n,), higher for a stranger sample, and ``anomalous`` (n, bool) says which ones
are to be found. "Efficiency" is the share of the anomalous ones above a threshold, "mistag" that
of the normal ones. What cannot be told from so few samples is NaN.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import subspace_angles

Values = NDArray[np.float64]


class Estimate(NamedTuple):
    """A number and its statistical error, one standard deviation."""

    value: float
    error: float


class Roc(NamedTuple):
    """Shares (t,) of anomalous and of normal samples at or above thresholds (t,), falling."""

    thresholds: Values
    efficiency: Values
    mistag: Values


class Precision(NamedTuple):
    """Precision, recall and Dice (t,) of what is at or above thresholds (t,)."""

    thresholds: Values
    precision: Values
    recall: Values
    dice: Values


def principal_angles(a: ArrayLike, b: ArrayLike) -> Values:
    """Return the angles in rad between the row spaces of (k, d) arrays, smallest first.

    Source: Björck and Golub, "Numerical methods for computing angles between linear subspaces",
    1973.
    """
    return np.sort(subspace_angles(np.asarray(a, float).T, np.asarray(b, float).T))


def unexplained(x: ArrayLike, x_hat: ArrayLike) -> float:
    """Return Σ‖x − x̂‖²/Σ‖x − mean‖² of samples (n, d): 1 is as good as always giving the mean."""
    x = np.asarray(x, np.float64)
    variance = ((x - x.mean(0)) ** 2).sum()
    error = ((x - np.asarray(x_hat, np.float64)) ** 2).sum()
    return float(error / variance) if variance else math.nan


def ranks(values: ArrayLike) -> Values:
    """Return the rank of each value (n,), from 1; equal ones share the mean of their ranks."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[where]


def correlation(a: ArrayLike, b: ArrayLike) -> float:
    """Return the rank correlation of two lists of numbers (n,).

    Source: Spearman, "The proof and measurement of association between two things", 1904.
    """
    first, second = (r - r.mean() for r in (ranks(a), ranks(b)))
    norm = math.sqrt((first @ first) * (second @ second))
    return float(first @ second / norm) if norm else math.nan


def roc(scores: ArrayLike, anomalous: ArrayLike) -> Roc:
    """Return the ROC curve, with a threshold at each score and one above all."""
    odd, normal = _split(scores, anomalous)
    values = np.unique(np.concatenate([odd, normal]))[::-1]
    thresholds = np.concatenate([[np.inf], values])
    with np.errstate(invalid="ignore"):  # of no samples
        shares = (_above(kind, thresholds) / len(kind) for kind in (odd, normal))
        return Roc(thresholds, *shares)


def auc(scores: ArrayLike, anomalous: ArrayLike) -> Estimate:
    """Return the area under the ROC curve, and its error by the method of DeLong.

    The area is the chance that an anomalous sample scores higher than a normal one. Source:
    DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver
    operating characteristic curves", 1988; Sun and Xu, "Fast implementation of DeLong's
    algorithm", 2014.
    """
    odd, normal = _split(scores, anomalous)
    m, n = len(odd), len(normal)
    if not (m and n):
        return Estimate(math.nan, math.nan)
    together = ranks(np.concatenate([odd, normal]))
    beaten = (together[:m] - ranks(odd)) / n  # (m,) share of normal samples below each
    beating = 1 - (together[m:] - ranks(normal)) / m  # (n,) share of anomalous ones above each
    value = float(beaten.mean())
    if min(m, n) < 2:
        return Estimate(value, math.nan)
    return Estimate(value, math.sqrt(beaten.var(ddof=1) / m + beating.var(ddof=1) / n))


def rejection(scores: ArrayLike, anomalous: ArrayLike, efficiency: float) -> Estimate:
    """Return 1/mistag where ``efficiency`` is reached, and its error.

    If no normal sample is above that threshold, it is infinite, and its error is not known.
    """
    _, mistag, error = _working_point(scores, anomalous, efficiency)
    if not mistag > 0:
        return Estimate(math.inf if mistag == 0 else math.nan, math.nan)
    return Estimate(1 / mistag, error / mistag**2)


def significance_improvement(
    scores: ArrayLike, anomalous: ArrayLike, efficiency: float
) -> Estimate:
    """Return efficiency/√mistag where ``efficiency`` is reached, and its error.

    By this factor a cut there improves the significance of a small excess. Source: Gallicchio et
    al., "Multivariate discrimination and the Higgs + W/Z search", JHEP 2011.
    """
    reached, mistag, error = _working_point(scores, anomalous, efficiency)
    if not mistag > 0:
        return Estimate(math.inf if mistag == 0 else math.nan, math.nan)
    value = reached / math.sqrt(mistag)
    return Estimate(value, value * error / (2 * mistag))


def precision_recall(
    scores: ArrayLike, anomalous: ArrayLike, thresholds: ArrayLike | None = None
) -> Precision:
    """Return precision, recall and Dice at ``thresholds``, or at each score, rising.

    Precision is 1 where nothing is above. Source: Davis and Goadrich, "The relationship between
    precision-recall and ROC curves", 2006.
    """
    odd, normal = _split(scores, anomalous)
    if thresholds is None:
        thresholds = np.unique(np.concatenate([odd, normal]))
    at = np.asarray(thresholds, np.float64)
    right, wrong = _above(odd, at), _above(normal, at)
    found = right + wrong
    precision = np.divide(right, found, out=np.ones(len(at)), where=found > 0)
    recall = right / len(odd) if len(odd) else np.full(len(at), math.nan)
    both = found + len(odd)
    overlap = np.divide(2 * right, both, out=np.full(len(at), math.nan), where=both > 0)
    return Precision(at, precision, recall, overlap)


def dice(found: ArrayLike, mask: ArrayLike) -> Values:
    """Return 2|A ∩ B|/(|A| + |B|) of boolean arrays (…, d): (…,), NaN where both are empty.

    Source: Dice, "Measures of the amount of ecologic association between species", 1945.
    """
    a, b = np.asarray(found, bool), np.asarray(mask, bool)
    both = np.asarray(a.sum(-1) + b.sum(-1), np.float64)
    common = 2.0 * (a & b).sum(-1)
    return np.divide(common, both, out=np.full(both.shape, math.nan), where=both > 0)


def _split(scores: ArrayLike, anomalous: ArrayLike) -> tuple[Values, Values]:
    """Return the scores of the anomalous and of the normal samples, flat; NaN is left out."""
    values, odd = np.asarray(scores, np.float64).ravel(), np.asarray(anomalous, bool).ravel()
    known = ~np.isnan(values)
    return values[known & odd], values[known & ~odd]


def _above(values: Values, thresholds: Values) -> Values:
    """Return how many values are at or above each threshold (t,)."""
    ordered = np.sort(values)
    return (len(ordered) - np.searchsorted(ordered, thresholds, side="left")).astype(np.float64)


def _working_point(
    scores: ArrayLike, anomalous: ArrayLike, efficiency: float
) -> tuple[float, float, float]:
    """Return the efficiency reached, the mistag there, and the error of that mistag.

    Both kinds of samples have a binomial error: that of the normal ones is the mistag's own, that
    of the anomalous ones moves the threshold, and the mistag with it along the curve.
    """
    odd, normal = (np.sort(kind) for kind in _split(scores, anomalous))
    m, n = len(odd), len(normal)
    if not (m and n):
        return math.nan, math.nan, math.nan

    def mistag(share: float) -> tuple[float, float]:
        wanted = min(max(math.ceil(share * m - 1e-9), 1), m)  # anomalous samples above
        threshold = odd[m - wanted : m - wanted + 1]
        return float(_above(odd, threshold)[0] / m), float(_above(normal, threshold)[0] / n)

    reached, value = mistag(efficiency)
    step = math.sqrt(efficiency * (1 - efficiency) / m)
    moved = (mistag(efficiency + step)[1] - mistag(efficiency - step)[1]) / 2
    return reached, value, math.hypot(math.sqrt(value * (1 - value) / n), moved)
