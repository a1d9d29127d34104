"""Hebbian learning sample by sample, compiled, and the statistics that its theory needs."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from aelab.theory.hebb import safe_rate

Array = NDArray[Any]

FASTMATH = {"reassoc", "contract", "arcp", "nsz"}  # NaN and inf are still handled correctly
BLOCK = 1024  # samples per block: a block of MNIST fits into the cache
EXACT = 2e9  # largest m·d² for which the covariance of all samples is computed
SUBSET = 4096  # samples used instead beyond that
PASSES = 2  # over all samples, to refine the eigenvectors
NEAR = 0.05  # smallest gap between eigenvalues in a correction, as a share of the larger one


@njit(cache=True, error_model="numpy", fastmath=FASTMATH)
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
    """Apply Oja's rule to samples one by one; the weights ``w`` are changed in place.

    Δw_i = ε y_i (x − α Σ_{j≤i} y_j w_j) with y = W(x − mean) and ε = rate / (1 + t/halving). That
    is Oja's rule for k = 1, Sanger's for k > 1, and Hebb's for α = 0 and k = 1.

    Args:
        x: samples (m, d).
        mean: what is subtracted from each sample (d,).
        order: indices (n,) of the samples to learn, in this order.
        w: weights (k, d), changed in place.
        alpha: the α of the rule; 0 for Hebb.
        rate: learning rate at t = 0.
        halving: number of samples after which the rate has halved; inf keeps it constant.
        start: the t of the first sample.

    Returns:
        The mean of ‖x − x̂‖², each before its own step, with x̂ = α Wᵀy, or w y/‖w‖² for Hebb.

    """
    kind = w.dtype.type
    k, d = w.shape
    residual, y = np.empty(d, w.dtype), np.empty(k, w.dtype)
    a = kind(alpha)
    total = 0.0
    for n in range(order.size):
        row = order[n]
        epsilon = kind(rate / (1 + (start + n) / halving))
        for j in range(d):
            residual[j] = x[row, j] - mean[j]  # read from memory once, then from the cache
        for i in range(k):
            output = kind(0)
            for j in range(d):
                output += w[i, j] * residual[j]
            y[i] = output
        if a == 0:
            norm = kind(0)
            for j in range(d):
                norm += w[0, j] * w[0, j]
            total -= y[0] * y[0] / norm
        for i in range(k):
            back, step = a * y[i], epsilon * y[i]
            for j in range(d):
                residual[j] -= back * w[i, j]
                w[i, j] += step * residual[j]
        error = kind(0)
        for j in range(d):
            error += residual[j] * residual[j]  # x itself for Hebb, x − x̂ otherwise
        total += error
    return total / order.size


def ready(x: Array, dtype: Any) -> Array:
    """Return samples in the memory layout that `oja` is compiled for."""
    return np.require(x, dtype, ["C", "A", "W", "E"])


class Survey(NamedTuple):
    """Statistics of samples x, minus ``mean`` (d,), which is zero if they are not centred.

    ``trace`` is Tr C = ⟨‖x‖²⟩ and ``largest`` is max‖x‖². ``values`` (d,) are the eigenvalues of
    C = ⟨xxᵀ⟩, largest first, ``vectors`` (d, k) its first eigenvectors u_i, and ``mixed`` (d,) the
    moments ⟨(u₁ᵀx)²(u_iᵀx)²⟩.
    """

    mean: Array
    trace: float
    largest: float
    values: NDArray[np.float64]
    vectors: NDArray[np.float64]
    mixed: NDArray[np.float64]


class Bounds(NamedTuple):
    """Quantities that decide whether Oja's rule stays bounded: Tr C, max‖x‖² and α‖w₀‖²."""

    trace: float
    largest: float
    start: float

    @property
    def safe(self) -> float:
        """The largest rate for which w is bounded, rounded down to two digits."""
        rate = safe_rate(self.largest, self.start)
        if not 0 < rate < np.inf:
            return rate
        digit = 10.0 ** (np.floor(np.log10(rate)) - 1)
        return float(f"{np.floor(rate / digit) * digit:.2g}")

    def doubt(self, rate: float) -> str:
        """Return why w may grow without bound at a rate; empty if it is bounded."""
        if rate <= self.safe:
            return ""
        if rate * self.largest <= 1:
            return f"the start α‖w₀‖² = {self.start:.3g} is too long"
        return f"ε max‖x‖² = {rate * self.largest:.3g} is above 1"

    def advice(self, lowest: float) -> str:
        """Return advice on the rate, where the smallest allowed rate is ``lowest``."""
        if self.safe < lowest:
            return "No rate on offer is safe: scale the data."
        return f"Up to ε = {self.safe:g} it is safe."

    def caution(self, rate: float, lowest: float) -> str:
        """Return a warning to show before the training; empty if w is bounded."""
        doubt, average = self.doubt(rate), rate * self.trace
        if not doubt:
            return ""
        risk = "May diverge"
        if average >= 1:
            doubt = f"ε Tr C = {average:.3g} is not below 1"
        elif rate * self.largest > 1:
            risk = "Long samples overshoot"
        return f"{risk}: {doubt}. {self.advice(lowest)}"


def survey(x: Array, k: int, *, centred: bool) -> Survey:
    """Return the statistics of samples (m, d) that the theory needs, with k eigenvectors.

    For large data C is computed from a random subset of the samples (taking every n-th digit of
    MNIST would be biased), and its first eigenvectors are refined on all samples.
    """
    m, d = x.shape
    mean = _mean(x) if centred else np.zeros(d, x.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.concatenate([np.einsum("ij,ij->i", b, b) for b in _blocks(x, mean)])
        trace, largest = float(squares.mean(dtype=np.float64)), float(squares.max())
    if not np.isfinite(trace):
        unknown = np.full(d, np.nan)
        return Survey(mean, trace, largest, unknown, np.full((d, k), np.nan), unknown)
    subset = x
    if m * d**2 > EXACT and m > SUBSET:
        subset = x[np.sort(np.random.default_rng(0).choice(m, SUBSET, replace=False))]
    values, vectors = np.linalg.eigh(_times(subset, mean, np.eye(d)))
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1]
    if subset is not x:
        values, vectors = _refined(x, mean, values, vectors, k)
    mixed = np.zeros(d)
    for block in _blocks(subset, mean):
        y = (block @ vectors.astype(x.dtype)).astype(np.float64)
        mixed += (y[:, :1] ** 2 * y**2).sum(0) / len(subset)
    return Survey(mean, trace, largest, values, vectors[:, :k].copy(), mixed)


def _refined(x: Array, mean: Array, values: Array, vectors: Array, k: int) -> tuple[Array, Array]:
    """Return eigenvalues and eigenvectors of C from a subset, the first k refined on all samples.

    Source of the correction: Davidson, "The iterative calculation of a few of the lowest
    eigenvalues and corresponding eigenvectors of large real-symmetric matrices", 1975.
    """
    first, others = vectors[:, :k], vectors[:, k:]  # (d, k), (d, d − k)
    for _ in range(PASSES):
        image = _times(x, mean, first)  # (d, k)
        leading, rotation = np.linalg.eigh(first.T @ image)
        leading, rotation = leading[::-1], rotation[:, ::-1]
        first, image = first @ rotation, image @ rotation
        gaps = np.maximum(leading - values[k:, None], NEAR * leading)  # (d − k, k)
        first = np.linalg.qr(first + others @ (others.T @ (image - leading * first) / gaps))[0]
    return np.concatenate([leading, values[k:]]), np.hstack([first, others])


def _times(x: Array, mean: Array, v: Array) -> NDArray[np.float64]:
    """Return C v (d, c) for samples x (m, d) and v (d, c); a square v has to be the identity."""
    total = np.zeros(v.shape)
    is_identity = len(v) == v.shape[1]
    for block in _blocks(x, mean):
        total += block.T @ (block if is_identity else block @ v.astype(x.dtype))
    return total / len(x)


def _mean(x: Array) -> Array:
    """Return the mean (d,) of samples (m, d), summed in float64."""
    shift: Array = x[: min(64, len(x))].mean(0)  # close to the mean, so that few digits cancel
    total = np.zeros(x.shape[1])
    for block in _blocks(x, shift):
        total += block.sum(0)
    return (shift + total / len(x)).astype(x.dtype)


def _blocks(x: Array, mean: Array) -> Iterator[Array]:
    """Yield the centred samples x − mean in blocks (b, d)."""
    for start in range(0, len(x), BLOCK):
        yield x[start : start + BLOCK] - mean
