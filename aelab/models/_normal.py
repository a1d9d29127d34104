"""The Gaussian q(z|x): draws, covariance, and KL divergence from the prior."""

from typing import NamedTuple

import torch
from torch import Tensor


def kl_to_standard_normal(mu: Tensor, log_variance: Tensor) -> Tensor:
    """Return KL(N(mu, diag exp(log_variance)) ‖ N(0, 1)) of each row (B,), in nats.

    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014, arXiv:1312.6114, appendix
    B.
    """
    return 0.5 * (mu**2 + log_variance.exp() - 1 - log_variance).sum(1)


class Normal(NamedTuple):
    """N(mu, Σ) for each of B samples, with Σ = F Fᵀ and F lower triangular.

    ``mu`` is (B, k), ``log_variance`` (B, k) holds ln F_ii², and ``below`` (B, k, k) the entries
    of F below its diagonal. For a diagonal Σ it is None, and F_ii² are the variances.
    """

    mu: Tensor
    log_variance: Tensor
    below: Tensor | None = None

    @classmethod
    def from_outputs(cls, outputs: Tensor, k: int) -> "Normal":
        """Split the outputs (B, `numbers`) of a network into mean, ln F_ii² and the rest of F."""
        off_diagonal = outputs.shape[1] - 2 * k
        if not off_diagonal:
            return cls(*outputs.chunk(2, dim=1))
        mu, log_variance, rest = outputs.split((k, k, off_diagonal), dim=1)
        row, column = torch.tril_indices(k, k, -1, device=outputs.device)
        flat = outputs.new_zeros(len(outputs), k * k).index_copy(1, row * k + column, rest)
        return cls(mu, log_variance, flat.unflatten(1, (k, k)))

    @staticmethod
    def numbers(k: int, *, full: bool) -> int:
        """Return the number of outputs that `from_outputs` needs for k dimensions.

        >>> Normal.numbers(3, full=False), Normal.numbers(3, full=True)
        (6, 9)
        """
        return 2 * k + (k * (k - 1) // 2 if full else 0)

    def draw(self, noise: Tensor) -> Tensor:
        """Return z = mu + F·noise (…, B, k) for standard normal noise (…, B, k)."""
        z = self.mu + torch.exp(self.log_variance / 2) * noise
        return z if self.below is None else z + torch.einsum("bij,...bj->...bi", self.below, noise)

    def log_ratio(self, noise: Tensor) -> Tensor:
        """Return ln N(z; mu, Σ) − ln N(z; 0, 1) (…, B) at z = `draw` of the noise (…, B, k).

        ln N(z; mu, Σ) is −½‖noise‖² − ½ ln det Σ, and ln N(z; 0, 1) is −½‖z‖², but for a constant
        that they share.
        """
        squares = (self.draw(noise) ** 2 - noise**2).sum(-1)
        return (squares - self.log_variance.sum(-1)) / 2

    def kl(self) -> Tensor:
        """Return KL(N(mu, Σ) ‖ N(0, 1)) = ½(tr Σ + mu·mu − k − ln det Σ) (B,), in nats.

        tr Σ is the sum of the squares of F, and ln det Σ that of ln F_ii².
        """
        kl = kl_to_standard_normal(self.mu, self.log_variance)
        return kl if self.below is None else kl + 0.5 * (self.below**2).sum((1, 2))

    def covariance(self) -> Tensor:
        """Return Σ (B, k, k)."""
        if self.below is None:
            return torch.diag_embed(self.log_variance.exp())
        factor = self.below + torch.diag_embed(torch.exp(self.log_variance / 2))
        return factor @ factor.mT
