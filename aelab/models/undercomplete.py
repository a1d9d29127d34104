"""Undercomplete autoencoder."""

from torch import Tensor

from aelab.models._autoencoder import Autoencoder
from aelab.models._base import model
from aelab.models._gradient import Terms


@model("Autoencoder")
class Undercomplete(Autoencoder):
    """Squeezes the data through a small code z and learns to undo it: x̂ = g(f(x)).

    With the identity as activation it spans the subspace of PCA.

    Source: Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural networks",
    Science 2006; Baldi and Hornik, "Neural networks and principal component analysis", 1989.
    """

    order = 30
    formula = {
        "squared error": r"J = \|x - g(f(x))\|^2",
        "cross-entropy": (
            r"J = -\textstyle\sum_i \left[x_i\ln\hat{x}_i{+}(1{-}x_i)\ln(1{-}\hat{x}_i)\right]"
        ),
    }

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        return {"reconstruction": self.reconstruction_error(x, self.g(self.f(x))).mean()}
