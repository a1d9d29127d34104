"""Normal distributions: densities, divergences and the best diagonal approximation.

Σ is a covariance, Λ = Σ⁻¹ its precision, ρ a correlation, Q the dimension. Logarithms are natural,
so that divergences are in nats.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import LinAlgError, cholesky, solve_triangular

from aelab.metrics import Estimate
from aelab.params import InputError
from aelab.theory import estimates

Values = NDArray[np.float64]


class Gaussian(NamedTuple):
    """A normal distribution with mean (Q,) and covariance (Q, Q)."""

    mean: Values
    covariance: Values

    def factor(self) -> Values:
        """Return the lower triangular L (Q, Q) with L Lᵀ = Σ.

        Raises:
            InputError: the covariance is not positive definite.

        """
        try:
            return np.asarray(cholesky(self.covariance, lower=True))
        except LinAlgError:
            raise InputError("This is no covariance: a direction has no variance in it.") from None

    def precision(self) -> Values:
        """Return Λ = Σ⁻¹ (Q, Q)."""
        return np.asarray(np.linalg.inv(self.covariance), np.float64)

    def log_density(self, z: ArrayLike) -> Values:
        """Return ln N(z; mean, Σ) (n,) at ``z`` (n, Q)."""
        factor = self.factor()
        centred = np.asarray(z) - self.mean
        white: Values = solve_triangular(factor, centred.T, lower=True)  # (Q, n)
        volume = float(np.log(np.diagonal(factor)).sum()) + len(self.mean) / 2 * math.log(
            2 * math.pi
        )
        squares: Values = (white**2).sum(0)
        return -squares / 2 - volume

    def draw(self, count: int, rng: np.random.Generator) -> Values:
        """Draw ``count`` samples (count, Q)."""
        return self.mean + rng.standard_normal((count, len(self.mean))) @ self.factor().T

    def outline(self, radius: float = 1.0, count: int = 65) -> Values:
        """Return points (count, 2) of the ellipse ``radius`` standard deviations from the mean."""
        angle = np.linspace(0, 2 * math.pi, count)
        return self.mean + radius * np.stack([np.cos(angle), np.sin(angle)], 1) @ self.factor().T


def standard(q: int) -> Gaussian:
    """Return N(0, 1) in ``q`` dimensions, the usual prior."""
    return Gaussian(np.zeros(q), np.eye(q))


def diagonal(mean: ArrayLike, sigma: ArrayLike) -> Gaussian:
    """Return the Gaussian with mean (Q,), standard deviations (Q,) and no correlation."""
    return Gaussian(np.asarray(mean, np.float64), np.diag(np.asarray(sigma, np.float64) ** 2))


def expected_log_density(q: Gaussian, p: Gaussian) -> float:
    """Return E_q[ln p(z)]; for p = q it is minus the entropy of q."""
    white = solve_triangular(p.factor(), np.c_[q.factor(), q.mean - p.mean], lower=True)
    volume = np.log(np.diagonal(p.factor())).sum() + len(p.mean) / 2 * math.log(2 * math.pi)
    return float(-(white**2).sum() / 2 - volume)


def kl(q: Gaussian, p: Gaussian) -> float:
    """Return KL(q ‖ p) = E_q[ln q − ln p], which is not KL(p ‖ q).

    Source: Bishop, "Pattern Recognition and Machine Learning", 2006, section 1.6.1.
    """
    return expected_log_density(q, q) - expected_log_density(q, p)


def kl_to_standard(mu: ArrayLike, sigma: ArrayLike) -> Any:
    """Return KL(N(μ, diag σ²) ‖ N(0, 1)) = ½ Σ(μ² + σ² − 1 − ln σ²) of arrays (…, Q) as (…,).

    The sum runs over the Q dimensions of the latent space. Source: Kingma and Welling,
    "Auto-encoding variational Bayes", 2014, arXiv:1312.6114, appendix B.
    """
    mu, variance = np.asarray(mu, np.float64), np.asarray(sigma, np.float64) ** 2
    return (mu**2 + variance - 1 - np.log(variance)).sum(-1) / 2


def kl_estimate(q: Gaussian, p: Gaussian, count: int, rng: np.random.Generator) -> Estimate:
    """Estimate KL(q ‖ p) in nats as the mean of ln q − ln p over samples of q, with its error.

    Args:
        q: the distribution that the samples come from.
        p: the other distribution.
        count: number of samples.
        rng: source of the samples.

    """
    z = q.draw(count, rng)
    return estimates.mean(q.log_density(z) - p.log_density(z))


def closest_diagonal(p: Gaussian) -> Gaussian:
    """Return the uncorrelated q with the smallest KL(q ‖ p): the mean of p, variances 1/Λ_ii.

    It is too narrow, since 1/Λ_ii ≤ Σ_ii. Source: Bishop, "Pattern Recognition and Machine
    Learning", 2006, section 10.1.2.
    """
    return Gaussian(p.mean, np.diag(1 / np.diagonal(p.precision())))


def matched_diagonal(p: Gaussian) -> Gaussian:
    """Return the uncorrelated q with the smallest KL(p ‖ q): the mean and variances of p."""
    return Gaussian(p.mean, np.diag(np.diagonal(p.covariance)))


def diagonal_gap(p: Gaussian) -> float:
    """Return the smallest KL(q ‖ p) of an uncorrelated q: ½(Σ ln Λ_ii − ln det Λ), in nats.

    For two dimensions with correlation ρ it is −½ ln(1 − ρ²).
    """
    precision = p.precision()
    return float(np.log(np.diagonal(precision)).sum() - np.linalg.slogdet(precision)[1]) / 2


def correlated(rho: float) -> Values:
    """Return the covariance (2, 2) of unit variances with correlation ρ.

    Raises:
        InputError: ρ is not between −1 and 1.

    """
    if not -1 < rho < 1:
        raise InputError(f"A correlation lies between −1 and 1, not at {rho:g}.")
    return np.array([[1.0, rho], [rho, 1.0]])


def log_moment(p: Gaussian, q: Gaussian, order: int) -> float:
    """Return ln E_q[(p/q)ⁿ] = ln ∫ pⁿ q¹⁻ⁿ dz for n = ``order``; ∞ if q is too narrow.

    It is finite if n Σ_q − (n − 1) Σ_p is positive definite. Source: Gil, Alajaji and Linder,
    "Rényi divergence measures for commonly used univariate continuous distributions", 2013.
    """
    rest = order - 1
    mixed = order * q.covariance - rest * p.covariance
    if np.linalg.eigvalsh(mixed)[0] <= 0:
        return math.inf
    volumes = [np.linalg.slogdet(c)[1] for c in (p.covariance, q.covariance, mixed)]
    shift = p.mean - q.mean
    distance = order * rest * shift @ np.linalg.solve(mixed, shift)
    return float(distance - rest * volumes[0] + order * volumes[1] - volumes[2]) / 2
