"""Variational autoencoder."""

import math
from typing import Annotated, Any

import numpy as np
import torch
from torch import Tensor

from aelab.models import _continuous_bernoulli
from aelab.models._gradient import GradientModel, Terms
from aelab.models._model import Array, model
from aelab.models._normal import Normal
from aelab.models._sizes import Size
from aelab.models._weighted import weighted_terms
from aelab.params import Choice, InputError, Range

FULL = 64  # largest code size with a full covariance
TOGETHER = 32_768  # largest number of samples of z per update: about 500 MB for MNIST
ELBO, WEIGHTED = "ELBO", "importance-weighted"
CONTINUOUS = "continuous Bernoulli"
SURPRISES = {  # LaTeX of −ln p(x|z) for each likelihood
    "by the data": r"-\ln p(x|z)",
    "Bernoulli": r"-\ln p(x|z)",
    CONTINUOUS: r"-\ln p(x|z)",
    "Gaussian": r"-\ln \mathcal{N}(x;\hat{x},\sigma_x^2)",
}
BOUNDS = {  # LaTeX of J for each bound
    ELBO: r"J = OUT + \beta\,\mathrm{KL}(q(z|x)\,\|\,p(z))",
    WEIGHTED: r"J = \textstyle\sum_l w_l\,[OUT] + \textstyle\sum_l w_l "
    r"\ln\frac{L\,w_l\,q(z_l|x)}{p(z_l)}",
}


@model("vae", "Variational autoencoder")
class VariationalAutoencoder(GradientModel):
    """Learns a distribution q(z|x) for each x, close to a prior p(z) that can be sampled.

    J is the negative evidence lower bound for β = 1, with L samples of z for each x, over which
    −ln p(x|z) is averaged. The importance-weighted bound is tighter: J is −ln (1/L) Σ w_l with the
    weights p(x, z_l)/q(z_l|x), which are normalised in the formula. Bernoulli is a distribution of
    0 and 1: of grey values, its cross-entropy is no −ln p(x|z) and J bounds no ln p(x); the
    continuous Bernoulli is a density of them. ``transform`` gives the mean of q(z|x), ``generate``
    means of p(x|z) for codes from the prior, without the noise of p(x|z).

    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014; Higgins et al.,
    "beta-VAE", 2017; Burda et al., "Importance weighted autoencoders", 2016; Loaiza-Ganem and
    Cunningham, "The continuous Bernoulli", 2019.
    """

    order = 70
    generates = True
    formula_by = ("likelihood", "bound")
    formula = {
        f"{likelihood}, {bound}": formula.replace("OUT", surprise)
        for likelihood, surprise in SURPRISES.items()
        for bound, formula in BOUNDS.items()
    }
    terms = ("reconstruction", "kl")
    views = (
        "latent",
        "reconstructions",
        "features",
        "loss",
        "plane",
        "kl",
        "samples",
        "norms",
        "weights",
        "maps",
        "kernels",
        "information",
    )

    beta: Annotated[
        float, Range(0, 20, r"\beta", "Weight of the KL term.", name="weight of the KL term")
    ] = 1.0
    likelihood: Annotated[
        str,
        Choice(
            tuple(SURPRISES),
            "p(x|z)",
            "Distribution of x given z; by the data, it is Bernoulli if all values are in [0, 1] "
            "and Gaussian if not. Bernoulli is for binary values: cross-entropy of grey values is "
            "no −ln p(x|z). The continuous Bernoulli is a density on [0, 1].",
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
    samples: Annotated[
        int,
        Range(
            1,
            64,
            "L",
            "Samples of z for each x; the variance that they give the gradient falls as 1/L. The "
            "importance-weighted bound rises with them.",
            name="samples of z",
            log=True,
            advanced=True,
        ),
    ] = 1
    bound: Annotated[
        str,
        Choice(
            tuple(BOUNDS),
            r"\mathcal{L}",
            "Bound of ln p(x) that is maximised: the mean of ln w over the L samples of z, or ln "
            "of the mean of w, with w = p(x, z)/q(z|x). For one sample they are the same.",
            advanced=True,
        ),
    ] = ELBO
    covariance: Annotated[
        str,
        Choice(
            ("diagonal", "full"),
            r"\Sigma",
            "Covariance of q(z|x); a full one lets the dimensions of z be correlated.",
            name="covariance of q(z|x)",
            advanced=True,
        ),
    ] = "diagonal"

    @property
    def bernoulli(self) -> bool:
        """Whether the outputs of g are logits of values in [0, 1]."""
        return self.likelihood in ("Bernoulli", CONTINUOUS) or (
            self.likelihood == "by the data" and self._in_unit_interval
        )

    @property
    def code_outputs(self) -> int:
        """Number of outputs of f: mean and Cholesky factor of q(z|x)."""
        return Normal.numbers(self.latent, full=self.covariance == "full")

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "nats"

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""
        return {"reconstruction": "reconstruction", "kl": "KL" if self.beta == 1 else "β KL"}

    def size(self, features: int) -> Size:
        """Return the size of f and g, with L passes of g per sample and the matrix Σ."""
        f, g = self.sizes(features)
        entries = self.latent**2 if self.covariance == "full" else self.latent
        drawn = Size(0, entries, entries + features)
        return f.plus(Size(0, 0, entries)).plus(g, self.samples).plus(drawn, self.samples)

    def posterior(self, x: Tensor) -> Normal:
        """Return q(z|x) for samples (B, d)."""
        return Normal.from_outputs(self.f(x), self.latent)

    def code(self, x: Tensor) -> Tensor:
        """Return the means of q(z|x) (B, k) for samples (B, d)."""
        return self.posterior(x).mu

    def spread(self, x: Array) -> Array:
        """Return the covariance of q(z|x) (n, k, k) for samples (n, d)."""
        return self._blockwise(lambda rows: self.posterior(rows).covariance(), x)

    def floor(self, error: float, features: int) -> float | None:
        """Return a squared error as −ln p(x|z); None if p(x|z) is not Gaussian."""
        return None if self.bernoulli else self._gaussian(error, features)

    def negative_log_likelihood(self, x: Tensor, out: Tensor) -> Tensor:
        """Return −ln p(x|z) of each sample (B,), for outputs of g (B, d)."""
        error = self.reconstruction_error(x, out)
        if self.likelihood == CONTINUOUS:
            return error - _continuous_bernoulli.log_constant(out).sum(1)
        return error if self.bernoulli else self._gaussian(error, x.shape[1])

    def divergences(self, x: Array) -> Array:
        """Return KL(q(z|x) ‖ p(z)) (n,) of each sample (n, d), without β."""
        return self._blockwise(lambda rows: self.posterior(rows).kl(), x).astype(np.float64)

    def expected_errors(self, x: Array, draws: int, seed: int = 0) -> Array:
        """Return −ln p(x|z) (n,) of each sample (n, d), averaged over ``draws`` from q(z|x).

        All samples share the same noise, so the result for a sample depends on no other sample.
        """
        noise = torch.randn(draws, self.latent, generator=torch.Generator().manual_seed(seed))

        def averaged(rows: Tensor) -> Tensor:
            q, total = self.posterior(rows), rows.new_zeros(len(rows))
            for epsilon in noise.to(rows):
                z = q.draw(epsilon.expand(len(rows), -1))  # (B, k)
                total += self.negative_log_likelihood(rows, self.g(z))
            return total / draws

        return self._blockwise(averaged, x).astype(np.float64)

    def log_weights(self, x: Array, draws: int, seed: int = 0) -> Array:
        """Return ln p(x, z) − ln q(z|x) (n, draws) for samples (n, d) and z drawn from q(z|x)."""
        generator = torch.Generator().manual_seed(seed)

        def weights(rows: Tensor) -> Tensor:
            q, share = self.posterior(rows), max(1, TOGETHER // len(rows))
            counts = (min(share, draws - start) for start in range(0, draws, share))
            noise = (torch.randn(n, *q.mu.shape, generator=generator).to(rows) for n in counts)
            parts = [torch.stack(self._surprises(rows, q, epsilon)) for epsilon in noise]
            return -torch.cat(parts, 1).sum(0).T  # (B, draws)

        return self._blockwise(weights, x).astype(np.float64)

    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d)."""
        q = self.posterior(x)
        if self.samples == 1:
            z = q.draw(self.randn_like(q.mu))  # (B, k)
        elif self.bound == WEIGHTED:
            noise = self.randn_like(q.mu.expand(self.samples, -1, -1))
            terms = weighted_terms(*self._surprises(x, q, noise))
            return dict(zip(self.terms, (term.mean() for term in terms), strict=True))
        else:
            noise = self.randn_like(q.mu.expand(self.samples, -1, -1))
            z = q.draw(noise).flatten(0, 1)  # (L·B, k)
            x = x.repeat(self.samples, 1)
        return {
            "reconstruction": self.negative_log_likelihood(x, self.g(z)).mean(),
            "kl": self.beta * q.kl().mean(),
        }

    def _surprises(self, x: Tensor, q: Normal, noise: Tensor) -> tuple[Tensor, Tensor]:
        """Return −ln p(x|z) and ln q(z|x) − ln p(z) (L, B) for z from noise (L, B, k)."""
        z = q.draw(noise).flatten(0, 1)  # (L·B, k)
        surprise = self.negative_log_likelihood(x.repeat(len(noise), 1), self.g(z))
        return surprise.unflatten(0, noise.shape[:2]), q.log_ratio(noise)

    def _mean(self, z: Tensor) -> Tensor:
        """Return the mean of p(x|z) (n, d) for codes (n, k)."""
        if self.likelihood == CONTINUOUS:
            return _continuous_bernoulli.mean(self.g(z))
        return super()._mean(z)

    def _error(self, x: Tensor) -> Tensor:
        """Return −ln p(x|z) (B,) of samples (B, d) at the mean of q(z|x)."""
        return self.negative_log_likelihood(x, self.g(self.code(x)))

    def _gaussian(self, error: Any, features: int) -> Any:
        """Return −ln N(x; x̂, σ²) for squared errors, scalar or (B,)."""
        constant = features * math.log(2 * math.pi * self.sigma**2) / 2
        return error / (2 * self.sigma**2) + constant

    @property
    def _block(self) -> int:
        return max(1, super()._block // self.samples)

    def _begin(self, x: Array) -> None:
        if self.bound == WEIGHTED and self.beta != 1:
            raise InputError(
                f"The importance-weighted bound has no β, and beta = {self.beta:g}: choose "
                "β = 1 or the ELBO."
            )
        if self.covariance == "full" and self.latent > FULL:
            raise InputError(
                f"A full covariance is for codes of at most {FULL} numbers, and latent = "
                f"{self.latent}: choose a smaller code or the diagonal covariance."
            )
        if self.samples * min(self.batch, len(x)) > TOGETHER:
            raise InputError(
                f"{self.samples} samples of z for each of {self.batch} samples are more than "
                f"{TOGETHER:,} at once: choose a batch of at most {TOGETHER // self.samples}."
            )
        super()._begin(x)
