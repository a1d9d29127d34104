"""Corruption of samples in [0, 1], and the mean square of the change.

Source: Vincent et al., "Stacked denoising autoencoders", JMLR 2010.
"""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from aelab.theory.pca import Principal

Array = NDArray[np.float64]
Kind: TypeAlias = Literal["Gaussian", "masking", "salt-and-pepper"]
KINDS: tuple[Kind, ...] = ("Gaussian", "masking", "salt-and-pepper")


def corrupted(x: Array, kind: Kind, strength: float, rng: np.random.Generator) -> Array:
    """Return corrupted copies of samples (n, d).

    Args:
        x: samples (n, d) within [0, 1].
        kind: "Gaussian" adds noise, "masking" sets features to 0, "salt-and-pepper" to 0 or 1.
        strength: σ: standard deviation of the Gaussian noise, or share of corrupted features.
        rng: source of the noise.

    """
    if kind == "Gaussian":
        return np.asarray(x + strength * rng.normal(size=x.shape))
    u = rng.uniform(size=x.shape)  # corrupted where u < σ
    if kind == "masking":
        return np.where(u < strength, 0.0, x)
    return np.where(u < strength, (u < strength / 2).astype(float), x)


def mean_square_change(x: Array, kind: Kind, strength: float) -> Array:
    """Return the mean of ‖x̃ − x‖² (n,) over the noise, for samples (n, d)."""
    if kind == "Gaussian":
        return np.full(len(x), x.shape[1] * strength**2)
    squares = (x**2).sum(1)  # the change if all features are set to 0
    if kind == "masking":
        return np.asarray(strength * squares)
    return np.asarray(strength / 2 * (squares + ((1 - x) ** 2).sum(1)))


def linear_errors(x: Array, axes: Principal, sigma: float, rank: int) -> Array:
    """Return ‖x − x̂‖² (n,), averaged over Gaussian noise, of the best linear denoiser.

    Args:
        x: samples (n, d) other than those that the axes are of.
        axes: the principal axes of the samples that the denoiser is fitted to.
        sigma: standard deviation of the noise.
        rank: size of its code.

    """
    c = (x - axes.mean) @ axes.vectors
    gain = axes.values[:rank] / (axes.values[:rank] + sigma**2)
    lost = ((1 - gain) * c[:, :rank]) ** 2
    return np.asarray(lost.sum(1) + (c[:, rank:] ** 2).sum(1) + sigma**2 * (gain**2).sum())
