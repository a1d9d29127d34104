"""Smearing of images by a Gaussian: with it, a line that is a little off is not all wrong."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

REACH = 10  # standard deviations beyond which a Gaussian is zero


def kernel(side: int, sigma: float = 1.0) -> NDArray[np.float64]:
    """Return G (side, side), symmetric: G x smears the columns of x by ``sigma`` pixels.

    G_ij = exp(−(i − j)²/2σ²)/Σ, with the sum over all whole numbers: what is smeared over the
    edge is lost, as if there were zeros beyond it.
    """
    reach = max(side, math.ceil(REACH * sigma))
    line = np.arange(-reach, reach + 1)
    distance = np.subtract.outer(np.arange(side), np.arange(side))
    total = np.exp(-(line**2) / (2 * sigma**2)).sum()
    return np.exp(-(distance**2) / (2 * sigma**2)) / total


def smeared(x: NDArray[Any], shape: tuple[int, int], sigma: float = 1.0) -> NDArray[Any]:
    """Return images (n, h·w) of that ``shape``, smeared along both axes by ``sigma`` pixels."""
    height, width = shape
    down, along = (kernel(side, sigma).astype(x.dtype) for side in shape)
    images = x.reshape(-1, width) @ along  # (n·h, w)
    return (down @ images.reshape(-1, height, width)).reshape(x.shape)
