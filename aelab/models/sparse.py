"""Sparse autoencoder."""

import math
from typing import Annotated

import torch
from torch import Tensor

from aelab.models._autoencoder import DECODER, Autoencoder, formulas
from aelab.models._gradient import Terms
from aelab.models._model import model
from aelab.params import Choice, Range
from aelab.training.model_protocols import Level


def kl_of_means(logits: Tensor, h0: float) -> Tensor:
    """Return KL(h₀ ‖ ĥ_j) of each unit (k,), with ĥ_j the mean over the rows of sigmoid(logits).

    Logarithms of the means are computed from the logits (B, k), so that no digits are lost when
    h_j rounds to 0 or 1.

    Source: Ng, "Sparse autoencoder", CS294A lecture notes, Stanford 2011.
    """
    logsigmoid, log_count = torch.nn.functional.logsigmoid, math.log(len(logits))
    on = logsigmoid(logits).logsumexp(0) - log_count  # ln ĥ_j
    off = logsigmoid(-logits).logsumexp(0) - log_count  # ln(1 − ĥ_j)
    return h0 * (math.log(h0) - on) + (1 - h0) * (math.log1p(-h0) - off)


@model("sparse", "Sparse autoencoder")
class Sparse(Autoencoder):
    """Penalises activity, so that few units of the code h should be on; the code may be large.

    L1 is a Laplace prior (λ/2)exp(−λ|h_j|) on each unit. KL asks for a mean activation h₀ of each
    unit: the code passes through a sigmoid then, and ĥ_j is the mean over the batch, held out over
    blocks of thousands of samples. With a decoder that has weights of its own, L1 is evaded by
    smaller codes and larger weights; tied weights forbid that, and show the features as images.

    Source: Ng, "Sparse autoencoder", CS294A lecture notes, Stanford 2011; Olshausen and Field,
    "Emergence of simple-cell receptive field properties by learning a sparse code", Nature 1996.
    """

    order = 40
    views = (
        "weights",
        "reconstructions",
        "activations",
        "means",
        "loss",
        "latent",
        "features",
        "plane",
        "norms",
        "maps",
        "kernels",
    )
    formula_by = ("error", "penalty")
    formula = formulas(
        {
            "L1": r" + \lambda\,\textstyle\sum_j |h_j|",
            "KL": r" + \lambda\,\textstyle\sum_j \mathrm{KL}(h_0\,\|\,\hat{h}_j)",
        }
    )
    terms = ("reconstruction", "penalty")

    decoder: Annotated[str, DECODER] = "tied"
    lam: Annotated[
        float,
        Range(1e-4, 100, r"\lambda", "Weight of the penalty.", name="penalty weight", log=True),
    ] = 0.1
    penalty: Annotated[
        str,
        Choice(
            ("L1", "KL"),
            r"\Omega",
            "L1 pulls each h_j to 0; KL pulls its mean to h₀, and h_j is in (0, 1).",
            name="sparsity penalty",
        ),
    ] = "L1"
    h0: Annotated[
        float,
        Range(
            0.005,
            0.5,
            "h_0",
            "Mean activation of a unit that the KL penalty asks for.",
            name="target activation",
            log=True,
        ),
    ] = 0.05

    @property
    def bounded(self) -> bool:
        """Whether a code is the sigmoid of the output of f, and so within (0, 1)."""
        return self.penalty == "KL"

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""
        return {"reconstruction": "reconstruction", "penalty": f"λ {self.penalty}"}

    def levels(self, group: str) -> list[Level]:
        """Return labels and limits of the mean activations."""
        if self.penalty == "KL" and group == "activations":
            return [{"label": "h₀", "value": self.h0}]
        return []

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        out = self.f(x)  # (B, k)
        h = torch.sigmoid(out) if self.bounded else out
        omega = kl_of_means(out, self.h0).sum() if self.bounded else h.abs().sum(1).mean()
        return {
            "reconstruction": self.reconstruction_error(x, self.g(h)).mean(),
            "penalty": self.lam * omega,
        }
