"""Simulated brain slices: a template varied by smooth deformations, brightness and noise."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline
from scipy.ndimage import map_coordinates

from aelab import interrupts

TEMPLATE = Path(__file__).parent / "files" / "brain-template.npz"
SIDE = 64  # pixels
VOXEL = 2.0  # mm, of the template
PIXEL = 1.6  # side of a pixel in voxels: 3.2 mm
MIDDLE = 47.5  # centre of the template in voxels, along either axis of a slice
HEIGHTS = (8.0, 28.0)  # range of the centre of a slice, in voxels from the bottom: z = 3 to 43 mm
# Standard deviations of the variations:
TILT = 1.5  # height in voxels at the edge of a slice, above its centre
ROTATION = 0.04  # angle in rad
STRETCH = 0.03  # logarithm of a length
SHIFT = 0.5  # pixels
GAMMA = 0.12  # logarithm of the exponent of the brightness
EXPONENT = 1.8  # its mean: white matter, grey matter, fluid at about 0.62, 0.37, 0.08
WHITE = 0.8  # brightness of the brightest voxel
EDGE = 40  # smallest value of the template inside the brain
DARKEST = 1 / 255  # smallest brightness inside the brain; outside it is 0
COARSE, FINE = 4, 8  # control points of smooth fields along each axis
BLOCK = 500  # slices per block


class Variation(NamedTuple):
    """Standard deviations of deformation (pixels), logarithm of brightness, and pixel noise."""

    warp: float
    bias: float
    noise: float


def slices(
    count: int, variation: Variation, rng: np.random.Generator
) -> Iterator[NDArray[np.float32]]:
    """Yield ``count`` healthy slices with values from 0 to 1, in blocks (n, 64, 64).

    Pixels outside the brain are 0, those inside are not.
    """
    for start in range(0, count, BLOCK):
        interrupts.check()
        yield _block(min(BLOCK, count - start), variation, rng)


def _block(n: int, variation: Variation, rng: np.random.Generator) -> NDArray[np.float32]:
    shape = (n, SIDE, SIDE)
    coordinates = _coordinates(n, variation.warp, rng)
    t1 = map_coordinates(template(), coordinates, np.float32, order=1).reshape(shape)
    gamma = EXPONENT * np.exp(GAMMA * rng.standard_normal((n, 1, 1), np.float32))
    x = WHITE * (t1 / 255) ** gamma
    field = smooth(n, COARSE, rng) + rng.standard_normal((n, 1, 1), np.float32)
    x *= np.exp(variation.bias * field)
    x += variation.noise * rng.standard_normal(shape, np.float32)
    return np.where(t1 < EDGE, np.float32(0), np.clip(x, DARKEST, 1))


def _coordinates(n: int, warp: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the coordinates (3, n · 64 · 64) in the template of the pixels of n slices."""
    rows, columns = np.meshgrid(*[np.arange(SIDE) - (SIDE - 1) / 2] * 2, indexing="ij")
    angle = ROTATION * rng.standard_normal((n, 1, 1))
    stretch = np.exp(STRETCH * rng.standard_normal((2, n, 1, 1)))
    shift = SHIFT * rng.standard_normal((2, n, 1, 1))
    y = stretch[0] * (np.cos(angle) * rows - np.sin(angle) * columns) + shift[0]
    x = stretch[1] * (np.sin(angle) * rows + np.cos(angle) * columns) + shift[1]
    y, x = y + _displacements(n, warp, rng), x + _displacements(n, warp, rng)
    tilt = TILT * rng.standard_normal((2, n, 1, 1)) / (SIDE / 2)
    z = rng.uniform(*HEIGHTS, (n, 1, 1)) + tilt[0] * rows + tilt[1] * columns
    coordinates = np.stack([z, MIDDLE + PIXEL * y, MIDDLE + PIXEL * x])
    return coordinates.astype(np.float32).reshape(3, -1)


def _displacements(n: int, warp: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return displacements (n, 64, 64) in pixels: a coarse field plus a third of a fine one."""
    return np.float32(warp) * (smooth(n, COARSE, rng) + smooth(n, FINE, rng) / np.float32(3))


def smooth(n: int, points: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return smooth random fields (n, 64, 64) with standard deviation about 1.

    They are cubic B-splines with ``points`` × ``points`` random coefficients.
    """
    basis = _basis(points)
    fields = basis @ rng.standard_normal((n, points, points), np.float32) @ basis.T
    return np.asarray(fields, np.float32)


@lru_cache(maxsize=4)
def _basis(points: int) -> NDArray[np.float32]:
    """Return the cubic B-splines (64, points) at the pixels, scaled to variance 1 on average."""
    knots = np.arange(points + 4) - 3.0
    at = np.linspace(0, points - 3, SIDE)
    basis = BSpline.design_matrix(at[:-1], knots, 3).toarray()
    basis = np.vstack([basis, basis[0, ::-1]])  # the last pixel lies on the last knot
    scaled: NDArray[np.float64] = basis / np.sqrt((basis**2).sum(1).mean())
    return scaled.astype(np.float32)


@lru_cache(maxsize=1)
def template() -> NDArray[np.float32]:
    """Return the T1-weighted template (38, 96, 96): axial slices from below, the front on top."""
    with np.load(TEMPLATE) as arrays:
        return np.asarray(arrays["t1"], np.float32)
