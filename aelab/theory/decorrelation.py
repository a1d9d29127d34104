"""Decorrelation of a score from a quantity, such as the mass of a jet."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 20


def flattened(
    scores: ArrayLike, quantity: ArrayLike, normal: ArrayLike, bins: int = BINS
) -> NDArray[np.float64]:
    """Return the rank of each score among normal samples in the same bin of the quantity.

    The rank (n,) is the share of these normal samples with a lower score, within [0, 1]. A cut on
    it selects the same share of normal samples in each bin, and so leaves the shape of their
    spectrum unchanged. NaN stays NaN.

    Ranks in bins take the place of the linear shift of Dolen et al., "Thinking outside the ROCs:
    designing decorrelated taggers for jet substructure", 2016, arXiv:1603.00027.

    Args:
        scores: the score (n,) of each sample.
        quantity: the quantity (n,) to decorrelate from.
        normal: which samples (n,) are normal.
        bins: number of bins, with equally many normal samples in each.

    """
    score, values = np.asarray(scores, np.float64), np.asarray(quantity, np.float64)
    reference = np.asarray(normal, bool) & np.isfinite(score)
    ranks = np.full(len(score), np.nan)
    if not reference.any():
        return ranks
    edges = np.quantile(values[reference], np.linspace(0, 1, bins + 1)[1:-1])
    bin_of = np.searchsorted(edges, values, side="right")
    for number in range(bins):
        inside = (bin_of == number) & np.isfinite(score)
        ordered = np.sort(score[inside & reference])
        if len(ordered):
            below = np.searchsorted(ordered, score[inside], side="left")
            above = np.searchsorted(ordered, score[inside], side="right")
            ranks[inside] = (below + above) / (2 * len(ordered))  # ties count one half
        else:
            ranks[inside] = 0.5  # no normal samples to compare with
    return ranks
