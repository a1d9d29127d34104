"""Claims of the chapter on regularised autoencoders: contraction and the Jacobian."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import contraction, estimates
from aelab.theory.contraction import Array

REPEATS = 300  # means of estimates, for their spread, at least
MOST, DRAWN = 5000, 200_000  # means and estimates, at most
AT = np.array([[0.3, -0.4]])  # where estimates are made


@claim(
    "regularised.layer",
    rows=(25,),
    statement="Of one sigmoid layer the norm is known from its activations and weights: mean of "
    "‖J‖² over a grid, against finite differences.",
    formula=r"\|J\|^2 = \textstyle\sum_j [h_j(1 - h_j)]^2 \sum_i W_{ji}^2",
    tolerance=1e-6,
    why="Central differences with a step of 1e-5.",
    fault=Fault("steep", "weights in the prediction"),
)
def layer(units: int = 8, scale: float = 3.0, steep: float = 1.0) -> Finding:
    """Measure the Jacobian by finite differences; ``steep`` is a factor of the predicted W."""
    line = np.linspace(-2, 2, 9)
    x = np.stack(np.meshgrid(line, line), -1).reshape(-1, 2)
    sigmoid = contraction.layer(units, scale)
    measured = (contraction.finite_differences(sigmoid, x) ** 2).sum((1, 2)).mean()
    return Finding(steep**2 * float(sigmoid.squared_norm(x).mean()), float(measured))


@claim(
    "regularised.hutchinson",
    rows=(25,),
    statement="Hutchinson's estimate is right on average: mean of 4000 estimates with random "
    "signs v, at one place.",
    formula=r"\mathrm{E}_v\|v^{\mathsf T}J\|^2 = \|J\|_F^2",
    why="Exact standard error of the mean, from the variance of one estimate.",
    fault=Fault("spread", "length of v"),
)
def unbiased(units: int = 8, scale: float = 3.0, spread: float = 1.0) -> Finding:
    """Average the estimates; v must have the unit matrix as its covariance."""
    j = _jacobian(units, scale)
    single = contraction.hutchinson(j, 4000, np.random.default_rng(1)) * spread**2
    deviation = (contraction.hutchinson_variance(j) / len(single)) ** 0.5
    return Finding(float((j**2).sum()), float(single.mean()), deviation)


@claim(
    "regularised.hutchinson_error",
    rows=(25,),
    statement="Its error falls as 1/√n: standard deviation of the mean of n estimates, as a "
    "share of ‖J‖².",
    formula=r"\frac{1}{\|J\|^2}\sqrt{\tfrac2n\textstyle\sum_{i\neq j}(JJ^{\mathsf T})_{ij}^2}",
    why="Standard error of the standard deviation of 300 to 5,000 means.",
    fault=Fault("alike", "share of an estimate that all of a mean have in common"),
)
def error(units: int = 8, scale: float = 3.0, count: int = 16, alike: float = 0.0) -> Finding:
    """Measure the spread of averages of Hutchinson estimates.

    Args:
        units: number of units.
        scale: norm of each row of the weights.
        count: estimates per average.
        alike: share of each estimate that is the first one of its average instead.

    """
    j = _jacobian(units, scale)
    repeats = max(REPEATS, min(MOST, DRAWN // count))
    drawn = contraction.hutchinson(j, repeats * count, np.random.default_rng(2))
    single = drawn.reshape(repeats, count)
    single = (1 - alike) * single + alike * single[:, :1]
    norm = (j**2).sum()
    predicted = (contraction.hutchinson_variance(j) / count) ** 0.5
    measured = estimates.root_mean_square(single.mean(1) - norm)
    return Finding(predicted / norm, measured.value / norm, measured.error / norm)


def _jacobian(units: int, scale: float) -> Array:
    """Return the Jacobian (k, 2) of a layer at one place."""
    jacobian: Array = contraction.layer(units, scale).jacobian(AT)[0]
    return jacobian


@claim(
    "regularised.contracted",
    rows=(25,),
    statement="The code moves less with x where the data are than elsewhere: mean of ‖∂f/∂x‖ at "
    "the held-out points, against two fifths of its mean over the plane.",
    formula=r"\langle\|\partial f/\partial x\|\rangle_{\text{data}} \leq "
    r"\tfrac25\,\langle\|\partial f/\partial x\|\rangle_{\text{plane}}",
    tolerance=0.0,
    kind="at most",
    why="It is a bound; at λ = 1 it is about 0.3.",
    demo="contractive-ring",
    fault=Fault("anywhere", "share of the points that lie anywhere in the plane"),
)
def contracted(picture: Picture, anywhere: float = 0.0) -> Finding:
    """Measure both on the map, at the cells of the points; a share may lie ``anywhere``."""
    arrays = picture.arrays
    values, window, x = (arrays[f"jacobian.{name}"] for name in ("values", "window", "x"))
    last = len(values) - 1
    column = (x[:, 0] - window[0]) / (window[1] - window[0]) * last
    row = (window[3] - x[:, 1]) / (window[3] - window[2]) * last
    at = values[np.rint(row).astype(int), np.rint(column).astype(int)]
    plane = float(values.mean())
    return Finding(0.4 * plane, (1 - anywhere) * float(at.mean()) + anywhere * plane)


@claim(
    "regularised.kept",
    rows=(25,),
    statement="Linear and tied, it keeps what varies: along each principal axis the squared "
    "singular value is known. Their sum, ‖∂f/∂x‖².",
    formula=r"\|J\|^2 = \sum_i \max\!\big(0,\ 1 - \tfrac{\lambda}{2\lambda_i}\big)",
    tolerance=0.03,
    scale=0.2,
    why="Spread over seeds; variances are those of a thousand held-out points, not of those that "
    "were learnt from.",
    demo="contractive-linear",
    fault=Fault("lam", "λ in the prediction"),
)
def kept(picture: Picture, lam: float = 0.4) -> Finding:
    """Measure the mean of the map, which is the same everywhere."""
    variances, _ = _axes(picture)
    values = picture.arrays["jacobian.values"].astype(np.float64)
    return Finding(float(contraction.shrinkage(variances, lam).sum()), float((values**2).mean()))


@claim(
    "regularised.across",
    rows=(25,),
    statement="It contracts more across the data than along: the squared singular value across "
    "as a share of that along.",
    formula=r"\frac{s_2^2}{s_1^2} = \frac{1 - \lambda/2\lambda_2}{1 - \lambda/2\lambda_1}",
    tolerance=0.1,
    scale=0.2,
    why="Spread over seeds; variances are those of a thousand held-out points, not of those that "
    "were learnt from.",
    demo="contractive-linear",
    fault=Fault("lam", "λ in the prediction"),
)
def across(picture: Picture, lam: float = 0.4) -> Finding:
    """Measure JᵀJ along the principal axes of the held-out points."""
    variances, axes = _axes(picture)
    entries = picture.arrays["jacobian.metric"][:, 2:].mean(0)
    metric = entries[[0, 1, 1, 2]].reshape(2, 2)
    first, second = ((axis @ metric @ axis) for axis in axes.T)
    along, expected = contraction.shrinkage(variances, lam)
    if along == 0:
        return Finding(float("nan"), float("nan"))
    return Finding(expected / along, float(second / first))


def _axes(picture: Picture) -> tuple[Array, Array]:
    """Return variances (2,) and principal axes as columns (2, 2) of the points, largest first."""
    values, vectors = np.linalg.eigh(np.cov(picture.arrays["jacobian.x"].T.astype(np.float64)))
    return values[::-1], vectors[:, ::-1]
