"""Principal axes: mean, covariance and its eigenvectors, from sums over blocks of samples."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab import interrupts

FIRST = 64  # samples for a first estimate of the mean
BLOCK = 4096  # samples per matrix product


class Principal(NamedTuple):
    """Mean (d,) of samples, eigenvectors (d, d) of their covariance as columns, eigenvalues (d,).

    The covariance is taken with 1/m; the largest eigenvalue comes first. Source: Bishop, "Pattern
    Recognition and Machine Learning", 2006, section 12.1.
    """

    mean: NDArray[np.float64]
    vectors: NDArray[np.float64]
    values: NDArray[np.float64]


class Moments:
    """Sums over the samples (n, d) so far, in float64, from which the covariance follows.

    The mean of the first samples is subtracted, so that few digits cancel.
    """

    def __init__(self, first: NDArray[Any]) -> None:
        """Subtract the mean of the ``first`` samples from all; these are not added yet."""
        self.shift = np.asarray(first[:FIRST].mean(0), np.float64)
        d = len(self.shift)
        self.total, self.second, self.seen = np.zeros(d), np.zeros((d, d)), 0

    def add(self, x: NDArray[Any]) -> None:
        """Add samples (n, d)."""
        for start in range(0, len(x), BLOCK):
            interrupts.check()
            block = x[start : start + BLOCK] - self.shift.astype(x.dtype)
            self.total += block.sum(0, dtype=np.float64)
            self.second += block.T @ block
        self.seen += len(x)

    def principal(self) -> Principal:
        """Return the principal axes of the samples so far."""
        offset = self.total / self.seen
        covariance = self.second / self.seen - np.outer(offset, offset)
        varies = np.diagonal(covariance) > 0  # constant features are eigenvectors themselves
        ascending, axes = np.linalg.eigh(covariance[np.ix_(varies, varies)])
        d, a = len(offset), len(ascending)
        values, vectors = np.zeros(d), np.zeros((d, d))
        values[:a], vectors[varies, :a] = np.clip(ascending[::-1], 0, None), axes[:, ::-1]
        vectors[~varies, a:] = np.eye(d - a)
        return Principal(self.shift + offset, vectors, values)


def principal(x: NDArray[Any]) -> Principal:
    """Return the principal axes of samples (n, d)."""
    moments = Moments(x)
    moments.add(x)
    return moments.principal()
