"""Angles between the subspace of a linear decoder and that of PCA."""

import numpy as np

from aelab.metrics import principal_angles
from aelab.models._model import Array

MOST = 4  # largest code size whose subspace is followed
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def angles(columns: Array, axes: Array) -> dict[str, float]:
    """Return angles in degrees between the span of rows (k, d) and that of eigenvectors (k, d).

    θ_i are the principal angles between both subspaces, all 0 if these are the same; d_j is the
    angle between row j and the eigenvector closest to it. Source: Björck and Golub, "Numerical
    methods for computing angles between linear subspaces", 1973,
    doi:10.1090/S0025-5718-1973-0348991-3.
    """
    between = np.degrees(principal_angles(columns, axes))
    result = {f"θ{i}": value for i, value in enumerate(between, 1)}
    if len(columns) > 1:
        lengths = np.linalg.norm(columns, axis=1, keepdims=True)
        cosines = np.abs(columns @ axes.T / np.where(lengths > 0, lengths, 1)).max(1).clip(0, 1)
        result |= {f"d{j}": value for j, value in enumerate(np.degrees(np.arccos(cosines)), 1)}
    return {f"subspace.{name}".translate(SUBSCRIPTS): float(v) for name, v in result.items()}
