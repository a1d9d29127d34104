"""A nonlinear decoder with one latent and one data dimension: p(x) by quadrature.

z ~ N(0, 1), x|z ~ N(f(z), σ²), so p(x) = ∫p(z) p(x|z) dz is a continuous mixture of narrow
Gaussians. The trapezoidal rule for a smooth function that vanishes at both ends is exact to
rounding once its step resolves the function.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import logsumexp

from aelab.once import once
from aelab.theory.bayes import LOG_2PI, Bound
from aelab.theory.gaussians import Values, kl_to_standard

REACH, NODES = 8.0, 1201  # half width of the grid in standard deviations, and its nodes
Z = np.linspace(-REACH, REACH, NODES)
STEP = float(Z[1] - Z[0])
AT_ONCE = 32  # values of x per block
DECODERS: dict[str, Callable[[Values], Values]] = {
    "straight": lambda z: 1.5 * z,  # p(x) and the posterior are Gaussian
    "step": lambda z: 2 * np.tanh(2 * z),  # p(x) is bimodal
    "fold": lambda z: z**2 - 1,  # the posterior is bimodal: z and −z give the same x
}


class Toy(NamedTuple):
    """z ~ N(0, 1), x|z ~ N(f(z), σ²), with the name of the decoder f and σ ≥ 0.1."""

    decoder: str = "step"
    sigma: float = 0.3

    def mean(self, z: ArrayLike) -> Values:
        """Return f(z), the mean of p(x|z)."""
        return DECODERS[self.decoder](np.asarray(z, np.float64))

    def log_likelihood(self, x: ArrayLike, z: ArrayLike) -> Values:
        """Return ln p(x|z) for arrays that broadcast."""
        return _log_normal(np.asarray(x, np.float64), self.mean(z), self.sigma)

    def log_density(self, x: ArrayLike) -> Values:
        """Return ln p(x) (n,) at ``x`` (n,)."""
        values, prior = np.asarray(x, np.float64), _log_normal(Z, 0.0, 1.0)
        result = np.empty(len(values))
        for start in range(0, len(values), AT_ONCE):
            block = slice(start, start + AT_ONCE)
            joint = self.log_likelihood(values[block, None], Z) + prior
            result[block] = logsumexp(joint, axis=1) + math.log(STEP)
        return result

    def log_posterior(self, x: float, z: ArrayLike = Z) -> Values:
        """Return ln p(z|x) (n,) at ``z`` (n,)."""
        prior = _log_normal(np.asarray(z, np.float64), 0.0, 1.0)
        evidence = float(self.log_density([x])[0])
        return self.log_likelihood(x, z) + prior - evidence

    def estimated_density(self, x: ArrayLike, z: ArrayLike) -> Values:
        """Return p̂(x) = (1/L) Σ p(x|z_l) (n,) at ``x`` (n,), for L draws ``z`` (L,)."""
        means: Values = np.exp(self.log_likelihood(np.asarray(x)[:, None], z)).mean(1)
        return means

    def draw(self, count: int, rng: np.random.Generator) -> Values:
        """Draw ``count`` samples (count,) from p(x)."""
        z, noise = rng.standard_normal((2, count))
        samples: Values = self.mean(z) + self.sigma * noise
        return samples

    def span(self, count: int = 401) -> Values:
        """Return evenly spaced x (count,) that cover all but a negligible part of p(x)."""
        ends = self.mean(np.linspace(-4, 4, 201))
        return np.linspace(ends.min() - 5 * self.sigma, ends.max() + 5 * self.sigma, count)

    def estimation_error(self, samples: int) -> float:
        """Return E ∫(p̂ − p)² dx for ``samples`` draws from the prior.

        It equals (1/L)(∫E[p(x|z)²]dx − ∫p²dx), and the first integral is 1/(2σ√π).
        """
        x = self.span()
        square = float(np.exp(2 * self.log_density(x)).sum() * (x[1] - x[0]))
        return (1 / (2 * self.sigma * math.sqrt(math.pi)) - square) / samples

    def bound(self, x: float, mu: float, s: float) -> Bound:
        """Return the terms of the ELBO of ``x`` for q = N(μ, s²), the first one by quadrature."""
        likelihood = self.log_likelihood(x, mu + s * Z)
        return Bound(_expectation(likelihood), float(kl_to_standard([mu], [s])))

    def gap(self, x: float, mu: float, s: float) -> float:
        """Return KL(q ‖ p(z|x)) for q = N(μ, s²), by quadrature."""
        z = mu + s * Z
        return _expectation(_log_normal(z, mu, s) - self.log_posterior(x, z))

    def gap_curve(self, x: float, mu: float, s: float, z: ArrayLike = Z) -> Values:
        """Return q ln(q/p) − q + p (n,) at ``z`` (n,), with p = p(z|x) and q = N(μ, s²).

        It is never negative, and its integral is KL(q ‖ p), the gap of the bound.

        Args:
            x: the sample.
            mu: mean of q.
            s: standard deviation of q.
            z: where the curve is evaluated (n,).

        """
        log_q, log_p = _log_normal(np.asarray(z, np.float64), mu, s), self.log_posterior(x, z)
        return np.exp(log_q) * (log_q - log_p - 1) + np.exp(log_p)

    @once(16)
    def best(self, x: float) -> tuple[float, float]:
        """Return μ and s of the Gaussian q with the largest ELBO at ``x``."""
        starts = [(m, math.log(0.3)) for m in (-1.0, 0.0, 1.0)]

        def loss(params: Values) -> float:
            return -self.bound(x, float(params[0]), math.exp(params[1])).elbo

        minima = (minimize(loss, start, method="Nelder-Mead") for start in starts)
        lowest = min(minima, key=_minimum)
        return float(lowest.x[0]), math.exp(lowest.x[1])


def _minimum(result: Any) -> float:
    return float(result.fun)


def _log_normal(x: Values, mean: float | Values, sigma: float) -> Values:
    return -(((x - mean) / sigma) ** 2) / 2 - math.log(sigma) - LOG_2PI / 2


def _expectation(values: Values) -> float:
    """Return E_q of values (n,) at z = μ + sZ."""
    return float((np.exp(_log_normal(Z, 0.0, 1.0)) * values).sum() * STEP)
