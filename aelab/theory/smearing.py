"""Smearing of images by a Gaussian, which makes errors tolerant of small shifts."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

REACH = 10  # standard deviations beyond which the Gaussian is negligible


def kernel(side: int, sigma: float = 1.0) -> NDArray[np.float64]:
    """Return the symmetric G (side, side); G x smears the columns of x by ``sigma`` pixels.

    G_ij = exp(−(i − j)²/2σ²)/Σ, with the sum over all integers, so that intensity smeared over
    the edge is lost, and pixels beyond it are zero.
    """
    reach = max(side, math.ceil(REACH * sigma))
    line = np.arange(-reach, reach + 1)
    distance = np.subtract.outer(np.arange(side), np.arange(side))
    total = float(np.exp(-(line**2) / (2 * sigma**2)).sum())
    weights: NDArray[np.float64] = np.exp(-(distance**2) / (2 * sigma**2)) / total
    return weights


def smeared(x: NDArray[Any], shape: tuple[int, int], sigma: float = 1.0) -> NDArray[Any]:
    """Return images (n, h·w) of ``shape`` (h, w), smeared along both axes by ``sigma`` pixels."""
    height, width = shape
    vertical, horizontal = (kernel(side, sigma).astype(x.dtype) for side in shape)
    rows: NDArray[Any] = x.reshape(-1, width) @ horizontal  # (n·h, w)
    images: NDArray[Any] = vertical @ rows.reshape(-1, height, width)
    return images.reshape(x.shape)
