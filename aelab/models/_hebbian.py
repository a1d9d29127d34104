"""Hebbian learning sample by sample, compiled, and what theory needs to know of the samples."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from aelab.theory.hebb import safe_rate

Array = NDArray[Any]

FREEDOMS = {
    "reassoc",
    "contract",
    "arcp",
    "nsz",
}  # of "fast" maths; NaN and inf stay what they are
BLOCK = 1024  # samples at a time: a block of MNIST stays in the cache
EXACT = 2e9  # m·d² up to which the covariance is that of all samples
SOME = 4096  # samples that stand for all beyond that
PASSES = 2  # over all samples, to refine the eigenvectors
NEAR = 0.05  # eigenvalues differ at least by this share of the larger one, for a correction


@njit(cache=True, error_model="numpy", fastmath=FREEDOMS)
def oja(
    x: Array,
    mean: Array,
    order: Array,
    w: Array,
    alpha: float,
    rate: float,
    halving: float,
    start: float,
) -> float:
    """Learn the samples ``order`` (n,) of ``x`` (m, d) one by one; ``w`` (k, d) is changed.

    Δw_i = ε y_i (x − α Σ_{j≤i} y_j w_j) with y = W(x − mean) and ε = rate / (1 + t/halving), the
    first sample being number t = ``start``. That is Oja's rule for k = 1 and Sanger's for more.
    With α = 0 it is Hebb's, for k = 1.

    Returns the mean of ‖x − x̂‖², each before its step: x̂ = α Wᵀy, or w y/‖w‖² for Hebb.
    """
    kind = w.dtype.type
    k, d = w.shape
    left, y = np.empty(d, w.dtype), np.empty(k, w.dtype)
    a = kind(alpha)
    total = 0.0
    for n in range(order.size):
        row = order[n]
        epsilon = kind(rate / (1 + (start + n) / halving))
        for j in range(d):
            left[j] = x[row, j] - mean[j]  # once from memory, then in the cache
        for i in range(k):
            answer = kind(0)
            for j in range(d):
                answer += w[i, j] * left[j]
            y[i] = answer
        if a == 0:
            norm = kind(0)
            for j in range(d):
                norm += w[0, j] * w[0, j]
            total -= y[0] * y[0] / norm
        for i in range(k):
            back, step = a * y[i], epsilon * y[i]
            for j in range(d):
                left[j] -= back * w[i, j]
                w[i, j] += step * left[j]
        error = kind(0)
        for j in range(d):
            error += left[j] * left[j]  # all of x for Hebb, x − x̂ otherwise
        total += error
    return total / order.size


def ready(x: Array, dtype: Any) -> Array:
    """Return samples as `oja` takes them: one kind of array, so that it is compiled once."""
    return np.require(x, dtype, ["C", "A", "W", "E"])


class Survey(NamedTuple):
    """Numbers of samples x, counted from their mean (d,), or from zero.

    ``trace`` is Tr C = ⟨‖x‖²⟩ and ``largest`` max‖x‖², of all samples. ``values`` (d,) are the
    eigenvalues of C, largest first, ``vectors`` (d, k) the first of its eigenvectors u_i, and
    ``mixed`` (d,) the moments ⟨(u₁ᵀx)²(u_iᵀx)²⟩.
    """

    mean: Array
    trace: float
    largest: float
    values: NDArray[np.float64]
    vectors: NDArray[np.float64]
    mixed: NDArray[np.float64]


class Bounds(NamedTuple):
    """What bounds the steps of Oja's rule: Tr C, max‖x‖² and α‖w₀‖²."""

    trace: float
    largest: float
    start: float

    @property
    def safe(self) -> float:
        """The largest rate at which w is bounded, rounded down to two digits."""
        rate = safe_rate(self.largest, self.start)
        if not 0 < rate < np.inf:
            return rate
        digit = 10.0 ** (np.floor(np.log10(rate)) - 1)
        return float(f"{np.floor(rate / digit) * digit:.2g}")

    def doubt(self, rate: float) -> str:
        """Return why w may not be bounded at a rate, empty if it is."""
        if rate <= self.safe:
            return ""
        if rate * self.largest <= 1:
            return f"the start α‖w₀‖² = {self.start:.3g} is too long"
        return f"ε max‖x‖² = {rate * self.largest:.3g} is above 1"

    def advice(self, lowest: float) -> str:
        """Return what helps, if rates go down to ``lowest``."""
        if self.safe < lowest:
            return "No rate on offer is safe: scale the data."
        return f"Up to ε = {self.safe:g} it is safe."

    def caution(self, rate: float, lowest: float) -> str:
        """Return a sentence to say before the training, empty if w is bounded."""
        doubt, often = self.doubt(rate), rate * self.trace
        if not doubt:
            return ""
        risk = "May diverge"
        if often >= 1:
            doubt = f"ε Tr C = {often:.3g} is not below 1"
        elif rate * self.largest > 1:
            risk = "Long samples overshoot"
        return f"{risk}: {doubt}. {self.advice(lowest)}"


def survey(x: Array, k: int, *, centred: bool) -> Survey:
    """Return the numbers of samples (m, d) that theory needs, with k eigenvectors.

    Where C of all samples would take long, C is that of some, drawn at random (each second digit
    of MNIST is not like the others), and its first eigenvectors are refined on all samples.
    """
    m, d = x.shape
    mean = _mean(x) if centred else np.zeros(d, x.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.concatenate([np.einsum("ij,ij->i", b, b) for b in _blocks(x, mean)])
        trace, largest = float(squares.mean(dtype=np.float64)), float(squares.max())
    if not np.isfinite(trace):
        nothing = np.full(d, np.nan)
        return Survey(mean, trace, largest, nothing, np.full((d, k), np.nan), nothing)
    some = x
    if m * d**2 > EXACT and m > SOME:
        some = x[np.sort(np.random.default_rng(0).choice(m, SOME, replace=False))]
    values, vectors = np.linalg.eigh(_times(some, mean, np.eye(d)))
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1]
    if some is not x:
        values, vectors = _refined(x, mean, values, vectors, k)
    mixed = np.zeros(d)
    for block in _blocks(some, mean):
        y = (block @ vectors.astype(x.dtype)).astype(np.float64)
        mixed += (y[:, :1] ** 2 * y**2).sum(0) / len(some)
    return Survey(mean, trace, largest, values, vectors[:, :k].copy(), mixed)


def _refined(x: Array, mean: Array, values: Array, vectors: Array, k: int) -> tuple[Array, Array]:
    """Return eigenvalues and eigenvectors of C of some samples, the first k as all have them.

    Source of the correction: Davidson, "The iterative calculation of a few of the lowest
    eigenvalues and corresponding eigenvectors of large real-symmetric matrices", 1975.
    """
    first, others = vectors[:, :k], vectors[:, k:]
    for _ in range(PASSES):
        image = _times(x, mean, first)  # (d, k)
        along, turn = np.linalg.eigh(first.T @ image)
        along, first, image = along[::-1], first @ turn[:, ::-1], image @ turn[:, ::-1]
        gaps = np.maximum(along - values[k:, None], NEAR * along)  # (d − k, k)
        first = np.linalg.qr(first + others @ (others.T @ (image - along * first) / gaps))[0]
    return np.concatenate([along, values[k:]]), np.hstack([first, others])


def _times(x: Array, mean: Array, v: Array) -> NDArray[np.float64]:
    """Return C v, (d, c), for the samples x and v (d, c)."""
    total = np.zeros(v.shape)
    whole = len(v) == v.shape[1]
    for block in _blocks(x, mean):
        total += block.T @ (block if whole else block @ v.astype(x.dtype))
    return total / len(x)


def _mean(x: Array) -> Array:
    shift = x[: min(64, len(x))].mean(0)  # near the mean: nothing cancels
    total = np.zeros(x.shape[1])
    for block in _blocks(x, shift):
        total += block.sum(0)
    return (shift + total / len(x)).astype(x.dtype)


def _blocks(x: Array, mean: Array) -> Iterator[Array]:
    for start in range(0, len(x), BLOCK):
        yield x[start : start + BLOCK] - mean
