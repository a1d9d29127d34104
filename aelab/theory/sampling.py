"""Comparison of generated samples with data: distance, coverage of classes, correlations.

Only sets of points are compared, so it also serves models without a density.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from aelab.theory.gaussians import Values

SEED = 0  # of the drawn codes, fixed so that each sample can be followed through a training
REFERENCE = 256  # codes that define the Gaussian


def gaussian_like(codes: ArrayLike, count: int, seed: int = SEED) -> Values:
    """Draw codes (count, k) from the Gaussian with mean and covariance of the first ``codes``.

    They are sums of the n centred codes with weights from N(0, 1/n), so the covariance need not be
    decomposed.
    """
    reference = np.asarray(codes, np.float64)[:REFERENCE]
    weights = np.random.default_rng(seed).standard_normal((count, len(reference)))
    mean = reference.mean(0)
    centred = reference - mean
    return np.asarray(mean + weights @ centred / np.sqrt(len(reference)), np.float64)


def usual_distance(x: ArrayLike, level: float = 0.95) -> float:
    """Return the quantile ``level`` of nearest-neighbour distances among samples (n, d)."""
    x = np.asarray(x, np.float64)
    return float(np.quantile(cKDTree(x).query(x, k=2)[0][:, 1], level))


def off(generated: ArrayLike, x: ArrayLike, level: float = 0.95) -> NDArray[np.bool_]:
    """Return which generated samples (m,) are unusually far from the data (n, d).

    The distance to the nearest data point is compared with the `usual_distance` among the data,
    which a share 1 − ``level`` of true samples exceeds.
    """
    nearest = cKDTree(np.asarray(x, np.float64)).query(np.asarray(generated, np.float64))[0]
    return np.asarray(nearest > usual_distance(x, level), np.bool_)


def shares(generated: ArrayLike, x: ArrayLike, labels: ArrayLike, level: float = 0.99) -> Values:
    """Return the share of generated samples within each class (K,).

    A sample is within a class if it is as close to its mean as ``level`` of the data of that
    class.

    Args:
        generated: generated samples (m, d).
        x: data (n, d).
        labels: labels (n,) of the data.
        level: share of the data of a class that lies within it.

    """
    generated, x = np.asarray(generated, np.float64), np.asarray(x, np.float64)
    labels = np.asarray(labels)
    result = []
    for label in np.unique(labels):
        members = x[labels == label]
        mean = members.mean(0)
        radius = np.quantile(np.linalg.norm(members - mean, axis=1), level)
        result.append((np.linalg.norm(generated - mean, axis=1) <= radius).mean())
    return np.array(result)


class Pairs(NamedTuple):
    """Pairs of features: the indices (p,) of the first and of the second one."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]


def neighbouring_pixels(
    x: ArrayLike, side: int, apart: int = 1, min_variance: float = 1e-2
) -> Pairs:
    """Return all pairs of pixels in the same row, ``apart`` columns from each other.

    Args:
        x: images (n, side²).
        side: side of the images in pixels.
        apart: distance in pixels.
        min_variance: pixels with a smaller variance over the images are left out.

    """
    varies = np.asarray(x).var(0, dtype=np.float64).reshape(side, side) >= min_variance
    index = np.arange(side * side).reshape(side, side)
    both = varies[:, :-apart] & varies[:, apart:]
    return Pairs(index[:, :-apart][both], index[:, apart:][both])


def correlations(x: ArrayLike, pairs: Pairs) -> Values:
    """Return the correlation (p,) of each pair of features over samples (n, d)."""
    x = np.asarray(x)
    a, b = (np.asarray(x[:, i], np.float64) for i in pairs)
    a, b = a - a.mean(0), b - b.mean(0)
    return np.asarray((a * b).mean(0) / np.sqrt((a**2).mean(0) * (b**2).mean(0)), np.float64)
