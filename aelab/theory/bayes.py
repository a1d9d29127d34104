"""The linear Gaussian model, where ln p(x), the posterior and every bound have closed forms.

z ~ N(0, 1) in Q dimensions and x = Wz + b + σε in D dimensions, ε ~ N(0, 1). Each line of the
derivation of the evidence lower bound (ELBO) can be evaluated for it. Source: Bishop, "Pattern
Recognition and Machine Learning", 2006, sections 2.3.3 and 12.2; Kingma and Welling,
"Auto-encoding variational Bayes", 2014, arXiv:1312.6114.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import sqrtm

from aelab.params import InputError
from aelab.theory.gaussians import Gaussian, Values, expected_log_density, kl, standard

LOG_2PI = math.log(2 * math.pi)


class Bound(NamedTuple):
    """The two terms of the ELBO in nats: E_q[ln p(x|z)] and KL(q ‖ p(z))."""

    reconstruction: float
    kl: float

    @property
    def elbo(self) -> float:
        """The bound itself: reconstruction − KL."""
        return self.reconstruction - self.kl


class Derivation(NamedTuple):
    """The lines of the derivation in nats, each evaluated from its own expectations.

    evidence: ln p(x)
    extended: E_q[ln p(z,x) − ln p(z|x)]
    split: E_q[ln p(z,x) − ln q] + KL(q ‖ p(z|x))
    bound: E_q[ln p(z,x) − ln q], a lower bound since KL ≥ 0
    terms: E_q[ln p(x|z)] − KL(q ‖ p(z))
    """

    evidence: float
    extended: float
    split: float
    bound: float
    terms: float


class LinearGaussian(NamedTuple):
    """z ~ N(0, 1), x|z ~ N(Wz + b, σ²): weights W (D, Q), offset b (D,), sigma σ > 0."""

    weights: Values
    offset: Values
    sigma: float

    def log_density(self, x: ArrayLike) -> Values:
        """Return ln p(x) (n,) of samples (n, D).

        xᵀC⁻¹x, with C = WWᵀ + σ², equals ‖x − W⟨z⟩‖²/σ² + ‖⟨z⟩‖² at the posterior mean ⟨z⟩. Both
        terms are positive, so no digits cancel for small σ.
        """
        d, q = self.weights.shape
        codes = self.codes(x)
        residual = np.asarray(x) - self.decoded(codes)
        volume = float(np.linalg.slogdet(self._m())[1]) + (d - q) * 2 * math.log(self.sigma)
        square = (residual**2).sum(1) / self.sigma**2 + (codes**2).sum(1)
        total: Values = square + volume + d * LOG_2PI
        return -total / 2

    def codes(self, x: ArrayLike) -> Values:
        """Return the posterior means ⟨z⟩ (n, Q) of samples (n, D)."""
        projected = self.weights.T @ (np.asarray(x) - self.offset).T  # (Q, n)
        return np.asarray(np.linalg.solve(self._m(), projected).T, np.float64)

    def decoded(self, z: ArrayLike) -> Values:
        """Return the means Wz + b (n, D) of p(x|z) for codes (n, Q)."""
        return np.asarray(z) @ self.weights.T + self.offset

    def posterior(self, x: ArrayLike) -> Gaussian:
        """Return p(z|x) of one sample (D,): mean ⟨z⟩, and σ²(WᵀW + σ²)⁻¹ as the covariance."""
        m_inverse = np.asarray(np.linalg.inv(self._m()), np.float64)
        return Gaussian(self.codes(np.asarray(x)[None])[0], self.sigma**2 * m_inverse)

    def marginal(self) -> Gaussian:
        """Return p(x), with covariance WWᵀ + σ² (D, D)."""
        noise = self.sigma**2 * np.eye(len(self.offset))
        return Gaussian(self.offset, self.weights @ self.weights.T + noise)

    def correlations(self, first: ArrayLike, second: ArrayLike) -> Values:
        """Return the correlation (p,) of pairs of features, from their numbers (p,), (p,)."""
        i, j = np.asarray(first), np.asarray(second)
        variances = (self.weights**2).sum(1) + self.sigma**2
        covariances = (self.weights[i] * self.weights[j]).sum(-1)
        return np.asarray(covariances / np.sqrt(variances[i] * variances[j]))

    def draw(self, count: int, rng: np.random.Generator) -> Values:
        """Draw ``count`` samples (count, D) from p(x)."""
        z = rng.standard_normal((count, self.weights.shape[1]))
        noise = rng.standard_normal((count, len(self.offset)))
        return self.decoded(z) + self.sigma * noise

    def log_likelihood(self, x: ArrayLike, z: ArrayLike) -> Values:
        """Return ln p(x|z) (n,) of one sample (D,) for codes (n, Q)."""
        square: Values = ((np.asarray(x) - self.decoded(z)) ** 2).sum(1)
        return -square / (2 * self.sigma**2) - len(self.offset) * self._log_scale()

    def bound(self, x: ArrayLike, q: Gaussian) -> Bound:
        """Return the terms of the ELBO of one sample (D,) for any Gaussian q(z|x)."""
        residual = np.asarray(x) - self.decoded(q.mean)
        square = float(
            residual @ residual + np.trace(self.weights @ q.covariance @ self.weights.T)
        )
        likelihood = -square / (2 * self.sigma**2) - len(self.offset) * self._log_scale()
        return Bound(likelihood, kl(q, standard(len(q.mean))))

    def derivation(self, x: ArrayLike, q: Gaussian) -> Derivation:
        """Return the lines of the derivation of the ELBO for one sample (D,) and a Gaussian q."""
        terms, posterior = self.bound(x, q), self.posterior(x)
        prior = expected_log_density(q, standard(len(q.mean)))
        bound = terms.reconstruction + prior - expected_log_density(q, q)
        return Derivation(
            evidence=float(self.log_density(np.asarray(x)[None])[0]),
            extended=terms.reconstruction + prior - expected_log_density(q, posterior),
            split=bound + kl(q, posterior),
            bound=bound,
            terms=terms.elbo,
        )

    def _m(self) -> Values:
        """Return M = WᵀW + σ² (Q, Q)."""
        return self.weights.T @ self.weights + self.sigma**2 * np.eye(self.weights.shape[1])

    def _log_scale(self) -> float:
        """Return ½ ln 2πσ², the constant that each feature adds to −ln p(x|z)."""
        return LOG_2PI / 2 + math.log(self.sigma)


def with_posterior(covariance: Values) -> LinearGaussian:
    """Return a model with D = Q and σ = 1 whose posterior has this covariance (Q, Q) for every x.

    Raises:
        InputError: a variance is not below 1, since the posterior is narrower than the prior.

    """
    q = len(covariance)
    squared = np.linalg.inv(covariance) - np.eye(q)  # WᵀW
    if np.linalg.eigvalsh(squared)[0] <= 0:
        raise InputError("A posterior of this model is narrower than its prior in any direction.")
    return LinearGaussian(np.real(sqrtm(squared)), np.zeros(q), 1.0)


def independent(d: int, sigma: float) -> tuple[LinearGaussian, Values]:
    """Return the model x_i = z_i + σε_i in ``d`` dimensions, and a typical sample x (d,).

    Each coordinate of x is one standard deviation from its mean, so that ‖x‖² has its expected
    value. p(x) is a product over dimensions, so logarithms of it are proportional to ``d``.
    """
    model = LinearGaussian(np.eye(d), np.zeros(d), sigma)
    return model, np.full(d, math.sqrt(1 + sigma**2))
