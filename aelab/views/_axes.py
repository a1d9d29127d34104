"""The plane of the code that is drawn: two of its dimensions, or its two principal axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

SMALL = 64  # size of the code up to which its covariance is taken of all codes
CODES = 512  # at most, of larger data


@dataclass(frozen=True, eq=False)
class Plane:
    """Coordinates (z − origin)·v of codes z: origin (k,), orthonormal columns v (k, 1 or 2)."""

    origin: NDArray[np.float32]
    vectors: NDArray[np.float32]

    @classmethod
    def of_axes(cls, axes: Sequence[int], k: int) -> "Plane":
        """Return the plane of dimensions of the code as they are."""
        vectors = np.zeros((k, len(axes)), np.float32)
        vectors[list(axes), range(len(axes))] = 1
        return cls(np.zeros(k, np.float32), vectors)

    def placed(self, codes: NDArray[Any]) -> NDArray[np.float32]:
        """Return the coordinates (n, 1 or 2) of codes (n, k)."""
        return (codes - self.origin) @ self.vectors

    def code(self, place: Sequence[float]) -> NDArray[np.float32]:
        """Return the code (k,) at a place of the plane."""
        return self.origin + self.vectors @ np.asarray(place, np.float32)


def principal_plane(codes: NDArray[np.float32], before: Plane | None) -> Plane:
    """Return the two principal axes of codes (n, k), pointing as those ``before`` did.

    Codes that are not finite have none: the plane stays where it was.
    """
    k = codes.shape[1]
    if not np.isfinite(codes).all():
        return before or Plane.of_axes(range(2), k)
    vectors = _two_largest(codes[:: -(-len(codes) // CODES)] if k > SMALL else codes)
    like = before.vectors if before else None
    turned = (vectors * like).sum(0) if like is not None else vectors[_largest(vectors)]
    signs = np.where(turned < 0, -1, 1)
    return Plane(codes.mean(0), (vectors * signs).astype(np.float32))


def _two_largest(codes: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the eigenvectors (k, 2) of the covariance of codes (n, k), the largest first."""
    centred = codes - codes.mean(0, dtype=np.float64)  # (n, k)
    n, k = centred.shape
    small = centred.T @ centred if k <= n else centred @ centred.T  # of k, or of n by Gram
    m = len(small)
    _, vectors = eigh(small, subset_by_index=(max(m - 2, 0), m - 1))
    axes = vectors[:, ::-1] if k <= n else centred.T @ vectors[:, ::-1]  # (k, 1 or 2)
    # An axis without variance has no direction: QR finds one, orthogonal to the other.
    return np.linalg.qr(np.hstack([axes, np.eye(k, 2)]))[0][:, :2]


def _largest(vectors: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.abs(vectors).argmax(0), np.arange(vectors.shape[1])
