"""Hebb's, Oja's and Sanger's rules sample by sample and averaged, on a Gaussian in the plane.

All runs are of many seeds and forgettings α at once. A run that grows without bound is stopped at
its last bounded w. Source: Oja, "Simplified neuron model as a principal component analyzer",
1982; Sanger, "Optimal unsupervised learning in a single-layer linear feedforward neural network",
1989.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from aelab.once import once
from aelab.theory.hebb import oja_flow

Values = NDArray[np.float64]

LIMIT = 1e6  # α‖w‖² beyond which a run is taken to diverge


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Samples, a start, a rate: what a run of Oja's rule in the plane is.

    The Gaussian has standard deviation 1 at ``angle`` degrees from x₁, 1/``ratio`` across, and
    its mean lies ``offset`` away from zero across the long axis. The start is ``length`` long, at
    ``direction`` degrees. The rate is ε/(1 + t/``halving``), constant for a halving of 0.
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
        """The directions (2, 2) along and across, as columns."""
        c, s = np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))
        return np.array([[c, -s], [s, c]])

    @property
    def covariance(self) -> Values:
        """The covariance (2, 2) of the samples."""
        return self.axes @ np.diag([1.0, self.ratio**-2]) @ self.axes.T

    @property
    def moment(self) -> Values:
        """The matrix C = ⟨xxᵀ⟩ (2, 2); it is the covariance for an offset of 0."""
        across = self.axes[:, 1]
        return self.covariance + self.offset**2 * np.outer(across, across)

    @property
    def start(self) -> Values:
        """The weights (2,) before the first sample."""
        t = np.radians(self.direction)
        return self.length * np.array([np.cos(t), np.sin(t)])

    def samples(self) -> Values:
        """Draw the samples, (steps, seeds, 2); a seed has the same ones in every setting."""
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

    Each eigenvector points to where its largest part is positive.
    """
    values, vectors = np.linalg.eigh(c)
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(0)[None], 0)
    return values[::-1], (vectors * np.where(largest < 0, -1, 1))[:, ::-1]


def rates(rate: float, halving: float, steps: int) -> Values:
    """Return ε/(1 + t/halving) for each step, (steps,); constant for a halving of 0."""
    return rate / (1 + np.arange(steps) / halving) if halving else np.full(steps, rate)


def hebb_run(x: Values, start: Values, rate: float, alpha: float = 0.0) -> Values:
    """Return w (m + 1, d) of Δw = εy(x − αyw) over samples (m, d); α = 0 is pure Hebb."""
    w = np.empty((len(x) + 1, len(start)))
    w[0] = start
    for t, sample in enumerate(x):
        y = w[t] @ sample
        w[t + 1] = w[t] + rate * y * (sample - alpha * y * w[t])
    return w


@once(12)
def runs(setting: Setting) -> Runs:
    """Return Oja's rule sample by sample, for all seeds and alphas of a setting at once."""
    x, a = setting.samples(), np.array(setting.alphas)[:, None]  # (A, 1)
    w = np.empty((setting.steps + 1, setting.seeds, len(a), 2))
    w[0] = setting.start
    epsilon = rates(setting.rate, setting.halving, setting.steps)
    with np.errstate(over="ignore", invalid="ignore"):  # what diverges goes on to infinity
        for t in range(setting.steps):
            sample = x[t, :, None]  # (S, 1, 2)
            y = np.vecdot(w[t], sample)[..., None]
            np.add(w[t], epsilon[t] * y * (sample - a * y * w[t]), out=w[t + 1])
        beyond = ~(a[:, 0] * np.vecdot(w[1:], w[1:]) <= LIMIT)  # (steps, S, A)
    diverged = beyond.any(0)
    for run in zip(*np.nonzero(diverged), strict=True):
        last = beyond[(slice(None), *run)].argmax()
        w[(slice(last + 1, None), *run)] = w[(last, *run)]
    w.flags.writeable = False
    return Runs(w, diverged)


def averaged(start: Values, c: Values, rate: float, alpha: float, steps: int) -> Path:
    """Return the averaged map w ← w + ε(Cw − α(wᵀCw)w) from ``start`` (d,); α = 0 is Hebb's."""
    kept = np.empty((steps + 1, len(start)))
    w = kept[0] = start
    diverged = False
    for t in range(steps):
        image = c @ w
        new = w + rate * (image - alpha * (w @ image) * w)
        diverged = diverged or bool(alpha * new @ new > LIMIT)
        w = kept[t + 1] = w if diverged else new
    return Path(kept, diverged)


def along(start: float, steps: Values, count: int) -> Values:
    """Return √α w along u₁ under the averaged map, (count + 1, n), for n values of ελ₁.

    There w ← w + ελ₁w(1 − w²). What has diverged is NaN, to be left out of a picture.
    """
    kept = np.empty((count + 1, len(steps)))
    w = kept[0] = np.full(len(steps), start)
    for t in range(count):
        new = w + steps * w * (1 - w**2)
        w = kept[t + 1] = np.where(new**2 <= LIMIT, new, np.nan)
    return kept


def flow(setting: Setting, alpha: float) -> Values:
    """Return the averaged flow in closed form at the time of each step, (steps + 1, 2).

    The time, in units of τ, is the sum of the rates so far.
    """
    return oja_flow(setting.start, setting.moment, alpha, times(setting))


def solved(setting: Setting, alpha: float, at: Values) -> Values:
    """Return the averaged flow by numerical integration, (n, 2), at times (n,) in units of τ."""
    c = setting.moment

    def speed(_: float, w: Values) -> Values:
        return c @ w - alpha * (w @ c @ w) * w

    done = solve_ivp(
        speed, (at[0], at[-1]), setting.start, t_eval=at, rtol=1e-8, atol=1e-12, method="DOP853"
    )
    return np.asarray(done.y.T)


def times(setting: Setting) -> Values:
    """Return the time t/τ (steps + 1,) that has passed after each step."""
    passed = np.cumsum(rates(setting.rate, setting.halving, setting.steps))
    return np.concatenate([[0.0], passed])


def sines(w: Values, u: Values) -> Values:
    """Return sin² of the angle between weights (..., d) and ±u (d,), a unit vector."""
    squared = (w**2).sum(-1)
    beside = w - (w @ u)[..., None] * u
    return (beside**2).sum(-1) / np.where(squared > 0, squared, 1.0)


def pattern_ratio(
    shares: Values, rate: float, steps: int, seeds: int, overlap: float = 0.0
) -> Values:
    """Return ln|y_a/y_b| (steps + 1, seeds) of pure Hebb for unit patterns a, b, and none.

    ``shares`` (2,) are how often a and b occur; otherwise the input is zero. ``overlap`` is the
    cosine between the patterns. The weights start with the same answer to both.
    """
    patterns = np.array([[1.0, 0.0], [overlap, np.sqrt(1 - overlap**2)], [0.0, 0.0]])
    chances = np.append(shares, max(0.0, 1 - shares.sum()))
    drawn = np.random.default_rng(0).choice(3, (steps, seeds), p=chances)
    w = np.tile(np.linalg.solve(patterns[:2], np.ones(2)), (seeds, 1))
    answers = np.empty((steps + 1, seeds, 2))
    answers[0] = w @ patterns[:2].T
    for t in range(steps):
        x = patterns[drawn[t]]
        w = w + rate * (w * x).sum(1, keepdims=True) * x
        answers[t + 1] = w @ patterns[:2].T
    return np.log(np.abs(answers[..., 0] / answers[..., 1]))


def sanger(x: Values, start: Values, epsilon: Values, alpha: float) -> Values:
    """Return W (m + 1, k, d) of ΔW = ε(yxᵀ − α LT[yyᵀ]W) over samples (m, d), with rates (m,).

    LT keeps the diagonal and what is below it.
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
    """Return W (k, d) after so many steps of Sanger's rule averaged over the samples."""
    w, lower = start.copy(), np.tri(len(start))
    for _ in range(steps):
        image = w @ c
        w = w + rate * (image - alpha * (lower * (image @ w.T)) @ w)
    return w
