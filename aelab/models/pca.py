"""Principal component analysis."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from aelab.models._model import Array, Model, model, side_of
from aelab.theory.pca import Moments
from aelab.training.model_protocols import Raw

FIRST = 64  # samples in the first step


@model("pca", "PCA")
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
    views = ("latent", "reconstructions", "features", "scree", "plane", "weights", "loss")

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "squared error"

    def _begin(self, x: Array) -> None:
        self._x, self._moments = x, Moments(x)
        self.mean_: Array = self._moments.shift.astype(x.dtype)
        self.components_: Array = np.eye(self.latent, x.shape[1], dtype=x.dtype)
        self.variances_: Array = np.zeros(x.shape[1], x.dtype)

    def _batches_in(self, samples: int) -> int:
        return len(_doubling(samples))

    def batches(self) -> Sequence[range]:
        """Return ranges of samples, each as long as all before it."""
        return _doubling(len(self._x))

    def learn(self, batch: range) -> Raw:
        """Add the samples of ``batch`` and solve for all so far; J is their error."""
        self._moments.add(self._x[batch.start : batch.stop])
        mean, vectors, values = self._moments.principal()
        rows = vectors.T[: self.latent]
        largest = rows[np.arange(len(rows)), np.abs(rows).argmax(1)]
        dtype = self._x.dtype
        self.components_ = (rows * np.sign(largest)[:, None]).astype(dtype)
        self.mean_, self.variances_ = mean.astype(dtype), values.astype(dtype)
        return {"reconstruction": values[self.latent :].sum()}

    def state(self) -> dict[str, Array]:
        """Return the sums over the samples so far, and their principal axes."""
        return {
            "sum": self._moments.total.copy(),
            "second": self._moments.second.copy(),
            "seen": np.array(self._moments.seen),
            "mean": self.mean_,
            "components": self.components_,
            "variances": self.variances_,
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned."""
        moments = self._moments
        moments.total, moments.second = np.array(state["sum"]), np.array(state["second"])
        moments.seen = int(state["seen"])
        self.mean_, self.components_ = np.array(state["mean"]), np.array(state["components"])
        self.variances_ = np.array(state["variances"])

    def encode(self, x: Array) -> Array:
        """Return the codes z = Dᵀ(x − mean) (n, k) of samples (n, d)."""
        codes: Array = (x - self.mean_) @ self.components_.T
        return codes

    def decode(self, z: Array) -> Array:
        """Return the reconstructions x̂ = D z + mean (n, d) of codes (n, k)."""
        x_hat: Array = z @ self.components_ + self.mean_
        return x_hat

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the mean of ‖x − x̂‖² over samples (n, d)."""
        error = x - self.decode(self.encode(x))
        return {"reconstruction": float((error.astype(np.float64) ** 2).sum() / len(x))}

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return the components as images, and their shape, if samples are square images."""
        side = side_of(self.components_.shape[1])
        return (self.components_, (side, side)) if side else None

    def jacobian(self, x: Array) -> Array:
        """Return ∂f/∂x = Dᵀ (n, k, d), which is constant."""
        return np.broadcast_to(self.components_, (len(x), *self.components_.shape))

    def finish(self) -> None:
        """Release the samples and their sums."""
        del self._x, self._moments


def _doubling(samples: int) -> list[range]:
    """Return consecutive ranges of samples that end at FIRST, 2·FIRST, 4·FIRST, …, samples.

    >>> _doubling(200)
    [range(0, 64), range(64, 128), range(128, 200)]
    """
    stops = [0, min(FIRST, samples)]
    while stops[-1] < samples:
        stops.append(min(2 * stops[-1], samples))
    return [range(a, b) for a, b in pairwise(stops)]
