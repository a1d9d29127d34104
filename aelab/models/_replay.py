"""Stored codes from which the Markov chains of a normalised autoencoder go on."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aelab.models._langevin import Chains, Energy, Langevin

STORED = 4_096  # codes, as many as there can be in a batch
LATENT_NOISE, LATENT_LIMIT = 0.1, 0.2  # per step of a chain of codes, on a sphere of radius 1
CODES, NUMBERS = "chains.codes", "chains.numbers"  # names of arrays


class Replay:
    """Codes (STORED, k) on the unit sphere, and what is known of the chains.

    Attributes:
        codes: Where chains of codes were last; others go on from there.
        energy: U₀, the mean energy of the data after the pretraining; 0 before.
        accepted: Share of the steps that the last chains of samples accepted; 0 before.

    """

    def __init__(self, k: int, dtype: torch.dtype, generator: torch.Generator) -> None:
        """Draw the codes uniformly."""
        self.codes = fresh(STORED, k, dtype, generator)
        self.energy = self.accepted = 0.0

    def start(self, count: int, share: float, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Return rows (B,) of stored codes, and these codes (B, k), of which a share is kept."""
        rows = torch.randperm(STORED, generator=generator)[:count]
        stored = self.codes[rows]
        again = torch.rand(count, 1, generator=generator) < share
        new = fresh(count, stored.shape[1], stored.dtype, generator)
        return rows, torch.where(again, stored, new)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return all of it as arrays."""
        numbers = np.array([self.energy, self.accepted])
        return {CODES: self.codes.numpy().copy(), NUMBERS: numbers}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Restore what `state` returned."""
        self.codes = torch.from_numpy(np.array(state[CODES]))
        self.energy, self.accepted = map(float, state[NUMBERS])


def moved(
    codes: Tensor, steps: int, energy: Energy, temperature: float, generator: torch.Generator
) -> Chains:
    """Return chains of codes on the sphere.

    Args:
        codes: where they begin, (B, k).
        steps: their number of steps.
        energy: U of a code.
        temperature: T.
        generator: source of the noise.

    """
    step = LATENT_NOISE**2 / (2 * temperature)
    chains = Langevin(
        energy, step, temperature, generator, LATENT_LIMIT, adjusted=False, project=normalised
    )
    return chains.run(codes, steps)


def normalised(z: Tensor) -> Tensor:
    """Return codes (B, k) with a norm of 1."""
    norms: Tensor = z.norm(dim=1, keepdim=True)
    return z / norms.clamp(min=torch.finfo(z.dtype).tiny)


def fresh(count: int, k: int, dtype: torch.dtype, generator: torch.Generator) -> Tensor:
    """Return codes drawn uniformly on the unit sphere.

    Args:
        count: number of codes.
        k: size of a code.
        dtype: type of the codes.
        generator: source of the codes.

    """
    return normalised(torch.randn(count, k, generator=generator).to(dtype))
