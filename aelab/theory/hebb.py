"""Hebbian learning in closed form: growth and limit of ‖w‖², direction, stability.

Throughout, y = wᵀx is the output for a sample x, C = ⟨xxᵀ⟩ (the covariance, if x is centred), λ_i
are the eigenvalues of C, largest first, u_i its eigenvectors, and ε is the learning rate. Source
of the rule: Oja, "Simplified neuron model as a principal component analyzer", 1982,
doi:10.1007/BF00275687.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def hebb_growth(y: Values, squared: Values, rate: float) -> Values:
    """Return Δ‖w‖² = εy²(2 + ε‖x‖²) of the step Δw = εyx, for ``squared`` = ‖x‖²."""
    return rate * y**2 * (2 + rate * squared)


def safe_rate(largest: float, start: float) -> float:
    """Return the largest ε for which Oja's rule is bounded for any order of the samples.

    ``largest`` is max‖x‖² and ``start`` is α‖w₀‖². With ε max‖x‖² ≤ 1, no step leaves the ball
    α‖w‖² < 1 + 2/(ε max‖x‖²).

    >>> safe_rate(4.0, start=0.5)
    0.25
    """
    if largest <= 0:
        return np.inf
    return float(min(1.0, 2 / (start - 1) if start > 1 else np.inf) / largest)


def averaged_fate(rate: float, leading: float) -> str:
    """Return what Oja's rule averaged over the samples does along u₁, depending on ελ₁.

    ‖w‖² "settles" at 1/α for ελ₁ < 1, "oscillates" or is chaotic within bounds up to 2, and
    "diverges" beyond, unless it starts at the fixed point. The thresholds do not depend on α.

    >>> averaged_fate(0.1, 5.0)
    'settles'
    """
    step = rate * leading
    return "settles" if step < 1 else "oscillates" if step <= 2 else "diverges"


def norm_bias(rate: float, values: Values, mixed: Values | None = None) -> float:
    """Return α⟨‖w‖²⟩ − 1 at constant ε, to first order in ε.

    ``values`` (d,) are the λ_i, and ``mixed`` (d,) the moments ⟨(u₁ᵀx)²(u_iᵀx)²⟩ of the samples.
    Their default is that of a Gaussian, λ₁λ_i, for which the bias is (ε/2)(Tr C − λ₁).
    """
    if values[0] <= 0:
        return 0.0
    return float(rate / 2 * _mixed(values, mixed)[1:].sum() / values[0])


def norm_bias_path(rates: Values, values: Values) -> Values:
    """Return α⟨‖w‖²⟩ − 1 (n,) after each step with learning rates ε_t (n,), to first order in ε.

    The excess e follows the `norm_bias` b of the rate of each step, e ← e + 2ε_tλ₁(b − e), from
    e = 0. ``values`` (d,) are the λ_i.
    """
    excess, path = 0.0, np.empty(len(rates))
    for t, rate in enumerate(rates):
        excess += 2 * rate * values[0] * (norm_bias(rate, values) - excess)
        path[t] = excess
    return path


def direction_floor(
    rate: float, values: Values, mixed: Values | None = None, samples: float = np.inf
) -> float:
    """Return the limit of ⟨sin²θ⟩ between w and ±u₁ at constant ε, to first order; at most 1.

    For Gaussian samples drawn independently it is (ε/2) Σ_{i>1} λ₁λ_i/(λ₁ − λ_i). When each of
    ``samples`` comes once per epoch, in a new random order, the noise of an epoch adds up to zero
    and each term is smaller by the factor `reshuffled`.

    Args:
        rate: learning rate ε.
        values: eigenvalues λ_i (d,), largest first.
        mixed: moments (d,), see `norm_bias`.
        samples: number of samples per epoch; inf for samples drawn independently.

    """
    noise, gaps = _mixed(values, mixed)[1:], values[0] - values[1:]
    if (gaps[noise > 0] <= 0).any():
        return 1.0
    noise, gaps = noise[noise > 0], gaps[noise > 0]
    per_epoch = rate * gaps * samples
    return float(min(1.0, rate / 2 * (noise / gaps * reshuffled(per_epoch)).sum()))


def reshuffled(x: Values) -> Values:
    """Return the variance of a relaxation with reshuffled samples, relative to independent ones.

    For c ← (1 − h)c + noise, where the noise of each epoch adds up to zero, the variance averaged
    over an epoch is 1 − 2(x − 1 + e^(−x))/x² of that for independent noise, with x = h · samples
    per epoch.
    """
    x = np.asarray(x, np.float64)
    small, large = x < 1e-4, np.isinf(x)
    safe = np.where(small | large, 1.0, x)
    ratio = 1 - 2 * (safe + np.expm1(-safe)) / safe**2
    return np.where(small, x / 3, np.where(large, 1.0, ratio))


def oja_flow(start: Values, c: Values, alpha: float, times: Values) -> Values:
    """Return w(t) (n, d) of the averaged flow τ dw/dt = Cw − α(wᵀCw)w.

    The closed form is e^{Ct}w₀ / √(1 + α w₀ᵀ(e^{2Ct} − 1)w₀). Source: Oja and Karhunen, "On
    stochastic approximation of the eigenvectors", 1985, doi:10.1016/0022-247X(85)90131-3.

    Args:
        start: w₀ (d,).
        c: C (d, d).
        alpha: α.
        times: times (n,) in units of τ.

    """
    values, vectors = np.linalg.eigh(c)
    exponents = np.asarray(times)[:, None] * values  # (n, d)
    top = exponents.max(1, keepdims=True)  # e^top is divided out, so that nothing overflows
    along = (vectors.T @ start) * np.exp(exponents - top)
    constant = np.exp(-2 * top) * (1 - alpha * start @ start)
    squares: Values = constant + alpha * (along**2).sum(1, keepdims=True)
    return np.asarray(along / np.sqrt(squares) @ vectors.T)


def _mixed(values: Values, mixed: Values | None) -> Any:
    return values[0] * values if mixed is None else mixed
