"""Contractive autoencoder."""

from typing import Annotated

import torch
from torch import Tensor

from aelab.models._autoencoder import DECODER, Autoencoder, formulas
from aelab.models._gradient import Terms
from aelab.models._model import model
from aelab.models._sizes import Size
from aelab.params import Choice, Range

EXACT = 4  # largest code size for which the whole Jacobian is computed


@model("contractive", "Contractive autoencoder")
class Contractive(Autoencoder):
    """Learns a code that ignores small moves of its input.

    The penalty is the mean over the batch of Σ_j Σ_i (∂f_j/∂x_i)². Of an encoder of one layer it
    has a closed form; of deeper ones it is the exact Jacobian, by a backward pass for each code
    unit, or Hutchinson's estimate E_v‖vᵀ∂f/∂x‖², by one with random signs v for each sample.

    With weights of its own, the decoder can grow while the encoder shrinks: the penalty falls,
    and nothing is contracted. Tied weights forbid that. One layer of linear units has the
    Jacobian W everywhere, so that the penalty is weight decay, λ‖W‖².

    Source: Rifai et al., "Contractive auto-encoders", ICML 2011; Hutchinson, "A stochastic
    estimator of the trace of the influence matrix", 1989.
    """

    order = 60
    views = (
        "jacobian",
        "weights",
        "reconstructions",
        "singular",
        "loss",
        "latent",
        "features",
        "plane",
        "norms",
        "maps",
        "kernels",
    )
    formula = formulas(r" + \lambda\,\|\partial f / \partial x\|_F^2")
    terms = ("reconstruction", "penalty")

    lam: Annotated[
        float,
        Range(1e-4, 10, r"\lambda", "Weight of the penalty.", name="penalty weight", log=True),
    ] = 0.1
    decoder: Annotated[str, DECODER] = "tied"
    code_layer: Annotated[
        str,
        Choice(
            ("linear", "sigmoid"),
            "h",
            "Whether f ends with a weighted sum or with its sigmoid, which can saturate.",
            advanced=True,
        ),
    ] = "linear"
    method: Annotated[
        str,
        Choice(
            ("by size", "exact", "Hutchinson"),
            r"\|\partial f/\partial x\|",
            "How the penalty is computed. By size: closed form for one dense layer, exact up to "
            f"{EXACT} code units, Hutchinson's estimate for more.",
            name="method of the penalty",
            advanced=True,
        ),
    ] = "by size"

    @property
    def bounded(self) -> bool:
        """Whether a code is the sigmoid of the output of f, and so within (0, 1)."""
        return self.code_layer == "sigmoid"

    @property
    def way(self) -> str:
        """How the penalty is computed: "closed form", "exact" or "Hutchinson"."""
        if self.method != "by size":
            return self.method
        if self.network == "dense" and not self.widths:
            return "closed form"
        return "exact" if self.latent <= EXACT else "Hutchinson"

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""
        return {"reconstruction": "reconstruction", "penalty": f"λ‖∂f/∂x‖² ({self.way})"}

    def size(self, features: int) -> Size:
        """Return the size of f and g, with the backward passes that the penalty takes.

        The backward passes are differentiated themselves, so all their results are stored.
        """
        f, g = self.sizes(features)
        passes = {"closed form": 0, "Hutchinson": 1, "exact": self.latent}[self.way]
        backward = Size(0, f.products, f.outputs + features)
        return f.plus(g).plus(backward, passes)

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        z, omega = self._one_layer(x) if self.way == "closed form" else self._backward(x)
        return {
            "reconstruction": self.reconstruction_error(x, self.g(z)).mean(),
            "penalty": self.lam * omega.mean(),
        }

    def _one_layer(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the codes (B, k) of one layer, and Σ_j (∂z_j/∂a_j)² Σ_i W_ji² (B,)."""
        z = self.code(x)
        slope = z * (1 - z) if self.bounded else torch.ones_like(z)
        weight = next(self.f.parameters())  # (k, d)
        return z, slope**2 @ (weight**2).sum(1)

    def _backward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the codes (B, k), and ‖∂f/∂x‖² or Hutchinson's estimate of it (B,)."""
        learning = torch.is_grad_enabled()
        with torch.enable_grad():
            x = x.detach().requires_grad_()
            z = self.code(x)
            exact = self.way == "exact"
            rows = z.unbind(1) if exact else [z * self.randn_like(z).sign()]  # random signs v
            gradients = [
                torch.autograd.grad(row.sum(), x, retain_graph=True, create_graph=learning)[0]
                for row in rows
            ]
        return z, torch.stack([(g**2).sum(1) for g in gradients]).sum(0)
