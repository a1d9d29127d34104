"""Variational autoencoder."""

import math
from typing import Annotated

import torch
from torch import Tensor

from aelab.models._base import model
from aelab.models._gradient import GradientModel, Terms
from aelab.params import Choice, Range


def kl_to_standard_normal(mu: Tensor, log_variance: Tensor) -> Tensor:
    """Return KL(N(mu, diag exp(log_variance)) ‖ N(0, 1)) of each row (B,), in nats.

    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014, appendix B.
    """
    return 0.5 * (mu**2 + log_variance.exp() - 1 - log_variance).sum(1)


@model("Variational autoencoder")
class VAE(GradientModel):
    """Learns a distribution q(z|x) for each x, close to a prior p(z) that can be sampled.

    J is the negative evidence lower bound for β = 1, with one sample of z for each x.
    ``transform`` gives the mean of q(z|x).

    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014; Higgins et al.,
    "beta-VAE", 2017.
    """

    order = 70
    formula_by = "likelihood"
    formula = {
        "by the data": r"J = -\ln p(x|z) + \beta\,\mathrm{KL}(q(z|x)\,\|\,p(z))",
        "Bernoulli": r"J = -\ln p(x|z) + \beta\,\mathrm{KL}(q(z|x)\,\|\,p(z))",
        "Gaussian": (
            r"J = -\ln \mathcal{N}(x;\hat{x},\sigma_x^2)"
            r" + \beta\,\mathrm{KL}(q(z|x)\,\|\,p(z))"
        ),
    }
    terms = ("reconstruction", "kl")

    beta: Annotated[
        float, Range(0, 20, r"\beta", "Weight of the KL term.", name="weight of the KL term")
    ] = 1.0
    likelihood: Annotated[
        str,
        Choice(
            ("by the data", "Bernoulli", "Gaussian"),
            "p(x|z)",
            "Distribution of x given z; by the data, it is Bernoulli if all values are in [0, 1] "
            "and Gaussian if not.",
            advanced=True,
        ),
    ] = "by the data"
    sigma: Annotated[
        float,
        Range(
            0.01,
            2,
            r"\sigma_x",
            "Standard deviation of the Gaussian likelihood; 1/√2 makes it a sum of squares.",
            name="width of p(x|z)",
            log=True,
            advanced=True,
        ),
    ] = 0.1

    @property
    def bernoulli(self) -> bool:
        """Whether g gives logits of values in [0, 1]."""
        return self.likelihood == "Bernoulli" or (
            self.likelihood == "by the data" and self._in_unit_interval
        )

    @property
    def code_outputs(self) -> int:
        """Mean and log-variance of each dimension of the code."""
        return 2 * self.latent

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "nats"

    @property
    def symbols(self) -> dict[str, str]:
        """How each term is called on a curve."""
        return {"reconstruction": "reconstruction", "kl": "KL" if self.beta == 1 else "β KL"}

    def posterior(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and log-variance (B, k) of q(z|x)."""
        mu, log_variance = self.f(x).chunk(2, dim=1)
        return mu, log_variance

    def code(self, x: Tensor) -> Tensor:
        """Return the mean of q(z|x)."""
        return self.posterior(x)[0]

    def negative_log_likelihood(self, x: Tensor, out: Tensor) -> Tensor:
        """Return −ln p(x|z) of each sample (B,), for outputs of g (B, d)."""
        error = self.reconstruction_error(x, out)
        if self.bernoulli:
            return error
        constant = x.shape[1] * math.log(2 * math.pi * self.sigma**2) / 2
        return error / (2 * self.sigma**2) + constant

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        mu, log_variance = self.posterior(x)
        z = mu + torch.exp(log_variance / 2) * self.randn_like(mu)  # (B, k)
        return {
            "reconstruction": self.negative_log_likelihood(x, self.g(z)).mean(),
            "kl": self.beta * kl_to_standard_normal(mu, log_variance).mean(),
        }
