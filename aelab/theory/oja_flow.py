"""Hebb's, Oja's and Sanger's rules on a Gaussian in the plane, sample by sample and averaged.

Runs with many seeds and values of α are computed together. A run that grows without bound stays at
its last bounded w. Source: Oja, "Simplified neuron model as a principal component analyzer", 1982,
doi:10.1007/BF00275687; Sanger, "Optimal unsupervised learning in a single-layer linear feedforward
neural network", 1989, doi:10.1016/0893-6080(89)90044-0.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from aelab.once import once
from aelab.theory.hebb import oja_flow

Values = NDArray[np.float64]

LIMIT = 1e6  # α‖w‖² above which a run has diverged


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Parameters of runs of Oja's rule in the plane.

    The Gaussian has standard deviation 1 along ``angle`` degrees from x₁ and 1/``ratio`` across;
    its mean is ``offset`` away from zero, across the long axis. The initial weights have the norm
    ``length`` and the angle ``direction`` in degrees. The learning rate is
    ``rate``/(1 + t/``halving``), constant for a halving of 0.
    """

    angle: float = 30.0
    ratio: float = 2.0
    offset: float = 0.0
    rate: float = 0.02
    halving: float = 0.0
    direction: float = 100.0
    length: float = 0.3
    alphas: tuple[float, ...] = (1.0,)
    seeds: int = 16
    steps: int = 1500

    @property
    def axes(self) -> Values:
        """The unit vectors along and across the long axis, as columns (2, 2)."""
        c, s = np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))
        return np.array([[c, -s], [s, c]])

    @property
    def covariance(self) -> Values:
        """The covariance (2, 2) of the samples."""
        return self.axes @ np.diag([1.0, self.ratio**-2]) @ self.axes.T

    @property
    def moment(self) -> Values:
        """The matrix C = ⟨xxᵀ⟩ (2, 2), which is the covariance for an offset of 0."""
        across = self.axes[:, 1]
        return self.covariance + self.offset**2 * np.outer(across, across)

    @property
    def start(self) -> Values:
        """The weights (2,) before the first sample."""
        t = np.radians(self.direction)
        return self.length * np.array([np.cos(t), np.sin(t)])

    def samples(self) -> Values:
        """Draw the samples (steps, seeds, 2); z of a seed is the same in every setting."""
        shape = (self.steps, 2)
        z = [np.random.default_rng(seed).standard_normal(shape) for seed in range(self.seeds)]
        spread = np.stack(z, 1) * (1.0, 1 / self.ratio) + (0.0, self.offset)
        return spread @ self.axes.T


class Runs(NamedTuple):
    """Weights ``w`` (steps + 1, seeds, alphas, d), and which runs (seeds, alphas) diverged."""

    w: Values
    diverged: NDArray[np.bool_]


class Path(NamedTuple):
    """Weights ``w`` (steps + 1, d) of one run, and whether it diverged."""

    w: Values
    diverged: bool


def spectrum(c: Values) -> tuple[Values, Values]:
    """Return eigenvalues (d,) of C, largest first, and eigenvectors (d, d) as columns.

    The sign of each eigenvector makes its largest component positive.
    """
    values, vectors = np.linalg.eigh(c)
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(0)[None], 0)
    return values[::-1], (vectors * np.where(largest < 0, -1, 1))[:, ::-1]


def rates(rate: float, halving: float, steps: int) -> Values:
    """Return rate/(1 + t/halving) for each step t, (steps,); constant for a halving of 0.

    >>> rates(0.5, 1.0, 3)
    array([0.5       , 0.25      , 0.16666667])
    """
    return rate / (1 + np.arange(steps) / halving) if halving else np.full(steps, rate)


def hebb_run(x: Values, start: Values, rate: float, alpha: float = 0.0) -> Values:
    """Return the weights w (m + 1, d) of Δw = εy(x − αyw) before and after each sample.

    Args:
        x: samples (m, d).
        start: initial weights (d,).
        rate: learning rate ε.
        alpha: α; 0 is pure Hebb.

    """
    w = np.empty((len(x) + 1, len(start)))
    w[0] = start
    for t, sample in enumerate(x):
        y = w[t] @ sample
        w[t + 1] = w[t] + rate * y * (sample - alpha * y * w[t])
    return w


@once(12)
def runs(setting: Setting) -> Runs:
    """Run Oja's rule sample by sample, for all seeds and alphas of a setting at once."""
    x, a = setting.samples(), np.array(setting.alphas)[:, None]  # (A, 1)
    w = np.empty((setting.steps + 1, setting.seeds, len(a), 2))
    w[0] = setting.start
    epsilon = rates(setting.rate, setting.halving, setting.steps)
    with np.errstate(over="ignore", invalid="ignore"):  # diverging runs reach infinity
        for t in range(setting.steps):
            sample = x[t, :, None]  # (S, 1, 2)
            y = np.vecdot(w[t], sample)[..., None]
            np.add(w[t], epsilon[t] * y * (sample - a * y * w[t]), out=w[t + 1])
        too_large = ~(a[:, 0] * np.vecdot(w[1:], w[1:]) <= LIMIT)  # (steps, S, A)
    diverged = too_large.any(0)
    for run in zip(*np.nonzero(diverged), strict=True):
        last = too_large[(slice(None), *run)].argmax()
        w[(slice(last + 1, None), *run)] = w[(last, *run)]
    w.flags.writeable = False
    return Runs(w, diverged)


def averaged(start: Values, c: Values, rate: float, alpha: float, steps: int) -> Path:
    """Iterate the averaged map w ← w + ε(Cw − α(wᵀCw)w).

    Args:
        start: initial weights (d,).
        c: C = ⟨xxᵀ⟩ (d, d).
        rate: learning rate ε.
        alpha: α; 0 is pure Hebb.
        steps: number of steps.

    """
    path = np.empty((steps + 1, len(start)))
    w = path[0] = start
    diverged = False
    for t in range(steps):
        image = c @ w
        new = w + rate * (image - alpha * (w @ image) * w)
        diverged = diverged or bool(alpha * new @ new > LIMIT)
        w = path[t + 1] = w if diverged else new
    return Path(path, diverged)


def along(start: float, steps: Values, count: int) -> Values:
    """Return √α w along u₁ under the averaged map, (count + 1, n), for n values of ελ₁.

    The map is w ← w + ελ₁w(1 − w²). Values that have diverged are NaN, so plots leave them out.
    """
    path = np.empty((count + 1, len(steps)))
    w = path[0] = np.full(len(steps), start)
    for t in range(count):
        new = w + steps * w * (1 - w**2)
        w = path[t + 1] = np.where(new**2 <= LIMIT, new, np.nan)
    return path


def flow(setting: Setting, alpha: float) -> Values:
    """Return the averaged flow in closed form at the time of each step, (steps + 1, 2).

    The time in units of τ is the sum of the learning rates so far.
    """
    return oja_flow(setting.start, setting.moment, alpha, times(setting))


def solved(setting: Setting, alpha: float, at: Values) -> Values:
    """Return the averaged flow by numerical integration, (n, 2), at times (n,) in units of τ."""
    c = setting.moment

    def speed(_: float, w: Values) -> Values:
        return c @ w - alpha * (w @ c @ w) * w

    solution = solve_ivp(
        speed, (at[0], at[-1]), setting.start, t_eval=at, rtol=1e-8, atol=1e-12, method="DOP853"
    )
    return np.asarray(solution.y.T)


def times(setting: Setting) -> Values:
    """Return the time t/τ (steps + 1,) after each step."""
    elapsed = np.cumsum(rates(setting.rate, setting.halving, setting.steps))
    return np.concatenate([[0.0], elapsed])


def sines(w: Values, u: Values) -> Values:
    """Return sin² (...,) of the angle between weights (..., d) and a unit vector ±u (d,)."""
    squared: Values = (w**2).sum(-1)
    across: Values = w - (w @ u)[..., None] * u
    shares: Values = (across**2).sum(-1) / np.where(squared > 0, squared, 1.0)
    return shares


def pattern_ratio(
    shares: Values, rate: float, steps: int, seeds: int, overlap: float = 0.0
) -> Values:
    """Return ln|y_a/y_b| (steps + 1, seeds) of pure Hebb for two unit patterns a and b.

    The initial weights have the same output for both patterns.

    Args:
        shares: how often a and b occur (2,); otherwise the input is zero.
        rate: learning rate ε.
        steps: number of samples.
        seeds: number of runs.
        overlap: cosine between the patterns.

    """
    patterns = np.array([[1.0, 0.0], [overlap, np.sqrt(1 - overlap**2)], [0.0, 0.0]])
    probabilities = np.append(shares, max(0.0, 1 - shares.sum()))
    drawn = np.random.default_rng(0).choice(3, (steps, seeds), p=probabilities)
    w = np.tile(np.linalg.solve(patterns[:2], np.ones(2)), (seeds, 1))
    outputs = np.empty((steps + 1, seeds, 2))
    outputs[0] = w @ patterns[:2].T
    for t in range(steps):
        x = patterns[drawn[t]]
        w = w + rate * (w * x).sum(1, keepdims=True) * x
        outputs[t + 1] = w @ patterns[:2].T
    return np.log(np.abs(outputs[..., 0] / outputs[..., 1]))


def sanger(x: Values, start: Values, epsilon: Values, alpha: float) -> Values:
    """Return W (m + 1, k, d) of ΔW = ε(yxᵀ − α LT[yyᵀ]W) before and after each sample.

    LT[·] is the lower triangle of a matrix, with its diagonal.

    Args:
        x: samples (m, d).
        start: initial weights (k, d).
        epsilon: learning rate of each step (m,).
        alpha: α.

    """
    w = np.empty((len(x) + 1, *start.shape))
    w[0] = start
    lower = np.tri(len(start))
    for t, sample in enumerate(x):
        y = w[t] @ sample
        column = y[:, None]
        step = column * sample - alpha * (lower * (column * y)) @ w[t]
        w[t + 1] = w[t] + epsilon[t] * step
    return w


def sanger_averaged(start: Values, c: Values, rate: float, alpha: float, steps: int) -> Values:
    """Return W (k, d) after ``steps`` steps of Sanger's rule averaged over the samples.

    Args:
        start: initial weights (k, d).
        c: C = ⟨xxᵀ⟩ (d, d).
        rate: learning rate ε.
        alpha: α.
        steps: number of steps.

    """
    w, lower = start.copy(), np.tri(len(start))
    for _ in range(steps):
        image = w @ c
        w = w + rate * (image - alpha * (lower * (image @ w.T)) @ w)
    return w
