"""Principal component analysis."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from aelab.models._base import Array, Model, model

FIRST = 64  # samples of the first step
BLOCK = 4096  # samples per matrix product


@model("PCA")
class PCA(Model):
    """Projects on the k directions of largest variance: the best linear map there and back.

    A closed form that can be watched: each step takes twice as many samples as the one before and
    solves exactly for all samples so far; the last step is the answer for all of them.

    Source: Pearson, "On lines and planes of closest fit to systems of points in space", 1901;
    Bishop, "Pattern Recognition and Machine Learning", 2006, section 12.1.

    Attributes: ``mean_`` (d,), ``components_`` (k, d) rows of unit length, ``variances_`` (d,)
    eigenvalues of the covariance C (with 1/m), largest first.
    """

    order = 10
    formula = r"J = \|x - D D^{\mathsf T} x\|^2"
    terms = ("reconstruction",)

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "squared error"

    def _begin(self, x: Array) -> None:
        d = x.shape[1]
        self._x = x
        self._shift = np.asarray(x[:FIRST].mean(0), np.float64)  # near the mean: no cancellation
        self._sum, self._second, self._seen = np.zeros(d), np.zeros((d, d)), 0
        self.mean_, self.components_ = (
            self._shift.astype(x.dtype),
            np.eye(self.latent, d, dtype=x.dtype),
        )
        self.variances_ = np.zeros(d, x.dtype)

    def _batches_in(self, samples: int) -> int:
        return len(_doubling(samples))

    def batches(self) -> Sequence[range]:
        """Return ranges of samples, each as long as all before it together."""
        return _doubling(len(self._x))

    def learn(self, batch: range) -> Mapping[str, Any]:
        """Take the samples of ``batch`` and solve for all so far; J is their error."""
        for start in range(batch.start, batch.stop, BLOCK):
            x = self._x[start : min(start + BLOCK, batch.stop)]
            x = x - self._shift.astype(x.dtype)
            self._sum += x.sum(0, dtype=np.float64)
            self._second += x.T @ x
        self._seen = batch.stop
        offset = self._sum / self._seen
        covariance = self._second / self._seen - np.outer(offset, offset)
        values, vectors = np.linalg.eigh(covariance)
        values, vectors = np.clip(values[::-1], 0, None), vectors.T[::-1][: self.latent]
        largest = vectors[np.arange(len(vectors)), np.abs(vectors).argmax(1)]
        dtype = self._x.dtype
        self.components_ = (vectors * np.sign(largest)[:, None]).astype(dtype)
        self.mean_ = (self._shift + offset).astype(dtype)
        self.variances_ = values.astype(dtype)
        return {"reconstruction": values[self.latent :].sum()}

    def state(self) -> dict[str, Array]:
        """Return the sums over the samples so far, and the answer for them."""
        return {
            "sum": self._sum.copy(),
            "second": self._second.copy(),
            "seen": np.array(self._seen),
            "mean": self.mean_,
            "components": self.components_,
            "variances": self.variances_,
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Put back what `state` returned."""
        self._sum, self._second = np.array(state["sum"]), np.array(state["second"])
        self._seen = int(state["seen"])
        self.mean_, self.components_ = np.array(state["mean"]), np.array(state["components"])
        self.variances_ = np.array(state["variances"])

    def encode(self, x: Array) -> Array:
        """Return z = Dᵀ(x − mean)."""
        return (x - self.mean_) @ self.components_.T

    def decode(self, z: Array) -> Array:
        """Return x̂ = D z + mean."""
        return z @ self.components_ + self.mean_

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the mean of ‖x − x̂‖² over samples (n, d)."""
        error = x - self.decode(self.encode(x))
        return {"reconstruction": float((error.astype(np.float64) ** 2).sum() / len(x))}

    def finish(self) -> None:
        """Let go of the samples and their sums."""
        del self._x, self._shift, self._sum, self._second


def _doubling(samples: int) -> list[range]:
    stops = [0, min(FIRST, samples)]
    while stops[-1] < samples:
        stops.append(min(2 * stops[-1], samples))
    return [range(a, b) for a, b in pairwise(stops)]
