"""Claims of the chapter on principal component analysis: a direction, a code, the derivation."""

from functools import partial

import numpy as np
from scipy.optimize import minimize_scalar

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import projection
from aelab.theory.projection import LINES, Array

ROUNDING = "Both sides are computed in double precision; only rounding is left."
OFF = 1.5  # distance of the mean of uncentred points from the origin, across the long axis
STEP = 1e-4  # of numerical derivatives


def samples(points: int, angle: float, aspect: float, seed: int, centred: float = 1.0) -> Array:
    """Return points (m, 2), centred or with the rest of a mean off their long axis.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        centred: share of the mean that is subtracted.

    """
    x = projection.centred(projection.cloud(points, angle, aspect, seed))
    return x + (1 - centred) * OFF * projection.direction(angle + 90)


def moment(x: Array) -> Array:
    """Return A = mC (n, n), with C the covariance of samples (m, n)."""
    inner = projection.centred(x)
    return inner.T @ inner


# Rows 1 to 3: a direction.


@claim(
    "pca.pythagoras",
    rows=(1,),
    statement="Segment and projection are at right angles: the squares of both add up to those "
    "of the samples.",
    formula=r"\sum_i \|x_i\|^2 = \sum_i z_i^2 + \sum_i \|x_i - \vec d z_i\|^2",
    tolerance=1e-9,
    why=ROUNDING,
    fault=Fault("length", "length of d"),
)
def pythagoras(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    direction: float = 75.0,
    length: float = 1.0,
) -> Finding:
    """Measure both parts along a direction.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        direction: angle of the direction d, in degrees.
        length: norm of d; the claim is for 1.

    """
    x, d = samples(points, angle, aspect, seed), length * projection.direction(direction)
    parts = ((x @ d) ** 2).sum() + projection.squared_error(x, d)
    return Finding((x**2).sum(), parts)


@claim(
    "pca.error",
    rows=(2,),
    statement="The sum of squared errors at this angle is what the eigenvalues of A say.",
    formula=r"\sum_i \|x_i - \vec d\vec d^{\mathsf T}x_i\|^2 = "
    r"\sum_j \lambda_j - \vec d^{\mathsf T}A\vec d",
    tolerance=1e-9,
    why=ROUNDING,
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def error(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    direction: float = 75.0,
    centred: float = 1.0,
) -> Finding:
    """Add up the squared errors; A is that of the centred samples.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        direction: angle of the direction d, in degrees.
        centred: share of the mean that is subtracted.

    """
    x, d = samples(points, angle, aspect, seed, centred), projection.direction(direction)
    return Finding(projection.predicted_error(moment(x), d), projection.squared_error(x, d))


@claim(
    "pca.every_angle",
    rows=(2,),
    statement="So it is at every angle: the largest difference over half a turn, as a share of "
    "the sum of the eigenvalues.",
    formula=r"\max_{\vec d}\,\big|\sum_i \|x_i - \vec d\vec d^{\mathsf T}x_i\|^2 - "
    r"\sum_j \lambda_j + \vec d^{\mathsf T}A\vec d\,\big| = 0",
    tolerance=1e-9,
    scale=1.0,
    why=ROUNDING,
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def every_angle(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    centred: float = 1.0,
) -> Finding:
    """Compare at 180 angles.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        centred: share of the mean that is subtracted.

    """
    x = samples(points, angle, aspect, seed, centred)
    a = moment(x)
    directions = [projection.direction(v) for v in range(180)]
    gaps = [projection.squared_error(x, d) - projection.predicted_error(a, d) for d in directions]
    return Finding(0, float(np.abs(gaps).max() / np.trace(a)))


@claim(
    "pca.largest",
    rows=(3,),
    statement="The form is largest at the first eigenvector of A.",
    formula=r"\arg\max_{\|\vec d\|=1} \vec d^{\mathsf T}X^{\mathsf T}X\vec d = \vec u_1",
    unit="degrees",
    tolerance=1e-6,
    scale=180.0,
    why="A search finds a flat maximum only to about the root of the rounding.",
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def largest(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    centred: float = 1.0,
) -> Finding:
    """Search the angle without eigenvectors; u₁ is that of the covariance.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        centred: share of the mean that is subtracted.

    """
    x = samples(points, angle, aspect, seed, centred)
    predicted = projection.angle_of(projection.first_axis(moment(x)))
    raw = x.T @ x
    result = projection.best_angle(lambda d: projection.quadratic(raw, d), "largest")
    return Finding(predicted, predicted + (result - predicted + 90) % 180 - 90)


@claim(
    "pca.bound",
    rows=(3,),
    statement="No vector of length 1 gives more than the largest eigenvalue.",
    formula=r"\vec d^{\mathsf T}A\vec d \le \lambda_1 \quad\text{for } \|\vec d\| = 1",
    kind="at most",
    tolerance=1e-9,
    why=ROUNDING,
    fault=Fault("length", "length of d"),
)
def bound(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    length: float = 1.0,
) -> Finding:
    """Compute the largest value at 720 angles.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        length: norm of d; the claim is for 1.

    """
    a = moment(samples(points, angle, aspect, seed))
    directions = (length * projection.direction(v / 4) for v in range(720))
    return Finding(np.linalg.eigvalsh(a)[-1], max(projection.quadratic(a, d) for d in directions))


# Row 4: the code.


@claim(
    "pca.code",
    rows=(4,),
    statement="The error of a sample is smallest at the code that the encoder gives it.",
    formula=r"z^* = \vec d^{\mathsf T}x",
    tolerance=1e-6,
    scale=1.0,
    why="A search finds a flat minimum only to about the root of the rounding.",
    fault=Fault("length", "length of d"),
)
def code(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    direction: float = 50.0,
    sample: int = 0,
    length: float = 1.0,
) -> Finding:
    """Search the smallest error numerically.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        direction: angle of the direction d, in degrees.
        sample: index of the sample.
        length: norm of d; the claim is for 1.

    """
    x = samples(points, angle, aspect, seed)[sample % points]
    d = length * projection.direction(direction)[:, None]
    result = minimize_scalar(lambda z: projection.code_error(x, d, np.array([z])))
    return Finding(float((d.T @ x)[0]), float(result.x))


@claim(
    "pca.gradient",
    rows=(4,),
    statement="The slope of the error at this code is what the formula says; it vanishes at the "
    "optimal code alone.",
    formula=r"\nabla_z \|x - Dz\|^2 = -2D^{\mathsf T}x + 2z",
    tolerance=1e-6,
    scale=1.0,
    why="The measured slope is a difference quotient.",
    fault=Fault("length", "length of d"),
)
def gradient(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    direction: float = 50.0,
    sample: int = 0,
    z: float = 1.0,
    length: float = 1.0,
) -> Finding:
    """Measure the slope by a central difference.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        direction: angle of the direction d, in degrees.
        sample: index of the sample.
        z: the code.
        length: norm of d; the claim is for 1.

    """
    x = samples(points, angle, aspect, seed)[sample % points]
    d, at = length * projection.direction(direction)[:, None], np.array([z])
    up, down = (projection.code_error(x, d, at + h) for h in (STEP, -STEP))
    return Finding(float(projection.code_gradient(x, d, at)[0]), (up - down) / (2 * STEP))


# Row 6: the derivation.


@claim(
    "pca.lines",
    rows=(6,),
    statement="Every line of the derivation gives the error at this angle, less the trace once "
    "it is dropped, with the sign turned once it is turned; the line farthest off is shown.",
    formula=r"-\vec d^{\mathsf T}A\vec d = \|X - X\vec d\vec d^{\mathsf T}\|_F^2 - "
    r"\operatorname{Tr} X^{\mathsf T}X",
    tolerance=1e-9,
    scale=1.0,
    why=ROUNDING,
    fault=Fault("length", "length of d"),
)
def lines(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    direction: float = 75.0,
    length: float = 1.0,
) -> Finding:
    """Evaluate each line.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        direction: angle of the direction d, in degrees.
        length: norm of d; the claim is for 1.

    """
    x, d = samples(points, angle, aspect, seed), length * projection.direction(direction)
    whole = float((x**2).sum())
    expected = projection.squared_error(x, d) - whole
    result = [
        (1 if line.sense == "smallest" else -1) * line.value(x, d) - whole * (not line.without)
        for line in LINES
    ]
    return Finding(expected, max(result, key=lambda v: abs(v - expected)))


@claim(
    "pca.same_direction",
    rows=(6,),
    statement="The best direction is the same on every line.",
    formula=r"\max_{\text{lines}} \angle(\vec d^*,\, \vec u_1) = 0",
    unit="degrees",
    tolerance=1e-4,
    scale=1.0,
    why="A search finds a flat optimum only to about the root of the rounding.",
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def same_direction(
    points: int = 60,
    angle: float = 30.0,
    aspect: float = 3.0,
    seed: int = 0,
    centred: float = 1.0,
) -> Finding:
    """Search the best direction on each line.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.
        centred: share of the mean that is subtracted.

    """
    x = samples(points, angle, aspect, seed, centred)
    expected = projection.angle_of(projection.first_axis(moment(x)))
    result = (projection.best_angle(partial(line.value, x), line.sense) for line in LINES)
    return Finding(0, max(projection.apart(v, expected) for v in result))
