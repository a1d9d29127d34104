"""Dirichlet variational autoencoder."""

from typing import Annotated, cast

import numpy as np
import torch
from torch import Tensor, nn

from aelab.models._gradient import GradientModel, Terms
from aelab.models._model import Array, model
from aelab.models._normal import Normal
from aelab.models._sizes import Size
from aelab.models._topics import Topics
from aelab.params import Choice, InputError, Range
from aelab.theory.dirichlet import laplace

NATS = r"-\textstyle\sum_i x_i \ln \hat{p}_i"
SQUARES = r"\|x - \hat{x}\|^2"
KL = r" + \beta\,\mathrm{KL}(q(r|x)\,\|\,\mathrm{Dir}(\alpha))"


@model("dirichlet-vae", "Dirichlet VAE")
class DirichletVAE(GradientModel):
    """Describes each x as a mixture of R topics, with weights r from a Dirichlet prior.

    The weights are r = softmax(σ z) of a Gaussian code z, with σ² = (1 − 1/R)/α, so that the prior
    N(0, 1) of z is Laplace's approximation of Dirichlet(α, …, α), and the KL has its usual closed
    form. The decoder has no other weights than the topics: x̂ = Σ_j r_j t_j, where each t_j is a
    distribution over the features (softmax), times their mean sum in the training data. For data
    with negative values the topics are points, and x̂ is in the polygon between them. ``mixture``
    gives r, the latent score of anomalies.

    Source: Dillon, Plehn, Sauer and Sorrenson, "Better latent spaces for better autoencoders",
    SciPost Physics 11, 061, 2021, arXiv:2104.08291; Srivastava and Sutton, "Autoencoding
    variational inference for topic models", ICLR 2017.
    """

    order = 75
    generates = True
    formula_by = ("likelihood",)
    formula = {
        "by the data": f"J = -\\ln p(x|r(z)){KL}",
        "multinomial": f"J = {NATS}{KL}",
        "Gaussian": f"J = {SQUARES}{KL}",
    }
    terms = ("reconstruction", "kl")
    views = (
        "latent",
        "reconstructions",
        "features",
        "loss",
        "topics",
        "plane",
        "kl",
        "samples",
        "norms",
        "weights",
    )

    latent: Annotated[
        int, Range(1, 64, "R", "Number of topics, and size of the code z.", name="topics")
    ] = 3
    alpha: Annotated[
        float,
        Range(
            0.01,
            100,
            r"\alpha",
            "Concentration of the prior: below 1 a sample prefers one topic, above 1 all of them.",
            name="concentration",
            log=True,
        ),
    ] = 1.0
    beta: Annotated[
        float, Range(0, 20, r"\beta", "Weight of the KL term.", name="weight of the KL term")
    ] = 0.1
    likelihood: Annotated[
        str,
        Choice(
            ("by the data", "multinomial", "Gaussian"),
            "p(x|r)",
            "Multinomial: x is intensity that is shared out over the features. Gaussian: the "
            "squared error. By the data, it is multinomial if no value is negative.",
            advanced=True,
        ),
    ] = "by the data"

    @property
    def bernoulli(self) -> bool:
        """Whether the outputs of g are logits of values in [0, 1]: False."""
        return False

    @property
    def multinomial(self) -> bool:
        """Whether the topics are distributions over the features, and outputs of g are ln p."""
        return self.likelihood == "multinomial" or (
            self.likelihood == "by the data" and self._not_negative
        )

    @property
    def code_outputs(self) -> int:
        """Number of outputs of f: mean and variance of q(z|x)."""
        return 2 * self.latent

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "nats" if self.likelihood != "Gaussian" else "squared error"

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""
        return {"reconstruction": "reconstruction", "kl": "KL" if self.beta == 1 else "β KL"}

    def sizes(self, features: int) -> tuple[Size, Size]:
        """Return the sizes of f and of the topics for samples with so many features."""
        f, _ = super().sizes(features)
        products = self.latent * features
        return f, Size(products, products, features)

    def posterior(self, x: Tensor) -> Normal:
        """Return q(z|x) for samples (B, d)."""
        return Normal.from_outputs(self.f(x), self.latent)

    def code(self, x: Tensor) -> Tensor:
        """Return the means of q(z|x) (B, R) for samples (B, d)."""
        return self.posterior(x).mu

    def mixture(self, x: Array) -> Array:
        """Return the weights r (n, R) of the topics at the mean of q(z|x), for samples (n, d)."""
        return self._blockwise(lambda rows: self._topics.weights(self.code(rows)), x)

    def topics(self) -> Array:
        """Return the topics (R, d), in units of the samples."""
        with torch.no_grad():
            return self._topics.all(self._total).cpu().numpy().copy()

    def spread(self, x: Array) -> Array:
        """Return the covariance of q(z|x) (n, R, R) for samples (n, d)."""
        return self._blockwise(lambda rows: self.posterior(rows).covariance(), x)

    def divergences(self, x: Array) -> Array:
        """Return KL(q(z|x) ‖ p(z)) (n,) of each sample (n, d), without β."""
        return self._blockwise(lambda rows: self.posterior(rows).kl(), x).astype(np.float64)

    def expected_errors(self, x: Array, draws: int, seed: int = 0) -> Array:
        """Return −ln p(x|r) (n,) of each sample (n, d), averaged over ``draws`` from q(z|x).

        All samples share the same noise, so the result for a sample depends on no other sample.
        """
        noise = torch.randn(draws, self.latent, generator=torch.Generator().manual_seed(seed))

        def averaged(rows: Tensor) -> Tensor:
            q, total = self.posterior(rows), rows.new_zeros(len(rows))
            for epsilon in noise.to(rows):
                total += self.reconstruction_error(
                    rows, self.g(q.draw(epsilon.expand(len(rows), -1)))
                )
            return total / draws

        return self._blockwise(averaged, x).astype(np.float64)

    def reconstruction_error(self, x: Tensor, out: Tensor) -> Tensor:
        """Return −Σ x ln p (B,), or the squared error, for outputs of g (B, d)."""
        if self.multinomial:
            return -(x * out).sum(1)
        return super().reconstruction_error(x, out)

    def floor(self, error: float, features: int) -> float | None:
        """Return a squared error in the unit of the reconstruction term; None if they differ."""
        return None if self.multinomial else error

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        q = self.posterior(x)
        out = self.g(q.draw(self.randn_like(q.mu)))  # (B, d)
        return {
            "reconstruction": self.reconstruction_error(x, out).mean(),
            "kl": self.beta * q.kl().mean(),
        }

    @property
    def _topics(self) -> Topics:
        return cast(Topics, self._nets["g"])  # made by `_networks`

    def _mean(self, z: Tensor) -> Tensor:
        out = self.g(z)
        return self._total * torch.exp(out) if self.multinomial else out

    def _begin(self, x: Array) -> None:
        self._not_negative = bool(x.min() >= 0)
        if self.multinomial and not self._not_negative:
            raise InputError(
                f"A multinomial p(x|r) is for values from 0 on, and the smallest is "
                f"{x.min():.3g}: choose the Gaussian one."
            )
        self._total = float(x.sum(1, dtype=np.float64).mean())
        super()._begin(x)

    def _networks(self, d: int, weights: torch.Generator, dtype: torch.dtype) -> nn.ModuleDict:
        nets = super()._networks(d, weights, dtype)
        sigma = float(laplace(np.full(self.latent, self.alpha)).variance[0]) ** 0.5
        nets["g"] = Topics((self.latent, d), sigma, self.multinomial, weights, dtype)
        return nets
