"""Probabilistic PCA: the linear Gaussian model at its maximum likelihood, from eigenvalues alone.

σ² is the mean of the discarded eigenvalues of C (taken with 1/m), W = U(Λ − σ²)^½ R with U the
first k eigenvectors and R any rotation. Source: Tipping and Bishop, "Probabilistic principal
component analysis", Journal of the Royal Statistical Society B, 1999.
"""

import math

import numpy as np

from aelab.params import InputError
from aelab.theory.bayes import LOG_2PI, LinearGaussian
from aelab.theory.gaussians import Values
from aelab.theory.pca import Principal


def noise_variance(values: Values, latent: int) -> float:
    """Return σ²: the mean of the eigenvalues (d,), largest first, after the first ``latent``."""
    if not 0 <= latent < len(values):
        raise InputError(
            f"Of {len(values)} components at most {len(values) - 1} can be kept: the noise is "
            "what the discarded ones leave."
        )
    return float(values[latent:].mean())


def fit(
    axes: Principal, latent: int, sigma: float | None = None, rotation: Values | None = None
) -> LinearGaussian:
    """Return the model of most likelihood with ``latent`` components.

    ``sigma`` sets the noise by hand, and W is then the best one for it. ``rotation`` R (k, k)
    changes the codes and nothing else.
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
    """Return ln p(x) on average over the samples whose eigenvalues these are (d,), in nats.

    With W at its best for σ that is −½[d ln 2π + Σ_k(ln λ_i + 1) + (d − k) ln σ² + Σ_rest λ_i/σ²]
    where λ_i > σ² for the k kept; at the σ² of most likelihood the last sum is d − k.
    """
    variance = noise_variance(values, latent) if sigma is None else sigma**2
    if variance <= 0:
        return math.inf
    model = np.full(len(values), variance)  # the eigenvalues of WWᵀ + σ²
    model[:latent] = np.maximum(values[:latent], variance)
    return -float((np.log(model) + values / model).sum() + len(values) * LOG_2PI) / 2


def reconstruction_error(values: Values, latent: int, sigma: float) -> float:
    """Return ‖x − x̂‖² on average, for x̂ = W⟨z⟩ + mean with the noise σ set by hand.

    Along a kept axis a share σ²/λ_i of x is missing: Σ_k σ⁴/λ_i + Σ_rest λ_i, where λ_i > σ², and
    all of it elsewhere. For σ → 0 that is the error of PCA.
    """
    kept = values[:latent][values[:latent] > sigma**2]
    return float((sigma**4 / kept).sum() + values[len(kept) :].sum())


def code_variances(values: Values, latent: int, sigma: float) -> Values:
    """Return the variances (k,) of the posterior means over the samples: 1 − σ²/λ_i, and not λ_i.

    For σ → 0 the codes are white, whatever R is.
    """
    safe = np.maximum(values[:latent], sigma**2)
    return 1 - sigma**2 / safe


def projection(model: LinearGaussian, x: Values) -> Values:
    """Return W(WᵀW)⁻¹M⟨z⟩ + mean (n, d), M = WᵀW + σ²: the projection of PCA at any σ.

    The posterior mean is drawn towards 0; this takes it back. Source: Tipping and Bishop 1999,
    section 3.3. It is the foot of x on the columns of W.
    """
    inside = model.weights.T @ model.weights
    m = inside + model.sigma**2 * np.eye(len(inside))
    return model.decoded(np.linalg.solve(inside, m @ model.codes(x).T).T)
