"""Estimators of the gradient of an expectation: score function and reparametrisation.

Throughout z = μ + σε, ε ~ N(0, 1). Both estimators of ∂/∂μ E[z²] = 2μ are unbiased; their
variances differ and have closed forms. Source: Kingma and Welling, "Auto-encoding variational
Bayes", 2014, arXiv:1312.6114; Williams, "Simple statistical gradient-following algorithms", 1992,
doi:10.1007/BF00992696 (the score function).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.metrics import Estimate
from aelab.theory import estimates

Values = NDArray[np.float64]


def exact(mu: float) -> float:
    """Return ∂/∂μ E[z²] = 2μ, which does not depend on σ."""
    return 2 * mu


def reparametrised(mu: float, sigma: float, noise: Values) -> Values:
    """Return the estimates 2z (n,) for each ε (n,): the derivative of (μ + σε)² at fixed ε."""
    return 2 * (mu + sigma * noise)


def score_function(
    mu: float, sigma: float, noise: Values, baseline: float | Values = 0.0
) -> Values:
    """Return the estimates (z² − b) ∂ln p(z)/∂μ = (z² − b) ε/σ (n,) of the score-function method.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        noise: ε (n,).
        baseline: b, which leaves the mean unchanged.

    """
    return ((mu + sigma * noise) ** 2 - baseline) * noise / sigma


def reparametrised_variance(sigma: float) -> float:
    """Return the variance of one reparametrised estimate: 4σ²."""
    return 4 * sigma**2


def score_variance(mu: float, sigma: float, baseline: float = 0.0) -> float:
    """Return the variance of one score-function estimate, with c = μ² − b.

    It is c²/σ² + 6c + 8μ² + 15σ²: at μ = σ = 1, 30 without a baseline and 18 with b = 2.
    """
    c = mu**2 - baseline
    return c**2 / sigma**2 + 6 * c + 8 * mu**2 + 15 * sigma**2


def best_baseline(mu: float, sigma: float) -> float:
    """Return the constant b of smallest variance, μ² + 3σ²; the variance is then 8μ² + 6σ²."""
    return mu**2 + 3 * sigma**2


def fitted_baseline(mu: float, sigma: float, noise: Values) -> Estimate:
    """Return the b of smallest variance over these ε (n,): Cov(z² s, s)/Var(s), s = ε/σ."""
    slope = (noise - noise.mean()) / sigma
    return estimates.ratio(score_function(mu, sigma, noise) * slope, slope**2)


def averages(single: Values, samples: int) -> Values:
    """Return the means (n,) of groups of ``samples`` estimates (n · samples,)."""
    means: Values = single.reshape(-1, samples).mean(1)
    return means


class Followed(NamedTuple):
    """E[A_θ(z)] with A_θ(z) = θz² and z ~ N(aθ, σ²); for a = 0, p does not depend on θ.

    ∇E[A] = E[∇A] + E[A ∇ln p]. The second term is in general not zero.
    """

    theta: float
    a: float = 1.0
    sigma: float = 1.0

    def expectation(self) -> float:
        """Return E[A] = θ(a²θ² + σ²)."""
        return self.theta * (self.a**2 * self.theta**2 + self.sigma**2)

    def gradient(self) -> float:
        """Return ∇E[A] = 3a²θ² + σ²."""
        return 3 * self.a**2 * self.theta**2 + self.sigma**2

    def inside(self) -> float:
        """Return E[∇A] = E[z²] = a²θ² + σ²: the gradient moved into the expectation."""
        return self.a**2 * self.theta**2 + self.sigma**2

    def forgotten(self) -> float:
        """Return E[A ∇ln p] = 2a²θ²: the term that is missing then."""
        return 2 * self.a**2 * self.theta**2

    def draws(self, noise: Values) -> Any:
        """Return A (n,) for each ε (n,); at fixed ε it only depends on θ."""
        return self.theta * self._z(noise) ** 2

    def inside_estimates(self, noise: Values) -> Values:
        """Return ∇A (n,) at fixed z, for each ε (n,)."""
        return self._z(noise) ** 2

    def forgotten_estimates(self, noise: Values) -> Values:
        """Return A ∇ln p (n,) for each ε (n,), with ∇ln p = aε/σ."""
        draws: Values = self.draws(noise)
        return draws * self.a * noise / self.sigma

    def _z(self, noise: Values) -> Values:
        return self.a * self.theta + self.sigma * noise
