"""Kinds of corruption of samples within [0, 1], and how far each moves them on average.

Source: Vincent et al., "Stacked denoising autoencoders", JMLR 2010.
"""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Kind: TypeAlias = Literal["Gaussian", "masking", "salt-and-pepper"]
KINDS: tuple[Kind, ...] = ("Gaussian", "masking", "salt-and-pepper")


def corrupted(x: Array, kind: Kind, strength: float, rng: np.random.Generator) -> Array:
    """Return corrupted copies of samples (n, d): x + N(0, σ²), or a share σ of features hit."""
    if kind == "Gaussian":
        return np.asarray(x + strength * rng.normal(size=x.shape))
    u = rng.uniform(size=x.shape)  # hit where u < σ
    if kind == "masking":
        return np.where(u < strength, 0.0, x)
    return np.where(u < strength, (u < strength / 2).astype(float), x)


def moved(x: Array, kind: Kind, strength: float) -> Array:
    """Return the mean of ‖x̃ − x‖² (n,) over the noise, for samples (n, d)."""
    if kind == "Gaussian":
        return np.full(len(x), x.shape[1] * strength**2)
    dark = (x**2).sum(1)
    if kind == "masking":
        return np.asarray(strength * dark)
    return np.asarray(strength / 2 * (dark + ((1 - x) ** 2).sum(1)))


def linear_floor(variances: Array, sigma: float, rank: int) -> float:
    """Return what the best linear map through so many numbers leaves, under Gaussian noise.

    Of an axis of variance λ it is λσ²/(λ + σ²), Wiener's filter, and λ where the axis is left
    out; ``variances`` are those of the principal axes, largest first.
    """
    known = variances[:rank]
    return float((known * sigma**2 / (known + sigma**2)).sum() + variances[rank:].sum())
