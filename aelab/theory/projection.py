"""Projection on a direction: errors, the optimal code, the derivation line by line, deflation.

Samples X are (m, n), one in each row; D is (n, l) with orthonormal columns, d a single one (n,).
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
GRID = 180  # angles of half a turn, before the best of them is refined


def cloud(points: int = 60, angle: float = 30.0, aspect: float = 3.0, seed: int = 0) -> Array:
    """Draw points (m, 2) of a correlated Gaussian with its long axis at ``angle``.

    The standard deviation is 1 along that axis and 1/aspect across it.
    """
    c, s = direction(angle)
    axes = np.array([[c, -s], [s, c]]) / (1, aspect)
    return np.random.default_rng(seed).standard_normal((points, 2)) @ axes.T


def centred(x: Array) -> Array:
    """Return samples (m, n) counted from their mean."""
    return x - x.mean(0)


def direction(angle: float) -> Array:
    """Return the unit vector (2,) at an angle."""
    turned = np.radians(angle)
    return np.array([np.cos(turned), np.sin(turned)])


def angle_of(d: Array) -> float:
    """Return the angle, from 0 to 180, of the line along a vector (2,), whatever its sign."""
    return float(np.degrees(np.arctan2(d[1], d[0])) % 180)


def between(one: Array, other: Array) -> float:
    """Return the angle, from 0 to 90, between the lines along two vectors (n,)."""
    dot = one @ other
    across = np.linalg.norm(other * (one @ one) - one * dot) / np.linalg.norm(one)
    return float(np.degrees(np.arctan2(across, abs(dot))))


def apart(one: float, other: float) -> float:
    """Return by how much two lines differ, from 0 to 90, given their angles."""
    return abs((one - other + 90) % 180 - 90)


# The projection and its error.


def reconstruction(x: Array, d: Array) -> Array:
    """Return x̂ = D Dᵀx (m, n) of samples (m, n), D given as (n, l) or as (n,)."""
    columns = d.reshape(x.shape[1], -1)
    return (x @ columns) @ columns.T


def squared_error(x: Array, d: Array) -> float:
    """Return Σ‖x − D Dᵀx‖² over samples (m, n), summed segment by segment."""
    return float(((x - reconstruction(x, d)) ** 2).sum())


def predicted_error(a: Array, d: Array) -> float:
    """Return Σλ − Tr DᵀAD for A = XᵀX (n, n), with λ its eigenvalues."""
    return float(np.linalg.eigvalsh(a).sum()) - quadratic(a, d)


def quadratic(a: Array, d: Array) -> float:
    """Return Tr DᵀAD, which is dᵀAd for a single direction."""
    columns = d.reshape(len(a), -1)
    return float(np.trace(columns.T @ a @ columns))


def uncentred_error(x: Array, d: Array) -> float:
    """Return Σ‖x − D Dᵀx‖² as predicted from the centred A, plus what the mean costs.

    With the mean μ that is Σλ − Tr DᵀAD + m‖μ − D Dᵀμ‖².
    """
    mean, inner = x.mean(0), centred(x)
    return predicted_error(inner.T @ inner, d) + len(x) * squared_error(mean[None], d)


def first_axis(a: Array) -> Array:
    """Return the eigenvector (n,) of a symmetric matrix with the largest eigenvalue."""
    return np.linalg.eigh(a)[1][:, -1]


def best_angle(value: Callable[[Array], float], sense: Sense) -> float:
    """Return the angle at which a function of the unit vector is smallest or largest, by search.

    Half a turn is gone through in steps, and the best step is refined; no eigenvector is used.
    """
    sign = 1 if sense == "smallest" else -1

    def cost(angle: float) -> float:
        return sign * value(direction(angle))

    step = 180 / GRID
    best = step * int(np.argmin([cost(step * i) for i in range(GRID)]))
    found = minimize_scalar(
        cost, bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-9}
    )
    return float(found.x % 180)


# The optimal code.


def code_error(x: Array, d: Array, z: Array) -> float:
    """Return ‖x − Dz‖² for one sample x (n,) and a code z (l,)."""
    return float(((x - d @ z) ** 2).sum())


def code_gradient(x: Array, d: Array, z: Array) -> Array:
    """Return its gradient −2Dᵀx + 2z (l,), for orthonormal columns of D (n, l)."""
    return -2 * d.T @ x + 2 * z


# The derivation, line by line.


class Line(NamedTuple):
    """One line: its LaTeX, what was done to reach it, its value at (X, d), and what is sought.

    ``without`` says whether Tr XᵀX has been dropped.
    """

    formula: str
    done: str
    value: Callable[[Array, Array], float]
    sense: Sense = "smallest"
    without: bool = True


def _frobenius(x: Array, d: Array) -> float:
    return float(np.linalg.norm(x - x @ np.outer(d, d)) ** 2)


def _trace(x: Array, d: Array) -> float:
    left = x - x @ np.outer(d, d)
    return float(np.trace(left.T @ left))


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
    Line(rf"\vec d^{{\mathsf T}}{A}\vec d", "Once round: a number is its own trace.", _form,
         "largest"),
)  # fmt: skip


# More than one direction.


def deflated(x: Array, count: int, remove: bool = True) -> Array:
    """Return the first directions (n, count) of samples (m, n), found one after the other.

    After each, what lies along it is removed from the samples: X ← X − X d dᵀ.
    """
    left, found = x.copy(), []
    for _ in range(count):
        d = first_axis(left.T @ left)
        found.append(d)
        if remove:
            left -= np.outer(left @ d, d)
    return np.stack(found, 1)


def correlation(z: Array) -> float:
    """Return the correlation between the two columns of codes (m, 2)."""
    return float(np.corrcoef(z[:, 0], z[:, 1]).flat[1])


def leading(x: NDArray[Any], count: int) -> tuple[Array, Array, Array]:
    """Return mean (n,), first axes (n, count) and all m eigenvalues of C of samples (m, n).

    From the products of the samples with each other (m, m): cheaper where n is more than m.
    """
    mean = x.mean(0, dtype=np.float64)
    inner = x - mean
    values, sides = np.linalg.eigh(inner @ inner.T)
    values, sides = np.clip(values[::-1], 0, None), sides[:, ::-1][:, :count]
    axes = inner.T @ sides
    return mean, axes / np.linalg.norm(axes, axis=0), values / len(x)
