"""Denoising autoencoder."""

from typing import Annotated

import torch
from torch import Tensor

from aelab.models._autoencoder import Autoencoder, formulas
from aelab.models._gradient import Terms
from aelab.models._model import Array, model
from aelab.params import Choice, Range


@model("denoising", "Denoising autoencoder")
class Denoising(Autoencoder):
    """Gets a corrupted copy x̃ of each sample and learns to give back the clean one.

    With Gaussian noise and the squared error, the best x̂ − x̃ is σ²∇ln p_σ(x̃), with p_σ the
    density of the data smoothed by the noise: it points to where the data are. J is that of
    corrupted samples, held out too; ``transform`` takes samples as they are.

    Source: Vincent et al., "Stacked denoising autoencoders", JMLR 2010; Alain and Bengio, "What
    regularized auto-encoders learn from the data-generating distribution", JMLR 2014.
    """

    order = 50
    views = (
        "field",
        "reconstructions",
        "latent",
        "loss",
        "features",
        "plane",
        "weights",
        "norms",
        "maps",
        "kernels",
    )
    formula_by = ("error", "noise")
    formula = formulas(
        {
            "Gaussian": r",\ \tilde{x} \sim \mathcal{N}(x, \sigma^2)",
            "masking": r",\ \mathrm{P}(\tilde{x}_i{=}0) = \sigma",
            "salt-and-pepper": r",\ \mathrm{P}(\tilde{x}_i{=}\min) = "
            r"\mathrm{P}(\tilde{x}_i{=}\max) = \sigma/2",
        },
        out=r"g(f(\tilde{x}))",
    )

    noise: Annotated[
        str,
        Choice(
            ("Gaussian", "masking", "salt-and-pepper"),
            r"\tilde{x}",
            "Gaussian: added to each feature. Masking: features are set to 0. Salt-and-pepper: "
            "they are set to the smallest or the largest value of the training data.",
        ),
    ] = "Gaussian"
    strength: Annotated[
        float,
        Range(
            0.01,
            1,
            r"\sigma",
            "Gaussian: standard deviation, in units of the data. Masking and salt-and-pepper: "
            "probability of each feature to be hit.",
            name="noise strength",
        ),
    ] = 0.3

    def corrupt(self, x: Array, seed: int = 0) -> Array:
        """Return corrupted copies of samples (n, d), the same for the same ``seed``."""
        generator = torch.Generator().manual_seed(seed)
        return self._corrupted(self._tensor(x), generator).cpu().numpy()

    def smoothing(self) -> float | None:
        """Return σ of the noise if the model learns x̂ − x̃ = σ²∇ln p_σ(x̃); otherwise None."""
        learns_field = self.noise == "Gaussian" and self.error == "squared error"
        return self.strength if learns_field else None

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        x_tilde = self._corrupted(x, self._training.noise)
        return {"reconstruction": self.reconstruction_error(x, self.g(self.code(x_tilde))).mean()}

    def _begin(self, x: Array) -> None:
        self._ends = float(x.min()), float(x.max())
        super()._begin(x)

    def _corrupted(self, x: Tensor, generator: torch.Generator) -> Tensor:
        """Return x̃ for a batch (B, d)."""
        random = torch.empty_like(x, device="cpu")
        if self.noise == "Gaussian":
            return x + self.strength * random.normal_(generator=generator).to(x.device)
        u = random.uniform_(generator=generator).to(x.device)  # corrupted where u < σ
        if self.noise == "masking":
            return torch.where(u < self.strength, 0, x)
        ends = x.new_tensor(self._ends)[
            (u >= self.strength / 2).long()
        ]  # half of them the minimum
        return torch.where(u < self.strength, ends, x)
