"""Segmentation of anomalies: pixels that are much brighter than their reconstruction.

Source: Baur, Denner, Wiestler, Navab and Albarqouni, "Autoencoders for unsupervised anomaly
segmentation in brain MR images: a comparative study", Medical Image Analysis 2021.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.metrics import Precision

MEDIAN = 3  # side of the window of the median filter, in pixels
# Comparisons (low, high), each of which sorts two of nine numbers; afterwards the fifth is their
# median. Source: Smith, "Implementing median filters in XC4000E FPGAs", Xcell 1996.
NETWORK = "12 45 78 01 34 67 12 45 78 03 58 47 36 14 25 47 42 64 42"
EXCHANGES = tuple(divmod(int(pair), 10) for pair in NETWORK.split())


def residual(x: NDArray[Any], x_hat: NDArray[Any], shape: tuple[int, int]) -> NDArray[np.float32]:
    """Return the median-filtered max(x − x̂, 0) (n, d) of images (n, d) inside the brain.

    The brain is where x > 0, as in scans after skull stripping. NaN counts as 0. ``shape`` is that
    of an image.
    """
    difference = x - x_hat
    positive = np.where((x > 0) & (difference > 0), difference, 0).astype(np.float32)
    return median(positive.reshape(-1, *shape)).reshape(x.shape)


def median(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return images (n, h, w) filtered by the median of 3 × 3 pixels.

    Images are continued beyond their edges by reflection.
    """
    _, h, w = images.shape
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)), mode="symmetric")
    shifts = [(i, j) for i in range(MEDIAN) for j in range(MEDIAN)]
    nine = [padded[:, i : i + h, j : j + w] for i, j in shifts]
    for a, b in EXCHANGES:
        nine[a], nine[b] = np.minimum(nine[a], nine[b]), np.maximum(nine[a], nine[b])
    return nine[len(nine) // 2]


def counts(
    values: NDArray[Any], mask: NDArray[Any], thresholds: NDArray[Any]
) -> NDArray[np.int64]:
    """Return the histogram (2, t + 1) of values outside and inside of a mask.

    Bin 0 is below all ``thresholds`` (t,), which are ascending; bin i begins at the i-th of them.
    Counts of several images can be added.
    """
    bins = np.searchsorted(thresholds, values.ravel(), side="right")
    t = len(thresholds) + 1
    return np.bincount(bins + t * (mask.ravel() != 0), minlength=2 * t).reshape(2, t)


def overlap(counted: NDArray[np.int64], thresholds: NDArray[Any]) -> Precision:
    """Return precision, recall and Dice (t,) of the pixels at or above each threshold (t,).

    ``counted`` is the result of `counts`, over all pixels of all images.
    """
    false_positives, true_positives = counted[:, :0:-1].cumsum(1)[:, ::-1].astype(np.float64)
    predicted, actual = false_positives + true_positives, float(counted[1].sum())
    t, nan = len(predicted), np.full(len(predicted), np.nan)
    precision = np.divide(true_positives, predicted, out=np.ones(t), where=predicted > 0)
    recall = true_positives / actual if actual else nan
    both = predicted + actual
    dice = np.divide(2 * true_positives, both, out=nan.copy(), where=both > 0)
    return Precision(np.asarray(thresholds, np.float64), precision, recall, dice)


def best(on_validation: Precision) -> int:
    """Return the index of the threshold with the largest Dice; the highest of several.

    The Dice of the images it was chosen on is biased upwards.
    """
    dice = np.nan_to_num(on_validation.dice, nan=-1)
    return int(len(dice) - 1 - dice[::-1].argmax())
