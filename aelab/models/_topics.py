"""The decoder of a mixture of topics: its only weights are the topics."""

import torch
from torch import Tensor, nn

NEAR = 0.02  # standard deviation of the first weights of the topics


class Topics(nn.Module):
    """Mixes R topics of d features with the weights r = softmax(σ z).

    Args:
        shape: R and d.
        sigma: σ, the standard deviation of the logits under the prior.
        shares: whether a topic is a distribution over the features; then outputs are ln p.
        generator: source of the first topics.
        dtype: type of the weights.

    """

    def __init__(
        self,
        shape: tuple[int, int],
        sigma: float,
        shares: bool,
        generator: torch.Generator,
        dtype: torch.dtype,
    ) -> None:
        """Draw the topics near to each other, so that the data decide in what they differ."""
        super().__init__()
        first = torch.empty(shape, dtype=dtype).normal_(0, NEAR, generator=generator)
        self.topics = nn.Parameter(first)
        self.sigma, self.shares = sigma, shares

    def weights(self, z: Tensor) -> Tensor:
        """Return r (B, R) of codes (B, R)."""
        return torch.softmax(self.sigma * z, 1)

    def all(self, total: float) -> Tensor:
        """Return the topics (R, d), distributions times ``total``."""
        return total * torch.softmax(self.topics, 1) if self.shares else self.topics

    def forward(self, z: Tensor) -> Tensor:
        """Return ln p, or x̂, (B, d) for codes (B, R)."""
        mixed: Tensor = self.weights(z) @ self.all(1.0)
        smallest = torch.finfo(mixed.dtype).tiny
        return torch.log(mixed.clamp(min=smallest)) if self.shares else mixed
