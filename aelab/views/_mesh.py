"""Evenly spaced places, on a line or in a window of the plane."""

import numpy as np
from numpy.typing import NDArray

MARGIN = 0.12  # around the data, as a share of their extent


def mesh(window: NDArray[np.float32], lines: int) -> NDArray[np.float32]:
    """Return places (lines, lines, 2) over a window (2, 2); the first row is the topmost."""
    return np.stack(np.meshgrid(line(window[0], lines), line(window[1], lines)[::-1]), axis=2)


def line(window: NDArray[np.float32], points: int) -> NDArray[np.float32]:
    """Return evenly spaced codes (points,) from one end of a window (2,) to the other."""
    return np.linspace(float(window[0]), float(window[1]), points, dtype=np.float32)


def box(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the square window (2, 2) that points (n, 2) lie in, with a margin around them."""
    low, high = x.min(0), x.max(0)
    half = (0.5 + MARGIN) * ((high - low).max() or 1)
    middle = (low + high) / 2
    return np.stack([middle - half, middle + half], axis=1).astype(np.float32)
