"""Measures of what was learnt."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import subspace_angles


def principal_angles(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Return the angles in rad between the row spaces of (k, d) arrays, smallest first.

    Source: Björck and Golub, "Numerical methods for computing angles between linear subspaces",
    1973.
    """
    return np.sort(subspace_angles(np.asarray(a, float).T, np.asarray(b, float).T))
