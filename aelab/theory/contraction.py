"""Contraction: the Jacobian of one sigmoid layer, Hutchinson's estimate, a linear code.

For h = σ(Wx + b) the Jacobian is ∂h_j/∂x_i = h_j(1 − h_j)W_ji.

Source: Rifai et al., "Contractive auto-encoders", ICML 2011; Hutchinson, "A stochastic estimator
of the trace of the influence matrix", 1989, doi:10.1080/03610918908812806.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

Array = NDArray[np.float64]


class Layer(NamedTuple):
    """A sigmoid layer h = σ(Wx + b): weights (k, d) and biases (k,)."""

    weights: Array
    biases: Array

    def __call__(self, x: ArrayLike) -> Array:
        """Return the units h (n, k) of samples (n, d)."""
        return np.asarray(expit(np.asarray(x, np.float64) @ self.weights.T + self.biases))

    def jacobian(self, x: ArrayLike) -> Array:
        """Return ∂h/∂x (n, k, d) at samples (n, d)."""
        h = self(x)
        return np.asarray((h * (1 - h))[:, :, None] * self.weights)

    def squared_norm(self, x: ArrayLike) -> Array:
        """Return ‖∂h/∂x‖² (n,) at samples (n, d): Σ_j [h_j(1 − h_j)]² Σ_i W_ji²."""
        h = self(x)
        return np.asarray((h * (1 - h)) ** 2 @ (self.weights**2).sum(1))


def layer(units: int, scale: float, seed: int = 0) -> Layer:
    """Return a layer on the plane, with evenly spaced directions and random biases.

    ``scale`` is the norm of each row of the weights, the steepness of the sigmoids.
    """
    rng = np.random.default_rng(seed)
    angle = np.pi * (np.arange(units) + 0.3) / units
    rows = np.column_stack((np.cos(angle), np.sin(angle)))
    return Layer(scale * rows, scale * rng.uniform(-1.2, 1.2, units))


def finite_differences(encoder: Layer, x: ArrayLike, step: float = 1e-5) -> Array:
    """Return ∂h/∂x (n, k, d) at samples (n, d) by central differences."""
    x = np.asarray(x, np.float64)
    steps = step * np.eye(x.shape[1])
    return np.stack([(encoder(x + e) - encoder(x - e)) / (2 * step) for e in steps], axis=2)


def hutchinson(jacobian: Array, count: int, rng: np.random.Generator) -> Array:
    """Return ``count`` estimates ‖vᵀJ‖² (count,) of ‖J‖² for J (k, d), v of random signs."""
    v = rng.choice([-1.0, 1.0], (count, len(jacobian)))
    return np.asarray(((v @ jacobian) ** 2).sum(1))


def hutchinson_variance(jacobian: Array) -> float:
    """Return the variance of one such estimate: 2 Σ_{i≠j} (JJᵀ)²_ij, for J (k, d)."""
    m = jacobian @ jacobian.T
    return float(2 * ((m**2).sum() - (np.diag(m) ** 2).sum()))


def shrinkage(variances: ArrayLike, lam: float) -> Array:
    """Return the squared singular values (n,) of a linear tied code under the penalty λ‖W‖².

    Along a direction of variance v, v(1 − s)² + λs is smallest at s = 1 − λ/(2v), or at s = 0 for
    v < λ/2.

    >>> shrinkage([1.0, 0.25, 0.1], 0.5)
    array([0.75, 0.  , 0.  ])
    """
    return np.asarray(np.maximum(0, 1 - lam / (2 * np.asarray(variances, np.float64))))
