"""A score made independent of a quantity, such as the mass of a jet."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 20


def flattened(
    scores: ArrayLike, quantity: ArrayLike, normal: ArrayLike, bins: int = BINS
) -> NDArray[np.float64]:
    """Return which share of the normal samples of like quantity score lower, (n,) within [0, 1].

    "Like" is the same bin of the quantity (n,); the bins hold equally many ``normal`` samples
    (n, bool). A cut on the result keeps the same share of normal samples in each bin, and so
    leaves their spectrum as it is. NaN stays NaN. Source: Dolen et al., "Thinking outside the
    ROCs: designing decorrelated taggers for jet substructure", 2016.
    """
    score, along = np.asarray(scores, np.float64), np.asarray(quantity, np.float64)
    usual = np.asarray(normal, bool) & np.isfinite(score)
    found = np.full(len(score), np.nan)
    if not usual.any():
        return found
    edges = np.quantile(along[usual], np.linspace(0, 1, bins + 1)[1:-1])
    where = np.searchsorted(edges, along, side="right")
    for one in range(bins):
        inside = (where == one) & np.isfinite(score)
        ordered = np.sort(score[inside & usual])
        if len(ordered):
            below = np.searchsorted(ordered, score[inside], side="left")
            above = np.searchsorted(ordered, score[inside], side="right")
            found[inside] = (below + above) / (2 * len(ordered))  # ties count by half
        else:
            found[inside] = 0.5  # nothing to be held against
    return found
