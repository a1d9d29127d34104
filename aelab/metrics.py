"""Measures of results: angles between subspaces, explained variance, and anomaly detection.

Scores (n,) are higher for more anomalous samples, and ``anomalous`` (n, bool) marks the true
anomalies. "Efficiency" is the share of anomalous samples at or above a threshold, "mistag" that of
normal ones. Results for too few samples are NaN.
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
    """Shares (t,) of anomalous and of normal samples at or above descending thresholds (t,)."""

    thresholds: Values
    efficiency: Values
    mistag: Values


class Precision(NamedTuple):
    """Precision, recall and Dice (t,) of the samples at or above thresholds (t,)."""

    thresholds: Values
    precision: Values
    recall: Values
    dice: Values


def principal_angles(a: ArrayLike, b: ArrayLike) -> Values:
    """Return the angles in rad between the row spaces of (k, d) arrays, smallest first.

    Source: Björck and Golub, "Numerical methods for computing angles between linear subspaces",
    1973, doi:10.1090/S0025-5718-1973-0348991-3.
    """
    return np.sort(subspace_angles(np.asarray(a, float).T, np.asarray(b, float).T))


def unexplained(x: ArrayLike, x_hat: ArrayLike) -> float:
    """Return Σ‖x − x̂‖²/Σ‖x − mean‖² of samples (n, d), which is 1 if x̂ is the mean.

    >>> unexplained([[0.0], [2.0]], [[1.0], [1.0]])
    1.0
    """
    x = np.asarray(x, np.float64)
    variance = ((x - x.mean(0)) ** 2).sum()
    error = ((x - np.asarray(x_hat, np.float64)) ** 2).sum()
    return float(error / variance) if variance else math.nan


def ranks(values: ArrayLike) -> Values:
    """Return the rank of each value (n,), from 1; equal values have the mean of their ranks.

    >>> ranks([3.0, 1.0, 3.0])
    array([2.5, 1. , 2.5])
    """
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def correlation(a: ArrayLike, b: ArrayLike) -> float:
    """Return Spearman's rank correlation of two lists of numbers (n,).

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
    with np.errstate(invalid="ignore"):  # there may be no samples
        shares = (_above(kind, thresholds) / len(kind) for kind in (odd, normal))
        return Roc(thresholds, *shares)


def auc(scores: ArrayLike, anomalous: ArrayLike) -> Estimate:
    """Return the area under the ROC curve, and its error by the method of DeLong.

    The area is the probability that an anomalous sample scores higher than a normal one. Source:
    DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver
    operating characteristic curves", 1988, doi:10.2307/2531595; Sun and Xu, "Fast implementation
    of DeLong's algorithm", 2014, doi:10.1109/LSP.2014.2337313.
    """
    odd, normal = _split(scores, anomalous)
    if not (len(odd) and len(normal)):
        return Estimate(math.nan, math.nan)
    below, above = _placements(odd, normal)
    return Estimate(float(below.mean()), _placement_error(below, above))


def auc_difference(first: ArrayLike, second: ArrayLike, anomalous: ArrayLike) -> Estimate:
    """Return by how much the AUC of the first scores (n,) is above that of the second ones.

    Both are of the same samples, so that most of their fluctuations cancel; the error is that of
    the difference. Samples that have no score of either kind are left out. Source: DeLong, DeLong
    and Clarke-Pearson, 1988, as for `auc`.
    """
    scores = np.stack([np.asarray(s, np.float64).ravel() for s in (first, second)])
    scored = ~np.isnan(scores).any(0)
    odd = np.asarray(anomalous, bool).ravel()
    kinds = [_split(s[scored], odd[scored]) for s in scores]
    if not all(len(kind) for kind in kinds[0]):
        return Estimate(math.nan, math.nan)
    (b1, a1), (b2, a2) = (_placements(*kind) for kind in kinds)
    return Estimate(float((b1 - b2).mean()), _placement_error(b1 - b2, a1 - a2))


def _placements(odd: Values, normal: Values) -> tuple[Values, Values]:
    """Return what share of the other kind is below each odd sample, and above each normal one."""
    m, n = len(odd), len(normal)
    joint = ranks(np.concatenate([odd, normal]))
    return (joint[:m] - ranks(odd)) / n, 1 - (joint[m:] - ranks(normal)) / m


def _placement_error(below: Values, above: Values) -> float:
    """Return the standard error of the mean of ``below`` (m,) and of ``above`` (n,) together."""
    if min(len(below), len(above)) < 2:
        return math.nan
    return math.sqrt(below.var(ddof=1) / len(below) + above.var(ddof=1) / len(above))


def rejection(scores: ArrayLike, anomalous: ArrayLike, efficiency: float) -> Estimate:
    """Return 1/mistag at this ``efficiency``, and its error.

    If no normal sample is above the threshold, it is infinite with an error of NaN.
    """
    _, mistag, error = _working_point(scores, anomalous, efficiency)
    if not mistag > 0:
        return Estimate(math.inf if mistag == 0 else math.nan, math.nan)
    return Estimate(1 / mistag, error / mistag**2)


def significance_improvement(
    scores: ArrayLike, anomalous: ArrayLike, efficiency: float
) -> Estimate:
    """Return efficiency/√mistag at this ``efficiency``, and its error.

    It is the factor by which the cut improves the significance of a small excess. Source:
    Gallicchio et al., "Multivariate discrimination and the Higgs + W/Z search", JHEP 2011,
    arXiv:1010.3698.
    """
    reached, mistag, error = _working_point(scores, anomalous, efficiency)
    if not mistag > 0:
        return Estimate(math.inf if mistag == 0 else math.nan, math.nan)
    value = reached / math.sqrt(mistag)
    return Estimate(value, value * error / (2 * mistag))


def precision_recall(
    scores: ArrayLike, anomalous: ArrayLike, thresholds: ArrayLike | None = None
) -> Precision:
    """Return precision, recall and Dice at ``thresholds``, or at each score in ascending order.

    Precision is 1 if no sample is above. Source: Davis and Goadrich, "The relationship between
    precision-recall and ROC curves", 2006, doi:10.1145/1143844.1143874.
    """
    odd, normal = _split(scores, anomalous)
    if thresholds is None:
        thresholds = np.unique(np.concatenate([odd, normal]))
    at = np.asarray(thresholds, np.float64)
    hits, mistags = _above(odd, at), _above(normal, at)
    selected = hits + mistags
    precision = np.divide(hits, selected, out=np.ones(len(at)), where=selected > 0)
    recall = hits / len(odd) if len(odd) else np.full(len(at), math.nan)
    both = selected + len(odd)
    overlap = np.divide(2 * hits, both, out=np.full(len(at), math.nan), where=both > 0)
    return Precision(at, precision, recall, overlap)


def dice(predicted: ArrayLike, mask: ArrayLike) -> Values:
    """Return 2|A ∩ B|/(|A| + |B|) (…,) of boolean arrays (…, d); NaN if both are empty.

    Source: Dice, "Measures of the amount of ecologic association between species", 1945,
    doi:10.2307/1932409.

    >>> dice([True, True, False], [True, False, False]).round(3)
    np.float64(0.667)
    """
    a, b = np.asarray(predicted, bool), np.asarray(mask, bool)
    both = np.asarray(a.sum(-1) + b.sum(-1), np.float64)
    common = 2.0 * (a & b).sum(-1)
    shares: Values = np.divide(common, both, out=np.full(both.shape, math.nan), where=both > 0)
    return shares


def _split(scores: ArrayLike, anomalous: ArrayLike) -> tuple[Values, Values]:
    """Return the scores of the anomalous and of the normal samples, without NaN."""
    values, odd = np.asarray(scores, np.float64).ravel(), np.asarray(anomalous, bool).ravel()
    valid = ~np.isnan(values)
    return values[valid & odd], values[valid & ~odd]


def _above(values: Values, thresholds: Values) -> Values:
    """Return the number of values at or above each threshold (t,)."""
    ordered = np.sort(values)
    return (len(ordered) - np.searchsorted(ordered, thresholds, side="left")).astype(np.float64)


def _working_point(
    scores: ArrayLike, anomalous: ArrayLike, efficiency: float
) -> tuple[float, float, float]:
    """Return the efficiency reached, the mistag there, and the error of that mistag.

    Both kinds of samples contribute a binomial error: the normal ones directly, the anomalous ones
    by the position of the threshold.
    """
    odd, normal = (np.sort(kind) for kind in _split(scores, anomalous))
    m, n = len(odd), len(normal)
    if not (m and n):
        return math.nan, math.nan, math.nan

    def mistag(share: float) -> tuple[float, float]:
        count = min(max(math.ceil(share * m - 1e-9), 1), m)  # anomalous samples above
        threshold = odd[m - count : m - count + 1]
        return float(_above(odd, threshold)[0] / m), float(_above(normal, threshold)[0] / n)

    reached, value = mistag(efficiency)
    step = math.sqrt(efficiency * (1 - efficiency) / m)
    shift = (mistag(efficiency + step)[1] - mistag(efficiency - step)[1]) / 2
    return reached, value, math.hypot(math.sqrt(value * (1 - value) / n), shift)
