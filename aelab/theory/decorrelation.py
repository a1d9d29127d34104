"""Decorrelation of a score from a quantity, such as the mass of a jet, and what is left of it."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import rel_entr

BINS = 20
FOLDS = 5  # parts of the samples; each is ranked among the normal samples of the others


def flattened(
    scores: ArrayLike, quantity: ArrayLike, normal: ArrayLike, bins: int = BINS
) -> NDArray[np.float64]:
    """Return the rank of each score among normal samples in the same bin of the quantity.

    The rank (n,) is the share of these normal samples with a lower score, within [0, 1]. A cut on
    it selects the same share of normal samples in each bin, but for the fluctuations of their
    number, and so leaves the shape of their spectrum unchanged. It is cross-fitted: the samples
    are dealt out to five parts by their position, and each part is ranked among the normal samples
    of the others, so that no sample is compared with itself. NaN stays NaN.

    Ranks in bins take the place of the linear shift of Dolen et al., "Thinking outside the ROCs:
    designing decorrelated taggers for jet substructure", 2016, arXiv:1603.00027.

    Args:
        scores: the score (n,) of each sample, in an order that has nothing to do with it.
        quantity: the quantity (n,) to decorrelate from.
        normal: which samples (n,) are normal.
        bins: number of bins, with equally many normal samples in each.

    """
    score, values = np.asarray(scores, np.float64), np.asarray(quantity, np.float64)
    scored = np.isfinite(score)
    reference = np.asarray(normal, bool) & scored
    ranks = np.full(len(score), np.nan)
    if not reference.any():
        return ranks
    bin_of = _bins(values, reference, bins)
    fold = np.arange(len(score)) % FOLDS
    for number in range(bins):
        inside = bin_of == number
        for part in range(FOLDS):
            ranked = inside & (fold == part) & scored
            ordered = np.sort(score[inside & (fold != part) & reference])
            ranks[ranked] = _ranks(score[ranked], ordered)
    return ranks


def flattened_error(
    ranks: ArrayLike, quantity: ArrayLike, normal: ArrayLike, bins: int = BINS
) -> float:
    """Return the standard error of the AUC of a flattened score, which DeLong's is too small for.

    The AUC is the mean over bins of the AUC within each, weighed by the share w_b of anomalous
    samples there: where these crowd, a few normal samples decide. So the variance is that of the
    anomalous ranks over their number, and Σ w_b² times that of the normal ones in each bin.

    Args:
        ranks: the flattened score (n,) of each sample.
        quantity: the quantity (n,) that it is decorrelated from.
        normal: which samples (n,) are normal.
        bins: number of bins, as in `flattened`.

    Returns:
        The standard error, NaN for fewer than two samples of a kind.

    """
    rank, values = np.asarray(ranks, np.float64), np.asarray(quantity, np.float64)
    scored = np.isfinite(rank)
    reference, odd = np.asarray(normal, bool) & scored, ~np.asarray(normal, bool) & scored
    if reference.sum() < 2 or odd.sum() < 2:
        return math.nan
    bin_of = _bins(values, reference, bins)
    variance = rank[odd].var(ddof=1) / odd.sum()
    for number in range(bins):
        inside = bin_of == number
        usual, strange = rank[inside & reference], np.sort(rank[inside & odd])
        if len(usual) > 1 and len(strange):
            above = 1 - _ranks(usual, strange)
            share = len(strange) / odd.sum()
            variance += share**2 * above.var(ddof=1) / len(usual)
    return math.sqrt(variance)


def jensen_shannon(first: ArrayLike, second: ArrayLike) -> float:
    """Return the Jensen–Shannon divergence in bits of two spectra, given by their counts (b,).

    It is 0 for equal shapes and 1 for those that have no bin in common. Source: Lin, "Divergence
    measures based on the Shannon entropy", IEEE Transactions on Information Theory 37, 1991.

    >>> jensen_shannon([1, 1, 0, 0], [0, 0, 3, 3])
    1.0
    """
    p, q = (np.asarray(counts, np.float64) / np.sum(counts) for counts in (first, second))
    middle = (p + q) / 2
    return float((rel_entr(p, middle) + rel_entr(q, middle)).sum() / (2 * math.log(2)))


def _bins(
    values: NDArray[np.float64], reference: NDArray[np.bool_], bins: int
) -> NDArray[np.intp]:
    """Return the bin (n,) of each value; each has equally many of the reference."""
    edges = np.quantile(values[reference], np.linspace(0, 1, bins + 1)[1:-1])
    return np.searchsorted(edges, values, side="right")


def _ranks(scores: NDArray[np.float64], ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of ordered scores below each score; ties count one half."""
    if not len(ordered):
        return np.full(len(scores), 0.5)  # nothing to compare with
    below = np.searchsorted(ordered, scores, side="left")
    above = np.searchsorted(ordered, scores, side="right")
    return np.asarray((below + above) / (2 * len(ordered)))
