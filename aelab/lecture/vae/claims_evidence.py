"""Claims of the chapter "Variational autoencoder": p(x) and its bounds by sampling."""

import math

import numpy as np

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.metrics import Estimate
from aelab.theory import estimates, importance
from aelab.theory.bayes import LinearGaussian, independent
from aelab.theory.evidence import Toy
from aelab.theory.gaussians import Gaussian, Values, standard

REPEATS = 4000  # estimates of p(x), so that the error of their scatter is a few per cent


@claim(
    "vae.mixture",
    rows=(31,),
    statement="p(x) is a mixture that fills in: its squared error falls as one over the draws.",
    formula=r"E\int (\hat p - p)^2\,dx = \frac1L "
    r"\Big(\frac{1}{2\sigma\sqrt\pi} - \int p^2\,dx\Big)",
    why="Standard error of the mean over 20 to 2,000 mixtures.",
    fault=Fault("spread", "width of the prior that z is drawn from"),
)
def mixture(
    decoder: str = "step", sigma: float = 0.3, draws: int = 50, spread: float = 1.0
) -> Finding:
    """Measure ∫(p̂ − p)² dx.

    Args:
        decoder: name of the decoder.
        sigma: standard deviation of p(x|z).
        draws: draws of z per estimate.
        spread: standard deviation of z; 1 is that of the prior.

    """
    toy, rng = Toy(decoder, sigma), np.random.default_rng(0)
    x = toy.span(161)
    p = np.exp(toy.log_density(x))
    repeats = max(20, min(2000, 100_000 // draws))
    mixtures = (
        toy.estimated_density(x, spread * rng.standard_normal(draws)) for _ in range(repeats)
    )
    squares = [((estimate - p) ** 2).sum() * (x[1] - x[0]) for estimate in mixtures]
    return Finding(toy.estimation_error(draws), *estimates.mean(squares), repeats)


def _setting(dimensions: int, sigma: float) -> tuple[float, Values]:
    """Return ln p(x) of a typical x (d,), and x."""
    model, x = independent(dimensions, sigma)
    return float(model.log_density(x[None])[0]), x


@claim(
    "vae.prior_error",
    rows=(32,),
    statement="Sampled from the prior, p(x) has an error that grows exponentially with dimension.",
    formula=r"\frac{\sigma(\hat p)}{p} = \sqrt{\tfrac1L \big(E[(w/p)^2] - 1\big)}, \quad "
    r"E[(w/p)^2] = \Big(\frac{1 + \sigma^2}{\sigma\sqrt{2 + \sigma^2}}\,"
    r" e^{1/(2 + \sigma^2)}\Big)^d",
    why="Exact standard error of the root mean square over up to 4,000 estimates; in many "
    "dimensions rare draws carry it, and it is infinite.",
    fault=Fault("noise", "standard deviation σ of p(x|z) in the prediction"),
)
def prior_error(
    dimensions: int = 2, sigma: float = 1.0, samples: int = 50, noise: float = 1.0
) -> Finding:
    """Measure the relative error of p̂.

    Args:
        dimensions: number of dimensions.
        sigma: standard deviation of p(x|z).
        samples: draws of the prior per estimate.
        noise: factor of sigma in the prediction.

    """
    model, x = independent(dimensions, sigma)
    measured = _scatter(model, x, standard(dimensions), samples)
    predicted = math.sqrt((importance.per_dimension(noise * sigma) ** dimensions - 1) / samples)
    return Finding(predicted, *measured)


def _scatter(model: LinearGaussian, x: Values, q: Gaussian, samples: int) -> Estimate:
    """Return the measured relative error of p̂ of ``samples`` draws, with its exact error.

    The error is infinite where it exceeds what is measured: rare draws carry that then.
    """
    repeats = max(200, min(REPEATS, 4_000_000 // (len(x) * samples)))
    rng = np.random.default_rng(0)
    log_w = importance.log_weights(model, x, q, repeats * samples, rng)
    log_p = float(model.log_density(x[None])[0])
    measured = importance.measured_error(log_p, log_w, samples)
    posterior = model.posterior(x)
    exact = importance.scatter_error(posterior, q, samples, repeats)
    usable = exact <= importance.relative_error(posterior, q, samples)
    return Estimate(measured.value, exact if usable else math.inf)


@claim(
    "vae.importance_error",
    rows=(32,),
    statement="Sampled from a q near the posterior, p(x) has a small error.",
    formula=r"\frac{\sigma(\hat p)}{p} = \sqrt{\tfrac1L "
    r"\Big(\Big(\frac{c^2}{\sqrt{2c^2 - 1}}\Big)^{d} - 1\Big)}",
    tolerance=1e-6,
    why="Exact standard error of the root mean square over up to 4,000 estimates; infinite where "
    "rare draws carry it.",
    fault=Fault("wide", "width of q"),
    scale=1.0,
)
def importance_error(
    dimensions: int = 5,
    sigma: float = 0.5,
    samples: int = 50,
    width: float = 1.3,
    wide: float = 1.0,
) -> Finding:
    """Measure the relative error of p̂.

    For a width below 1/√2 the variance of p̂ is infinite, and so is the prediction.

    Args:
        dimensions: number of dimensions.
        sigma: standard deviation of p(x|z).
        samples: draws of z per estimate.
        width: width of q relative to the posterior.
        wide: factor of that width in the draws.

    """
    model, x = independent(dimensions, sigma)
    q = importance.widened(model.posterior(x), wide * width)
    square = width**2 / math.sqrt(2 * width**2 - 1) if 2 * width**2 > 1 else math.inf
    predicted = math.sqrt((square**dimensions - 1) / samples)
    return Finding(predicted, *_scatter(model, x, q, samples))


@claim(
    "vae.low",
    rows=(32, 41),
    statement="The logarithm of an estimate of p(x) is too low, by half its relative variance.",
    formula=r"\ln p - E[\ln \hat p_k] \approx \frac{\mu_2}{2k} - "
    r"\Big(\frac{\mu_3}{3} - \frac{3\mu_2^2}{4}\Big)\frac{1}{k^2}, \quad \mu_i \text{ of } w/p",
    tolerance=0.02,
    why="An expansion in 1/k that ends after the second order, beside the standard error of the "
    "mean over 400,000 draws.",
    fault=Fault("noise", "standard deviation σ of p(x|z) in the weights"),
    unit="nats",
)
def low(k: int = 50, dimensions: int = 1, sigma: float = 1.0, noise: float = 1.0) -> Finding:
    """Measure by how much ln p̂ of ``k`` draws from the prior falls short of ln p(x).

    Args:
        k: draws per estimate.
        dimensions: number of dimensions.
        sigma: standard deviation of p(x|z).
        noise: factor of sigma in the weights.

    """
    model, _ = independent(dimensions, sigma)
    log_p, x = _setting(dimensions, sigma)
    q, rng = standard(dimensions), np.random.default_rng(0)
    weighed = model._replace(sigma=noise * sigma)
    log_w = importance.log_weights(weighed, x, q, 400_000 // k * k, rng)
    predicted = importance.weighted_gap(model.posterior(x), q, k)
    return Finding(predicted, *importance.weighted_shortfall(log_p, log_w, k))


@claim(
    "vae.one_sample",
    rows=(41,),
    statement="The importance-weighted bound of one sample is the ELBO.",
    formula=r"\mathcal{L}_1 = E_q[\ln p(x, z) - \ln q(z|x)]",
    why="Standard error of the mean over 20,000 draws.",
    fault=Fault("moved", "shift of q"),
    unit="nats",
)
def one_sample(k: int = 1, off: float = 1.0, sigma: float = 0.5, moved: float = 1.0) -> Finding:
    """Measure the bound of ``k`` samples.

    Args:
        k: number of samples.
        off: shift of the mean of q, in standard deviations of the posterior.
        sigma: standard deviation of p(x|z).
        moved: factor of that shift in the draws.

    """
    model, x = independent(1, sigma)
    q = importance.shifted(model.posterior(x), off)
    drawn = importance.shifted(model.posterior(x), moved * off)
    log_w = importance.log_weights(model, x, drawn, 20_000 * k, np.random.default_rng(0))
    return Finding(model.bound(x, q).elbo, *importance.weighted_bound(log_w, k))


@claim(
    "vae.weighted",
    rows=(41,),
    statement="The importance-weighted bound stays below ln p(x) for any number of samples.",
    formula=r"\mathcal{L}_k = E\Big[\ln\tfrac1k\sum_{i=1}^k \frac{p(x, z_i)}{q(z_i|x)}\Big] "
    r"\le \ln p(x)",
    why="Standard error of the mean over 20 to 4,000 groups of draws.",
    fault=Fault("forgotten", "share of ln q − ln p(z) that the weights leave out"),
    unit="nats",
    kind="at most",
)
def weighted(k: int = 10, off: float = 1.0, sigma: float = 0.5, forgotten: float = 0.0) -> Finding:
    """Measure the importance-weighted bound.

    Args:
        k: number of samples.
        off: shift of the mean of q, in standard deviations of the posterior.
        sigma: standard deviation of p(x|z).
        forgotten: share of ln q − ln p(z) that is missing in the weights; 1 ignores q.

    """
    log_p, x = _setting(1, sigma)
    model, _ = independent(1, sigma)
    q = importance.shifted(model.posterior(x), off)
    groups = max(20, min(REPEATS, 400_000 // k))
    draws = groups * k
    log_w = importance.log_weights(model, x, q, draws, np.random.default_rng(0))
    ignoring_q = model.log_likelihood(x, q.draw(draws, np.random.default_rng(0)))
    log_w += forgotten * (ignoring_q - log_w)
    return Finding(log_p, *importance.weighted_bound(log_w, k), groups)
