"""Markov chains by Langevin dynamics: samples of p(x) ∝ exp(−U(x)/T) from the gradient of U."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import torch
from torch import Tensor

Energy: TypeAlias = Callable[[Tensor], Tensor]  # (B, d) to (B,)


class Chains(NamedTuple):
    """The last states of B chains, and their path.

    Attributes:
        x: The last states (B, d).
        energies: Mean energy before the first step and after each one (steps + 1,).
        accepted: Share of the steps that were accepted.

    """

    x: Tensor
    energies: list[float]
    accepted: float


class Place(NamedTuple):
    """States (B, d), their energies (B,), and the drift −ε∇U (B, d) that a step adds to them."""

    x: Tensor
    energy: Tensor
    drift: Tensor


@dataclass(frozen=True)
class Langevin:
    """Langevin dynamics, x' = x − ε∇U(x) + √(2εT)·noise.

    If ``adjusted``, a step is accepted with the probability of Metropolis and Hastings, and the
    chains have exactly the density p(x), whatever ε; too large steps are rejected more often.

    Source: Roberts and Tweedie, "Exponential convergence of Langevin distributions and their
    discrete approximations", Bernoulli 1996.

    Attributes:
        energy: U, from states (B, d) to (B,).
        step: The step size ε.
        temperature: T, in the unit of U.
        generator: Source of the noise.
        limit: Largest norm of the drift −ε∇U of a chain; longer ones are shortened.
        adjusted: Whether steps may be rejected.
        project: What is done to each new state, such as a projection to a sphere.

    """

    energy: Energy
    step: float
    temperature: float
    generator: torch.Generator
    limit: float = math.inf
    adjusted: bool = True
    project: Callable[[Tensor], Tensor] | None = None

    def run(self, x: Tensor, steps: int) -> Chains:
        """Return chains that begin at ``x`` (B, d), after so many steps, one or more."""
        place, accepted = self._place(x), 0.0
        energies = [float(place.energy.mean())]
        for _ in range(steps):
            place, share = self._next(place)
            energies.append(float(place.energy.mean()))
            accepted += share
        return Chains(place.x, energies, accepted / steps)

    def _next(self, place: Place) -> tuple[Place, float]:
        """Return the place after a step, and the share of the chains that accepted it."""
        noise = self._noise * self._drawn(torch.randn, place.x)
        proposed = place.x + place.drift + noise
        new = self._place(self.project(proposed) if self.project else proposed)
        if not self.adjusted:
            return new, 1.0
        back = place.x - new.x - new.drift
        forth, return_ = (noise**2).sum(1), (back**2).sum(1)
        log_ratio = (place.energy - new.energy) / self.temperature
        log_ratio += (forth - return_) / (2 * self._noise**2)
        accept = self._drawn(torch.rand, log_ratio).log() < log_ratio  # NaN is not accepted
        both = zip(new, place, strict=True)
        chosen = [torch.where(accept if a.ndim == 1 else accept[:, None], a, b) for a, b in both]
        return Place(*chosen), float(accept.double().mean())

    def _place(self, x: Tensor) -> Place:
        with torch.enable_grad():
            at = x.detach().requires_grad_()
            energy = self.energy(at)
            (gradient,) = torch.autograd.grad(energy.sum(), at)
        drift = -self.step * gradient
        if self.limit < math.inf:
            norms = drift.norm(dim=1, keepdim=True)
            drift = drift * (self.limit / norms.clamp(min=self.limit))
        return Place(at.detach(), energy.detach(), drift)

    @property
    def _noise(self) -> float:
        return math.sqrt(2 * self.step * self.temperature)

    def _drawn(self, draw: Callable[..., Tensor], like: Tensor) -> Tensor:
        """Return noise shaped like a tensor; it is drawn on the CPU, for the same numbers."""
        return draw(like.shape, generator=self.generator, dtype=like.dtype).to(like.device)
