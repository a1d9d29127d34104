"""What the KL of a VAE consists of: the information in the code, and how far q(z) is from p(z).

With q(z) the mean of q(z|x) over x, ⟨KL(q(z|x) ‖ p)⟩ = I(x; z) + KL(q(z) ‖ p). Neither part is
negative, so the KL is at least the information. Source: Hoffman and Johnson, "ELBO surgery: yet
another way to carve up the variational evidence lower bound", NeurIPS workshop on advances in
approximate Bayesian inference, 2016.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from aelab.metrics import Estimate
from aelab.theory import estimates
from aelab.theory.bayes import LOG_2PI
from aelab.theory.gaussians import Values

AT_ONCE = 500  # draws whose densities are in memory


class Surgery(NamedTuple):
    """The two parts of ⟨KL⟩ in nats, for q(z) the mean of q(z|x) over N samples.

    ``information`` is that of z about which of these N samples it is of: at most ln N, and on
    average below I(x; z) of all possible samples. ``marginal`` is KL(q(z) ‖ p), for the same N
    samples on average above that of all. Their sum is ⟨KL⟩ of the N samples, without bias.
    """

    information: Estimate
    marginal: Estimate


def surgery(mean: Values, variance: Values, rng: np.random.Generator) -> Surgery:
    """Estimate the parts of ⟨KL⟩ from one draw of each q(z|x), diagonal Gaussians.

    Args:
        mean: means (N, k) of q(z|x).
        variance: variances (N, k) of q(z|x).
        rng: source of the draws.

    """
    z = mean + np.sqrt(variance) * rng.standard_normal(mean.shape)
    own = _log_normal(z, mean, variance)
    mixture = np.concatenate(
        [log_aggregate(z[i : i + AT_ONCE], mean, variance) for i in range(0, len(z), AT_ONCE)]
    )
    prior = _log_normal(z, np.zeros_like(z), np.ones_like(z))
    return Surgery(estimates.mean(own - mixture), estimates.mean(mixture - prior))


def log_aggregate(z: Values, mean: Values, variance: Values) -> Values:
    """Return ln q(z) (n,) at ``z`` (n, k), for q(z) = (1/N) Σ N(z; mean_i, variance_i)."""
    precision = 1 / variance  # (N, k)
    constant = (mean**2 * precision + np.log(variance) + LOG_2PI).sum(1)  # (N,)
    squares = z**2 @ precision.T - 2 * z @ (mean * precision).T + constant  # (n, N)
    density: Values = logsumexp(-squares / 2, axis=1) - np.log(len(mean))
    return density


def _log_normal(z: Values, mean: Values, variance: Values) -> Values:
    """Return ln N(z; mean, diag variance) (n,) of each row (n, k)."""
    values: Values = -((z - mean) ** 2 / variance + np.log(variance) + LOG_2PI).sum(1) / 2
    return values
