"""Subspaces: where the reconstructions of a linear decoder lie, against PCA's."""

import numpy as np

from aelab.metrics import principal_angles
from aelab.models._model import Array

MOST = 4  # size of the code up to which its subspace is followed
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def angles(columns: Array, axes: Array) -> dict[str, float]:
    """Return angles in degrees between rows (k, d) that span a subspace and eigenvectors (k, d).

    θ are the principal angles of both subspaces, all 0 if they are the same; d_j is how far row j
    is from the eigenvector nearest to it. Source: Björck and Golub, "Numerical methods for
    computing angles between linear subspaces", 1973.
    """
    between = np.degrees(principal_angles(columns, axes))
    found = {f"θ{i}": value for i, value in enumerate(between, 1)}
    if len(columns) > 1:
        lengths = np.linalg.norm(columns, axis=1, keepdims=True)
        along = np.abs(columns @ axes.T / np.where(lengths > 0, lengths, 1)).max(1).clip(0, 1)
        found |= {f"d{j}": value for j, value in enumerate(np.degrees(np.arccos(along)), 1)}
    return {f"subspace.{name}".translate(SUBSCRIPTS): float(v) for name, v in found.items()}
