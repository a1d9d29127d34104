"""Undercomplete and overcomplete autoencoder."""

from torch import Tensor

from aelab.models._autoencoder import Autoencoder, formulas
from aelab.models._base import model
from aelab.models._gradient import Terms


@model("Autoencoder")
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

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        return {"reconstruction": self.reconstruction_error(x, self.g(self.code(x))).mean()}
