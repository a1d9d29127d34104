"""Projection on a direction: errors, the optimal code, the derivation line by line, deflation.

Samples X are (m, n), one per row; D (n, l) has orthonormal columns, d (n,) is a single one.
Angles are in degrees from the first axis of the plane. Source: Goodfellow, Bengio and Courville,
"Deep Learning", 2016, section 2.12.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

Array: TypeAlias = NDArray[np.float64]
Sense: TypeAlias = Literal["smallest", "largest"]
GRID = 180  # angles within 180°, the best of which is refined


def cloud(points: int = 60, angle: float = 30.0, aspect: float = 3.0, seed: int = 0) -> Array:
    """Draw points (points, 2) of a correlated Gaussian.

    The standard deviation is 1 along the long axis and 1/aspect across it.

    Args:
        points: number of points.
        angle: direction of the long axis, in degrees.
        aspect: ratio of the standard deviations.
        seed: seed of the points.

    """
    c, s = direction(angle)
    axes = np.array([[c, -s], [s, c]]) / (1, aspect)
    return np.random.default_rng(seed).standard_normal((points, 2)) @ axes.T


def centred(x: Array) -> Array:
    """Return samples (m, n) minus their mean."""
    mean: Array = x.mean(0)
    return x - mean


def direction(angle: float) -> Array:
    """Return the unit vector (2,) at an angle in degrees."""
    radians = np.radians(angle)
    return np.array([np.cos(radians), np.sin(radians)])


def angle_of(d: Array) -> float:
    """Return the angle in degrees, from 0 to 180, of the line along a vector (2,).

    >>> round(angle_of(-direction(30.0)), 9)
    30.0
    """
    return float(np.degrees(np.arctan2(d[1], d[0])) % 180)


def between(a: Array, b: Array) -> float:
    """Return the angle in degrees, from 0 to 90, between the lines along two vectors (n,)."""
    dot = a @ b
    across = np.linalg.norm(b * (a @ a) - a * dot) / np.linalg.norm(a)
    return float(np.degrees(np.arctan2(across, abs(dot))))


def apart(a: float, b: float) -> float:
    """Return the angle, from 0 to 90, between two lines at angles ``a`` and ``b``, in degrees.

    >>> apart(175.0, 5.0)
    10.0
    """
    return abs((a - b + 90) % 180 - 90)


# The projection and its error.


def reconstruction(x: Array, d: Array) -> Array:
    """Return x̂ = D Dᵀx (m, n) for samples (m, n) and D of shape (n, l) or (n,)."""
    columns = d.reshape(x.shape[1], -1)
    return (x @ columns) @ columns.T


def squared_error(x: Array, d: Array) -> float:
    """Return Σ‖x − D Dᵀx‖² over samples (m, n)."""
    return float(((x - reconstruction(x, d)) ** 2).sum())


def predicted_error(a: Array, d: Array) -> float:
    """Return Σλ − Tr DᵀAD for A = XᵀX (n, n), with λ its eigenvalues."""
    return float(np.linalg.eigvalsh(a).sum()) - quadratic(a, d)


def quadratic(a: Array, d: Array) -> float:
    """Return Tr DᵀAD, which is dᵀAd for a single direction."""
    columns = d.reshape(len(a), -1)
    return float(np.trace(columns.T @ a @ columns))


def uncentred_error(x: Array, d: Array) -> float:
    """Return the predicted Σ‖x − D Dᵀx‖² for samples (m, n) that are not centred.

    It is Σλ − Tr DᵀAD + m‖μ − D Dᵀμ‖², with μ the mean and A, λ those of the centred samples.
    """
    mean, inner = x.mean(0), centred(x)
    return predicted_error(inner.T @ inner, d) + len(x) * squared_error(mean[None], d)


def first_axis(a: Array) -> Array:
    """Return the eigenvector (n,) of a symmetric matrix with the largest eigenvalue."""
    return np.linalg.eigh(a)[1][:, -1]


def best_angle(value: Callable[[Array], float], sense: Sense) -> float:
    """Return the angle in degrees where a function of the unit vector is smallest or largest.

    A grid search is refined by a bounded minimisation; no eigenvectors are used.
    """
    sign = 1 if sense == "smallest" else -1

    def cost(angle: float) -> float:
        return sign * value(direction(angle))

    step = 180 / GRID
    best = step * int(np.argmin([cost(step * i) for i in range(GRID)]))
    result = minimize_scalar(
        cost, bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-9}
    )
    return float(result.x % 180)


# The optimal code.


def code_error(x: Array, d: Array, z: Array) -> float:
    """Return ‖x − Dz‖² for one sample x (n,) and a code z (l,)."""
    return float(((x - d @ z) ** 2).sum())


def code_gradient(x: Array, d: Array, z: Array) -> Array:
    """Return the gradient −2Dᵀx + 2z (l,) of `code_error`, for orthonormal columns of D (n, l)."""
    return -2 * d.T @ x + 2 * z


# The derivation, line by line.


class Line(NamedTuple):
    """One line: its LaTeX, the step that leads to it, its value at (X, d), and the extremum.

    ``without`` is whether Tr XᵀX has been dropped.
    """

    formula: str
    done: str
    value: Callable[[Array, Array], float]
    sense: Sense = "smallest"
    without: bool = True


def _frobenius(x: Array, d: Array) -> float:
    return float(np.linalg.norm(x - x @ np.outer(d, d)) ** 2)


def _trace(x: Array, d: Array) -> float:
    residual = x - x @ np.outer(d, d)
    return float(np.trace(residual.T @ residual))


def _dropped(x: Array, d: Array) -> float:
    a, p = x.T @ x, np.outer(d, d)
    return float(-np.trace(a @ p) - np.trace(p @ a) + np.trace(p @ a @ p))


def _expanded(x: Array, d: Array) -> float:
    a, p = x.T @ x, np.outer(d, d)
    return float(np.trace(a - a @ p - p @ a + p @ a @ p))


def _cyclic(x: Array, d: Array) -> float:
    a, p = x.T @ x, np.outer(d, d)
    return float(-2 * np.trace(a @ p) + np.trace(a @ p @ p))


def _unit(x: Array, d: Array) -> float:
    return -float(np.trace(x.T @ x @ np.outer(d, d)))


def _flipped(x: Array, d: Array) -> float:
    return float(np.trace(x.T @ x @ np.outer(d, d)))


def _form(x: Array, d: Array) -> float:
    return float(d @ (x.T @ x) @ d)


P = r"\vec d\vec d^{\mathsf T}"
A = r"X^{\mathsf T}X"
TR = r"\operatorname{Tr}"
LINES = (
    Line(
        rf"\lVert X - X{P}\rVert_F^2",
        "The error of all samples at once, the samples being the rows of X.",
        _frobenius,
        without=False,
    ),
    Line(
        rf"{TR}\big[(X - X{P})^{{\mathsf T}}(X - X{P})\big]",
        "The squared Frobenius norm of a matrix M is Tr MᵀM.",
        _trace,
        without=False,
    ),
    Line(
        rf"{TR}\big[{A} - {A}{P} - {P}{A} + {P}{A}{P}\big]",
        "Multiplied out; the trace stands in front of the whole sum.",
        _expanded,
        without=False,
    ),
    Line(
        rf"-{TR}({A}{P}) - {TR}({P}{A}) + {TR}({P}{A}{P})",
        "Tr XᵀX does not depend on d and is dropped.",
        _dropped,
    ),
    Line(
        rf"-2\,{TR}({A}{P}) + {TR}({A}{P}{P})",
        "Factors may go round inside a trace.",
        _cyclic,
    ),
    Line(rf"-{TR}({A}{P})", "As dᵀd = 1, the last term is half of the first.", _unit),
    Line(
        rf"{TR}({A}{P})",
        "The sign is turned: what was smallest is now largest.",
        _flipped,
        "largest",
    ),
    Line(
        rf"\vec d^{{\mathsf T}}{A}\vec d",
        "Once round: a number is its own trace.",
        _form,
        "largest",
    ),
)


# More than one direction.


def deflated(x: Array, count: int) -> Array:
    """Return the first principal directions (n, count) of samples (m, n), computed one by one.

    After each, its component is removed from the samples: X ← X − X d dᵀ.
    """
    residual, directions = x.copy(), []
    for _ in range(count):
        d = first_axis(residual.T @ residual)
        directions.append(d)
        residual -= np.outer(residual @ d, d)
    return np.stack(directions, 1)


def correlation(z: Array) -> float:
    """Return the correlation between the two columns of codes (m, 2)."""
    return float(np.corrcoef(z[:, 0], z[:, 1]).flat[1])


def leading(x: NDArray[Any], count: int) -> tuple[Array, Array, Array]:
    """Return mean (n,), first axes (n, count) and all m eigenvalues of C of samples (m, n).

    They follow from the Gram matrix (m, m) of the samples, which is cheaper for n > m.
    """
    mean = x.mean(0, dtype=np.float64)
    inner = x - mean
    values, vectors = np.linalg.eigh(inner @ inner.T)
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1][:, :count]
    axes = inner.T @ vectors
    return mean, axes / np.linalg.norm(axes, axis=0), values / len(x)
