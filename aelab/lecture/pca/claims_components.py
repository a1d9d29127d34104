"""Claims of the same chapter: many components, on digits, and what is needed of the data."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import mnist
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.lecture.pca.claims import OFF, ROUNDING, samples
from aelab.once import once
from aelab.theory import projection
from aelab.theory.pca import Principal, principal
from aelab.theory.projection import Array

RADIAN = 180 / np.pi  # in degrees
DIGITS = 5000  # training digits, enough for principal axes


class Digits(NamedTuple):
    """Digits (m, 784) with grey levels from 0 to 1, and their principal axes."""

    x: NDArray[np.float32]
    axes: Principal


@once(1)
def digits() -> Digits:
    """Return the first training digits and their principal axes."""
    x = mnist.read("train", DIGITS)[0].astype(np.float32) / np.float32(255)
    return Digits(x, principal(x))


# Row 5: many components.


@claim(
    "pca.components",
    rows=(5,),
    statement="The mean error of the digits with this many components is the sum of the "
    "eigenvalues left out.",
    formula=r"\langle\|x - \hat x\|^2\rangle = \sum_{i>l} \lambda_i(C)",
    tolerance=1e-4,
    why="Grey levels and products are of single precision.",
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def components(count: int = 20, centred: float = 1.0) -> Finding:
    """Reconstruct the digits after a share of their mean, all of it, is subtracted."""
    x, (mean, vectors, values) = digits()
    d, shift = vectors[:, :count].astype(np.float32), (centred * mean).astype(np.float32)
    inner = x - shift
    residual = inner - (inner @ d) @ d.T
    return Finding(values[count:].sum(), float((residual**2).sum(dtype=np.float64)) / len(x))


# Row 7: what else is to be known.


@claim(
    "pca.decorrelated",
    rows=(7,),
    statement="The codes are not correlated.",
    formula=r"\operatorname{corr}(z_1, z_2) = 0",
    tolerance=1e-9,
    scale=1.0,
    why=ROUNDING,
    fault=Fault("offset", "angle of the axes, in radians", unit=RADIAN),
)
def decorrelated(
    points: int = 60, angle: float = 30.0, aspect: float = 3.0, seed: int = 0, offset: float = 0.0
) -> Finding:
    """Measure the correlation along the eigenvectors, or along rotated axes.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        offset: angle by which the axes are rotated, in degrees.

    """
    x = samples(points, angle, aspect, seed)
    first = projection.angle_of(projection.first_axis(x.T @ x)) + offset
    axes = np.stack([projection.direction(first), projection.direction(first + 90)], 1)
    return Finding(0, projection.correlation(x @ axes))


@claim(
    "pca.uncentred",
    rows=(7,),
    statement="On data that are not centred, a line through the origin pays for the mean too.",
    formula=r"\sum_i \|x_i - \vec d\vec d^{\mathsf T}x_i\|^2 = \sum_j \lambda_j - "
    r"\vec d^{\mathsf T}A\vec d + m\,\|\mu - \vec d\vec d^{\mathsf T}\mu\|^2",
    tolerance=1e-9,
    why=ROUNDING,
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def uncentred(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    off: float = OFF,
    direction: float = 30.0,
    centred: float = 0.0,
) -> Finding:
    """Measure the error of shifted points.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        off: shift across the long axis.
        direction: angle of the direction d, in degrees.
        centred: share of the mean that is subtracted.

    """
    x = samples(points, angle, aspect, seed) + off * projection.direction(angle + 90)
    d = projection.direction(direction)
    measured = projection.squared_error(x - centred * x.mean(0), d)
    return Finding(projection.uncentred_error(x, d), measured)


@claim(
    "pca.deflation",
    rows=(7,),
    statement="Directions found one after the other are the eigenvectors: the largest angle "
    "between them, over the first five of the digits in 7 × 7 pixels.",
    formula=r"X \leftarrow X - X\vec d\vec d^{\mathsf T}:\quad \angle(\vec d_i,\, \vec u_i) = 0",
    unit="degrees",
    tolerance=1e-5,
    scale=1.0,
    why="Rounding, larger where two eigenvalues are near each other.",
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def deflation(count: int = 5, centred: float = 1.0) -> Finding:
    """Compare with the eigenvectors; a share of the mean, all of it, is subtracted before."""
    images = _coarse()
    x = projection.centred(images)
    deflated_axes = projection.deflated(images - centred * images.mean(0), count)
    axes = np.linalg.eigh(x.T @ x)[1][:, ::-1]
    pairs = zip(deflated_axes.T, axes.T, strict=False)
    return Finding(0, max(projection.between(a, b) for a, b in pairs))


def _coarse() -> Array:
    """Return digits (1000, 49), averaged over 4 × 4 pixels."""
    x = digits().x[:1000].astype(np.float64)
    means: Array = x.reshape(-1, 7, 4, 7, 4).mean((2, 4))
    return means.reshape(-1, 49)
