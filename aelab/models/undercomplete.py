"""Undercomplete and overcomplete autoencoder."""

import numpy as np
from torch import Tensor

from aelab.models._autoencoder import Autoencoder, formulas
from aelab.models._gradient import Terms
from aelab.models._hebbian import survey
from aelab.models._model import Array, model
from aelab.models._subspace import MOST, angles


@model("autoencoder", "Autoencoder")
class Undercomplete(Autoencoder):
    """Sends the data through a code z and learns to undo it: x̂ = g(f(x)).

    Undercomplete, with a code smaller than the data, it has to find what the samples have in
    common; with the identity as activation it spans the subspace of PCA. Overcomplete, with a
    code and hidden layers as large as the data or larger, nothing stops it from learning the
    identity, and that is useless: noise is copied as well as data.

    Source: Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural networks",
    Science 2006; Baldi and Hornik, "Neural networks and principal component analysis", 1989.
    """

    order = 30
    formula = formulas()
    views = (*Autoencoder.views, "field", "subspace", "copies", "between", "samples")

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        return {"reconstruction": self.reconstruction_error(x, self.g(self.code(x))).mean()}

    @property
    def spans(self) -> bool:
        """Whether g is linear, so that its best subspace is that of PCA."""
        linear = self.decoder == "linear" or self.activation == "identity"
        return linear and self.error == "squared error" and self.latent <= MOST

    def measure(self) -> dict[str, float]:
        """Return the norms of the weights, and for a linear g its angles with PCA's subspace."""
        return super().measure() | (self._angles() if self._axes is not None else {})

    def _begin(self, x: Array) -> None:
        super()._begin(x)
        self._axes: Array | None = None  # eigenvectors (d, k) to compare with, if g is linear
        if self.spans and self.latent < x.shape[1]:
            axes = survey(x, self.latent, centred=True).vectors
            self._axes = axes if np.isfinite(axes).all() else None

    def _angles(self) -> dict[str, float]:
        """Return the angles in degrees between the columns of g and PCA's subspace."""
        codes = np.eye(self.latent + 1, self.latent, dtype=np.float32)  # the last row is zero
        images = self.decode(codes).astype(np.float64)
        if self._axes is None or not np.isfinite(images).all():
            return {}
        return angles(images[:-1] - images[-1], self._axes.T)
