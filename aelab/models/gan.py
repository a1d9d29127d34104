"""Generative adversarial network."""

import math
from typing import Annotated, Any

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from aelab.models._gradient import GradientModel, Terms
from aelab.models._model import Array, model
from aelab.models._sizes import Size
from aelab.params import InputError, Range
from aelab.training.model_protocols import Level, Raw

BETAS = (0.5, 0.999)  # of Adam: a shorter memory than usual, since both targets move
POINTS = 3  # largest number of features for which samples are drawn as points


@model("gan", "GAN")
class GAN(GradientModel):
    """Makes samples of noise z for a discriminator that tells them from data; has no encoder.

    The discriminator D gives the probability that a sample is one of the data. It minimises
    L_D = −ln D(x) − ln(1 − D(g(z))), while the generator g minimises L_g = −ln D(g(z)), the loss
    that does not saturate; both take a step at once. There is no common J, and neither loss tells
    how good the samples are: at the equilibrium D = ½, L_D = 2 ln 2 and L_g = ln 2. Nothing maps a
    sample to a code, hence no reconstruction and no latent space of the data, and there is no
    density p(x) either.

    Source: Goodfellow et al., "Generative adversarial nets", 2014; the shorter memory of Adam:
    Radford, Metz and Chintala, "Unsupervised representation learning with deep convolutional
    generative adversarial networks", 2016.
    """

    order = 80
    minimises = False
    settles = False
    encodes = False
    generates = True
    formula = (
        r"\begin{aligned} L_D &= -\ln D(x) - \ln(1 - D(g(z))) \\"
        r" L_g &= -\ln D(g(z)) \end{aligned}"
    )
    terms = ("discriminator", "generator")
    views = ("samples", "loss", "norms")

    latent: Annotated[
        int, Range(1, 1024, "k", "Numbers of the noise z.", name="size of z", log=True)
    ] = 2

    @property
    def bernoulli(self) -> bool:
        """Whether the outputs of g are logits: False."""
        return False

    @property
    def code_outputs(self) -> int:
        """Number of outputs of D, which takes the place of f: one logit."""
        return 1

    @property
    def unit(self) -> str:
        """Unit of both losses."""
        return "nats"

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each loss in plots, by its name."""
        return {"discriminator": "L_D", "generator": "L_g"}

    @property
    def discriminator(self) -> nn.Module:
        """The discriminator, from samples (n, d) to logits (n, 1) of being data."""
        return self._nets["D"]

    def size(self, features: int) -> Size:
        """Return the size of D and g; D has one pass for data and two for generated samples."""
        f, g = self.sizes(features)
        return f.plus(g).plus(f._replace(weights=0), 2)

    def objective(self, x: Tensor) -> Terms:
        """Return both losses for a batch ``x`` of shape (B, d) and B generated samples."""
        generated = self.g(self.randn_like(x.new_empty(len(x), self.latent)))  # (B, d)
        detached = self.discriminator(generated.detach())  # no gradient of L_D in g
        return {
            "discriminator": (softplus(-self.discriminator(x)) + softplus(detached)).mean(),
            "generator": softplus(-self.discriminator(generated)).mean(),
        }

    def learn(self, batch: Tensor) -> Raw:
        """Do one update of each network on its own loss; return both losses before it."""
        training = self._training
        terms = self.objective(training.x[batch])
        for name, loss in zip(("D", "g"), terms.values(), strict=True):
            weights = list(self._nets[name].parameters())
            gradients = torch.autograd.grad(loss, weights)
            for weight, gradient in zip(weights, gradients, strict=True):
                weight.grad = gradient
        training.optimiser.step()  # Adam treats each weight separately, so one optimiser is enough
        return {name: term.detach() for name, term in terms.items()}

    def real(self, x: Array) -> Array:
        """Return D(x) (n,): the probability that samples (n, d) are data, not generated."""
        return self._blockwise(lambda rows: torch.sigmoid(self.discriminator(rows))[:, 0], x)

    def encode(self, x: Array) -> Array:
        """Raise an error, since there is no encoder.

        Raises:
            InputError: always.

        """
        raise InputError("A GAN has no encoder: choose an autoencoder to get codes of samples.")

    def errors(self, x: Array) -> Array:
        """Raise `InputError`, since there are no reconstructions without an encoder."""
        return self.encode(x)

    def levels(self, group: str) -> list[Level]:
        """Return the values of both losses at the equilibrium, D = ½ everywhere."""
        if group != "loss":
            return []
        return [
            {"label": "L_D, D = ½", "value": 2 * math.log(2)},
            {"label": "L_g, D = ½", "value": math.log(2)},
        ]

    def caution(self) -> str:
        """Return a warning if samples have many features."""
        if self._features <= POINTS:
            return ""
        return (
            f"This small GAN is for points of the plane or of space: for samples of "
            f"{self._features} numbers it often fails."
        )

    def floor(self, error: float, features: int) -> float | None:
        """Return None: neither loss is an error of reconstructions."""
        return None

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return None: there is no encoder."""
        return None

    def kernels(self) -> list[tuple[str, Array]]:
        """Return an empty list: there is no encoder."""
        return []

    def feature_maps(self, x: Array) -> list[tuple[str, Array]]:
        """Return an empty list: there is no encoder."""
        return []

    def jacobian(self, x: Array) -> Any:
        """Return None: there is no encoder."""
        return None

    def _begin(self, x: Array) -> None:
        self._features = x.shape[1]
        super()._begin(x)
        for group in self._training.optimiser.param_groups:
            group["betas"] = BETAS

    def _networks(self, d: int, weights: torch.Generator, dtype: torch.dtype) -> nn.ModuleDict:
        nets = super()._networks(d, weights, dtype)
        return nn.ModuleDict({"D": nets["f"], "g": nets["g"]})
