"""Segmentation by reconstruction: what is brighter than its reconstruction, and where by enough.

Source: Baur, Denner, Wiestler, Navab and Albarqouni, "Autoencoders for unsupervised anomaly
segmentation in brain MR images: a comparative study", Medical Image Analysis 2021.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.metrics import Precision

MEDIAN = 3  # pixels, the side of the window of the median
# Exchanges (low, high) after which the fifth of nine numbers is their median. Source: Smith,
# "Implementing median filters in XC4000E FPGAs", Xcell 1996.
EXCHANGES = (
    (1, 2), (4, 5), (7, 8), (0, 1), (3, 4), (6, 7), (1, 2), (4, 5), (7, 8), (0, 3),
    (5, 8), (4, 7), (3, 6), (1, 4), (2, 5), (4, 7), (4, 2), (6, 4), (4, 2),
)  # fmt: skip


def residual(x: NDArray[Any], x_hat: NDArray[Any], shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return max(x − x̂, 0) of images (n, d) inside the brain, median-filtered, as (n, d).

    Inside is where x is not 0, as in scans whose skull was taken away. What is not a number is
    taken for 0.
    """
    over = x - x_hat
    positive = np.where((x > 0) & (over > 0), over, 0).astype(np.float32)
    return median(positive.reshape(-1, *shape)).reshape(x.shape)


def median(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return images (n, h, w) with each pixel the median of the 3 × 3 pixels about it.

    At an edge the pixels of the edge count twice.
    """
    _, h, w = images.shape
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)), mode="symmetric")
    places = [(i, j) for i in range(MEDIAN) for j in range(MEDIAN)]
    nine = [padded[:, i : i + h, j : j + w] for i, j in places]
    for a, b in EXCHANGES:
        nine[a], nine[b] = np.minimum(nine[a], nine[b]), np.maximum(nine[a], nine[b])
    return nine[len(nine) // 2]


def counts(
    values: NDArray[Any], mask: NDArray[Any], thresholds: NDArray[Any]
) -> NDArray[np.int64]:
    """Return how many pixels outside and inside of a mask have values in each bin, (2, t + 1).

    Bin 0 is below all of the ``thresholds`` (t,), which rise; bin i begins at the i-th of them.
    Counts of several images may be added up.
    """
    bins = np.searchsorted(thresholds, values.ravel(), side="right")
    t = len(thresholds) + 1
    return np.bincount(bins + t * (mask.ravel() != 0), minlength=2 * t).reshape(2, t)


def overlap(counted: NDArray[np.int64], thresholds: NDArray[Any]) -> Precision:
    """Return precision, recall and Dice (t,) of what is at or above each threshold (t,).

    ``counted`` is what `counts` returns: all pixels of all images are taken together.
    """
    wrong, right = counted[:, :0:-1].cumsum(1)[:, ::-1].astype(np.float64)
    found, ill = wrong + right, float(counted[1].sum())
    precision = np.divide(right, found, out=np.ones(len(found)), where=found > 0)
    recall = right / ill if ill else np.full(len(found), np.nan)
    both = found + ill
    dice = np.divide(2 * right, both, out=np.full(len(found), np.nan), where=both > 0)
    return Precision(np.asarray(thresholds, np.float64), precision, recall, dice)


def best(on_validation: Precision) -> int:
    """Return which threshold has the highest Dice; the highest of several.

    On the images that it was chosen on, its Dice is optimistic.
    """
    dice = np.nan_to_num(on_validation.dice, nan=-1)
    return int(len(dice) - 1 - dice[::-1].argmax())
