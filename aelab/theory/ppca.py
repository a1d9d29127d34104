"""Probabilistic PCA: the linear Gaussian model of maximum likelihood, from eigenvalues of C.

σ² is the mean of the discarded eigenvalues of the covariance C (with 1/m), and W = U(Λ − σ²)^½ R
with U the first k eigenvectors and R any rotation. Source: Tipping and Bishop, "Probabilistic
principal component analysis", Journal of the Royal Statistical Society B, 1999,
doi:10.1111/1467-9868.00196.
"""

import math

import numpy as np

from aelab.params import InputError
from aelab.theory.bayes import LOG_2PI, LinearGaussian
from aelab.theory.gaussians import Values
from aelab.theory.pca import Principal


def noise_variance(values: Values, latent: int) -> float:
    """Return σ², the mean of the eigenvalues (d,), largest first, after the first ``latent``.

    Raises:
        InputError: no eigenvalue is left.

    """
    if not 0 <= latent < len(values):
        raise InputError(
            f"Of {len(values)} components at most {len(values) - 1} can be kept: the noise is "
            "what the discarded ones leave."
        )
    return float(values[latent:].mean())


def fit(
    axes: Principal, latent: int, sigma: float | None = None, rotation: Values | None = None
) -> LinearGaussian:
    """Return the model of maximum likelihood.

    Args:
        axes: the principal axes of the samples.
        latent: number k of components.
        sigma: the noise, if it is not the one of maximum likelihood; W is the best one for it.
        rotation: R (k, k), which changes the codes and nothing else.

    Raises:
        InputError: the noise has no variance.

    """
    variance = noise_variance(axes.values, latent) if sigma is None else sigma**2
    if variance <= 0:
        raise InputError("The discarded components have no variance: keep fewer of them.")
    scale = np.sqrt(np.clip(axes.values[:latent] - variance, 0, None))
    weights = axes.vectors[:, :latent] * scale
    if rotation is not None:
        weights = weights @ rotation
    return LinearGaussian(weights, axes.mean, math.sqrt(variance))


def log_likelihood(values: Values, latent: int, sigma: float | None = None) -> float:
    """Return the mean of ln p(x) in nats, for samples whose covariance has these eigenvalues (d,).

    For the best W at σ it is −½[d ln 2π + Σ_k(ln λ_i + 1) + (d − k) ln σ² + Σ_rest λ_i/σ²], if
    λ_i > σ² for the first k; at the σ² of maximum likelihood the last sum is d − k.
    """
    variance = noise_variance(values, latent) if sigma is None else sigma**2
    if variance <= 0:
        return math.inf
    model = np.full(len(values), variance)  # the eigenvalues of WWᵀ + σ²
    model[:latent] = np.maximum(values[:latent], variance)
    return -float((np.log(model) + values / model).sum() + len(values) * LOG_2PI) / 2


def reconstruction_error(values: Values, latent: int, sigma: float) -> float:
    """Return the mean of ‖x − x̂‖² for x̂ = W⟨z⟩ + mean and a given noise σ.

    x̂ lacks a share σ²/λ_i of x along the axes of W, those with λ_i > σ², and all of x along the
    others: Σ_k σ⁴/λ_i + Σ_rest λ_i. For σ → 0 that is the error of PCA.
    """
    retained = values[:latent][values[:latent] > sigma**2]
    return float((sigma**4 / retained).sum() + values[len(retained) :].sum())


def code_variances(values: Values, latent: int, sigma: float) -> Values:
    """Return the variances (k,) of the posterior means over the samples: 1 − σ²/λ_i.

    For σ → 0 the codes are white, for any R.
    """
    bounded = np.maximum(values[:latent], sigma**2)
    return 1 - sigma**2 / bounded


def projection(model: LinearGaussian, x: Values) -> Values:
    """Return the orthogonal projection (n, d) of x on the columns of W, that of PCA for any σ.

    It is W(WᵀW)⁻¹M⟨z⟩ + mean with M = WᵀW + σ², which undoes the shrinkage of the posterior mean
    towards 0. Source: Tipping and Bishop 1999, section 3.3.
    """
    squared = model.weights.T @ model.weights
    m = squared + model.sigma**2 * np.eye(len(squared))
    return model.decoded(np.linalg.solve(squared, m @ model.codes(x).T).T)
