"""Samples against data: where they lie, whether they cover them, whether features belong together.

Nothing here asks for a density: two sets of points are compared, as with a model that gives none.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from aelab.theory.gaussians import Values

SEED = 0  # of codes that are drawn: they stand still, so that each sample can be followed
KNOWN = 256  # codes that a Gaussian is taken from; it needs no decomposition


def gaussian_like(codes: ArrayLike, count: int, seed: int = SEED) -> Values:
    """Return codes (count, k) from the Gaussian with mean and covariance of the first ``codes``.

    They are sums of centred codes with weights from N(0, 1/n), whose covariance is that of the n.
    """
    known = np.asarray(codes, np.float64)[:KNOWN]
    weights = np.random.default_rng(seed).standard_normal((count, len(known)))
    mean = known.mean(0)
    return np.asarray(mean + weights @ (known - mean) / np.sqrt(len(known)), np.float64)


def usual_distance(x: ArrayLike, level: float = 0.95) -> float:
    """Return the distance to the nearest other one that ``level`` of samples (n, d) keep to."""
    x = np.asarray(x, np.float64)
    return float(np.quantile(cKDTree(x).query(x, k=2)[0][:, 1], level))


def off(made: ArrayLike, x: ArrayLike, level: float = 0.95) -> NDArray[np.bool_]:
    """Return which samples ``made`` (m, d) are further from data (n, d) than is usual there.

    The distance is that to the nearest of the data; usual is what ``level`` of the data keep to
    among themselves, so that of true samples a share 1 − ``level`` is further off.
    """
    nearest = cKDTree(np.asarray(x, np.float64)).query(np.asarray(made, np.float64))[0]
    return np.asarray(nearest > usual_distance(x, level), np.bool_)


def shares(made: ArrayLike, x: ArrayLike, labels: ArrayLike, level: float = 0.99) -> Values:
    """Return the share of the samples ``made`` (m, d) that lie within each class of data (K,).

    Within a class is what is no further from its mean than ``level`` of its own data (n, d).
    """
    made, x = np.asarray(made, np.float64), np.asarray(x, np.float64)
    labels = np.asarray(labels)
    found = []
    for label in np.unique(labels):
        own = x[labels == label]
        middle = own.mean(0)
        radius = np.quantile(np.linalg.norm(own - middle, axis=1), level)
        found.append((np.linalg.norm(made - middle, axis=1) <= radius).mean())
    return np.array(found)


class Pairs(NamedTuple):
    """Which features are looked at together: indices (p,) of the first and of the second."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]


def beside(x: ArrayLike, side: int, apart: int = 1, least: float = 1e-2) -> Pairs:
    """Return all pixels of images (n, side²) with the one ``apart`` columns to the right.

    Pixels whose variance is below ``least`` are left out: they are the same in all images.
    """
    moves = np.asarray(x).var(0, dtype=np.float64).reshape(side, side) >= least
    number = np.arange(side * side).reshape(side, side)
    both = moves[:, :-apart] & moves[:, apart:]
    return Pairs(number[:, :-apart][both], number[:, apart:][both])


def correlations(x: ArrayLike, pairs: Pairs) -> Values:
    """Return the correlation (p,) of each pair of features over samples (n, d)."""
    x = np.asarray(x)
    a, b = (np.asarray(x[:, i], np.float64) for i in pairs)
    a, b = a - a.mean(0), b - b.mean(0)
    return np.asarray((a * b).mean(0) / np.sqrt((a**2).mean(0) * (b**2).mean(0)), np.float64)
