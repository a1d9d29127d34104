"""Importance sampling of p(x): from the prior, from q(z|x), and the importance-weighted bound.

p̂ = (1/L) Σ w_l with w_l = p(z_l) p(x|z_l) / q(z_l) and z_l from q. The mean of p̂ is p(x), and that
of ln p̂ is below ln p(x). If q is the prior, w is p(x|z). All values are logarithms.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from aelab.metrics import Estimate
from aelab.theory import estimates
from aelab.theory.bayes import LinearGaussian
from aelab.theory.gaussians import Gaussian, Values, log_moment, standard

NO_VARIANCE = 1e-12  # of w/p, above its rounding error
LARGEST = 200.0  # logarithm of a moment beyond which it counts as infinite


def log_weights(
    model: LinearGaussian, x: ArrayLike, q: Gaussian, count: int, rng: np.random.Generator
) -> Values:
    """Return ln w (count,) of codes drawn from q, for one sample.

    Args:
        model: gives p(x|z).
        x: the sample (D,).
        q: the distribution that codes are drawn from.
        count: number of codes.
        rng: source of the codes.

    """
    z = q.draw(count, rng)
    prior = standard(len(q.mean)).log_density(z)
    return model.log_likelihood(x, z) + prior - q.log_density(z)


def log_means(log_w: Values, samples: int) -> Values:
    """Return ln p̂ (n,) of groups of ``samples`` weights, from ln w (n · samples,)."""
    log_sums: Values = logsumexp(log_w.reshape(-1, samples), axis=1)
    return log_sums - math.log(samples)


def relative_error(posterior: Gaussian, q: Gaussian, samples: int) -> float:
    """Return the standard deviation of p̂/p(x): √((E_q[(w/p)²] − 1)/L).

    w/p(x) is p(z|x)/q(z). The result is infinite if the variance of q is less than half of that of
    the posterior in some direction. With the prior as q it grows exponentially with the dimension.
    """
    log_square = log_moment(posterior, q, 2)
    return math.sqrt(math.expm1(log_square) / samples) if log_square < 700 else math.inf


def per_dimension(sigma: float) -> float:
    """Return E[(w/p)²] for one dimension of the `independent` model, with the prior as q.

    It is (1 + σ²) e^(1/(2 + σ²)) / (σ√(2 + σ²)); for d dimensions it is the d-th power of that.
    """
    square = sigma**2
    return (1 + square) * math.exp(1 / (2 + square)) / (sigma * math.sqrt(2 + square))


def measured_error(log_p: float, log_w: Values, samples: int) -> Estimate:
    """Return the root mean square of p̂/p − 1 over groups of ``samples`` weights, given ln p.

    Where rare weights carry it, its error is too small, too: see `scatter_error`.
    """
    return estimates.root_mean_square(np.expm1(log_means(log_w, samples) - log_p))


def scatter_error(posterior: Gaussian, q: Gaussian, samples: int, groups: int) -> float:
    """Return the exact standard error of the root mean square of p̂/p − 1 over ``groups``.

    With the central moments μ_i of w/p, the fourth one of p̂/p is μ₄/L³ + 3(L − 1)μ₂²/L³. It is
    infinite where E_q[(w/p)⁴] is.

    Args:
        posterior: p(z|x).
        q: the distribution that codes are drawn from.
        samples: number L of weights in a group.
        groups: number of groups.

    """
    logs = [log_moment(posterior, q, order) for order in (2, 3, 4)]
    if max(logs) > LARGEST:
        return math.inf
    second, third, fourth = (math.exp(value) for value in logs)
    m2, m4 = second - 1, fourth - 4 * third + 6 * second - 3
    if m2 < NO_VARIANCE:  # q is the posterior
        return 0.0
    square = m2 / samples
    of_mean = (m4 + 3 * (samples - 1) * m2**2) / samples**3
    return math.sqrt(max(of_mean - square**2, 0.0) / groups) / (2 * math.sqrt(square))


def widened(posterior: Gaussian, factor: float) -> Gaussian:
    """Return a q with the mean of the posterior and ``factor`` times its standard deviations."""
    return Gaussian(posterior.mean, factor**2 * posterior.covariance)


def shifted(posterior: Gaussian, deviations: float) -> Gaussian:
    """Return the posterior, shifted by so many of its standard ``deviations``."""
    shift = posterior.factor()[:, 0]  # one standard deviation
    return Gaussian(posterior.mean + deviations * shift, posterior.covariance)


def weighted_bound(log_w: Values, k: int) -> Estimate:
    """Return the importance-weighted bound of ``k`` samples, E[ln (1/k) Σ w], with its error.

    k = 1 is the ELBO, and the bound rises to ln p(x) with k. ``log_w`` is (n · k,). Source: Burda,
    Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016, arXiv:1509.00519.
    """
    return estimates.mean(log_means(log_w, k))


def weighted_shortfall(log_p: float, log_w: Values, k: int) -> Estimate:
    """Return ln p(x) minus the bound of ``k`` samples, given the exact ln p(x), with its error.

    It is estimated as E[r − 1 − ln r] with r = p̂/p, whose mean is 1. That is never negative, and
    it has a smaller variance than ln r, since r − 1 is a control variate.
    """
    log_r = log_means(log_w, k) - log_p
    return estimates.mean(np.expm1(log_r) - log_r)


def weighted_gap(posterior: Gaussian, q: Gaussian, k: int) -> float:
    """Return ln p(x) minus the bound of ``k`` samples, to second order in 1/k.

    It is μ₂/(2k) − (μ₃/3 − 3μ₂²/4)/k², with μ_i the central moments of w/p(x), and ∞ if they are.
    Source: Nowozin, "Debiasing evidence approximations", 2018, proposition 1.
    """
    logs = [log_moment(posterior, q, order) for order in (2, 3)]
    if max(logs) > LARGEST:
        return math.inf
    second, third = (math.exp(value) for value in logs)
    m2, m3 = second - 1, third - 3 * second + 2
    return m2 / (2 * k) - (m3 / 3 - 3 * m2**2 / 4) / k**2
