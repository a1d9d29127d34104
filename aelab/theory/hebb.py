"""Hebbian learning in closed form: how ‖w‖² grows and where it settles, direction, stability.

Throughout, y = wᵀx is the answer to a sample x counted from where C is taken (the mean, for the
covariance), λ_i are the eigenvalues of C, largest first, u_i its eigenvectors, ε the learning
rate. Source of the rule: Oja, "Simplified neuron model as a principal component analyzer", 1982.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def hebb_growth(y: Values, squared: Values, rate: float) -> Values:
    """Return Δ‖w‖² of the step Δw = εyx, exactly: εy²(2 + ε‖x‖²)."""
    return rate * y**2 * (2 + rate * squared)


def safe_rate(largest: float, start: float) -> float:
    """Return the largest ε for which Oja's rule is bounded whatever the order of the samples.

    ``largest`` is max‖x‖², ``start`` is α‖w₀‖². Bounded are ε max‖x‖² ≤ 1 from a start below
    1 + 2/(ε max‖x‖²): no step leads out of that ball.
    """
    if largest <= 0:
        return np.inf
    return float(min(1.0, 2 / (start - 1) if start > 1 else np.inf) / largest)


def averaged_fate(rate: float, leading: float) -> str:
    """Return what Oja's rule averaged over the samples does along u₁, by ελ₁.

    It "settles" at 1/α for ελ₁ < 1, "oscillates" or is chaotic within bounds up to 2, and
    "diverges" beyond, unless it starts at the fixed point. α moves no threshold.
    """
    step = rate * leading
    return "settles" if step < 1 else "oscillates" if step <= 2 else "diverges"


def norm_bias(rate: float, values: Values, mixed: Values | None = None) -> float:
    """Return by how much α⟨‖w‖²⟩ exceeds 1 at constant ε, to first order in ε.

    ``values`` (d,) are the λ_i. ``mixed`` (d,) are the moments ⟨(u₁ᵀx)²(u_iᵀx)²⟩ of the samples;
    without them those of a Gaussian are taken, λ₁λ_i, and the bias is (ε/2)(Tr C − λ₁).
    """
    if values[0] <= 0:
        return 0.0
    return float(rate / 2 * _mixed(values, mixed)[1:].sum() / values[0])


def direction_floor(
    rate: float, values: Values, mixed: Values | None = None, samples: float = np.inf
) -> float:
    """Return ⟨sin²θ⟩ between w and ±u₁ that remains at constant ε, to first order; at most 1.

    For ``mixed`` see `norm_bias`; for a Gaussian it is (ε/2) Σ λ₁λ_i/(λ₁ − λ_i), over i > 1. That
    is for samples drawn one by one. When each of ``samples`` comes once in an epoch, in a fresh
    order, the noise of an epoch adds up to nothing, and each summand falls by `reshuffled`.
    """
    noise, gaps = _mixed(values, mixed)[1:], values[0] - values[1:]
    if (gaps[noise > 0] <= 0).any():
        return 1.0
    noise, gaps = noise[noise > 0], gaps[noise > 0]
    per_epoch = rate * gaps * samples
    return float(min(1.0, rate / 2 * (noise / gaps * reshuffled(per_epoch)).sum()))


def reshuffled(x: Values) -> Values:
    """Return what a fresh order in each epoch leaves of the variance of a noisy relaxation.

    c ← (1 − h)c + noise, the noise of a whole epoch adding up to zero, x = h · samples in an
    epoch: the variance, averaged over the epoch, is 1 − 2(x − 1 + e^(−x))/x² of what independent
    noise would leave.
    """
    x = np.asarray(x, np.float64)
    small, large = x < 1e-4, np.isinf(x)
    safe = np.where(small | large, 1.0, x)
    whole = 1 - 2 * (safe + np.expm1(-safe)) / safe**2
    return np.where(small, x / 3, np.where(large, 1.0, whole))


def oja_flow(start: Values, c: Values, alpha: float, times: Values) -> Values:
    """Return w(t), (n, d), of the averaged flow τ dw/dt = Cw − α(wᵀCw)w, times (n,) in units of τ.

    In closed form e^{Ct}w₀ / √(1 + α w₀ᵀ(e^{2Ct} − 1)w₀), for w₀ (d,) and C (d, d). Source: Oja
    and Karhunen, "On stochastic approximation of the eigenvectors", 1985.
    """
    values, vectors = np.linalg.eigh(c)
    exponents = np.asarray(times)[:, None] * values  # (n, d)
    top = exponents.max(1, keepdims=True)  # e^top is taken out of both parts: no overflow
    along = (vectors.T @ start) * np.exp(exponents - top)
    beside = np.exp(-2 * top) * (1 - alpha * start @ start)
    return along / np.sqrt(beside + alpha * (along**2).sum(1, keepdims=True)) @ vectors.T


def _mixed(values: Values, mixed: Values | None) -> Any:
    return values[0] * values if mixed is None else mixed
