"""Claims of the chapter "Variational autoencoder": the bound, its gap, divergences, full Σ."""

import math

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import estimates, gaussians, importance
from aelab.theory.bayes import LinearGaussian, with_posterior
from aelab.theory.evidence import Toy
from aelab.theory.gaussians import Gaussian, Values, kl, standard

X = np.array([1.0, -0.5])  # the sample
NARROW = 0.15  # variance of posteriors with a given correlation


def linear(sigma: float = 0.6) -> LinearGaussian:
    """Return a model with two latent and two data dimensions and a correlated posterior."""
    return LinearGaussian(np.array([[1.0, 0.6], [0.2, 0.9]]), np.zeros(2), sigma)


@claim(
    "vae.evidence",
    rows=(33,),
    statement="ln p(x) is the ELBO plus the divergence of q from the posterior.",
    formula=r"\ln p(x) = \mathrm{ELBO} + \mathrm{KL}\big(q(z|x) \,\|\, p(z|x)\big)",
    tolerance=1e-8,
    why="Rounding.",
    fault=Fault("exact", "width of the posterior"),
    unit="nats",
)
def evidence(
    off: float = 0.8, width: float = 1.3, sigma: float = 0.6, exact: float = 1.0
) -> Finding:
    """Measure ELBO + KL.

    Args:
        off: shift of the mean of q, in standard deviations of the posterior.
        width: width of q relative to the posterior.
        sigma: standard deviation of p(x|z).
        exact: factor of the width of the posterior in the KL.

    """
    model = linear(sigma)
    posterior = model.posterior(X)
    q = importance.shifted(importance.widened(posterior, width), off)
    p = importance.widened(posterior, exact)
    return Finding(model.log_density(X[None])[0], model.bound(X, q).elbo + kl(q, p))


@claim(
    "vae.closes",
    rows=(33,),
    statement="The gap closes as q approaches the posterior.",
    formula=r"\ln p(x) - \mathrm{ELBO} = t^2 / 2, \quad "
    r"q \text{ off by } t \text{ standard deviations}",
    tolerance=1e-8,
    why="Rounding.",
    fault=Fault("width", "width of q"),
    unit="nats",
    scale=1.0,
)
def closes(off: float = 0.8, width: float = 1.0, sigma: float = 0.6) -> Finding:
    """Measure the gap of a q with a shifted mean, by ``off`` standard deviations."""
    model = linear(sigma)
    posterior = model.posterior(X)
    shifted = importance.shifted(posterior, off)
    q = Gaussian(shifted.mean, width**2 * posterior.covariance)
    return Finding(off**2 / 2, model.log_density(X[None])[0] - model.bound(X, q).elbo)


@claim(
    "vae.bound",
    rows=(33,),
    statement="−ln p(x) is at most the divergence from the prior plus the reconstruction error.",
    formula=r"-\ln p(x) \le \mathrm{KL}(q \,\|\, p(z)) + E_q[-\ln p(x|z)]",
    tolerance=1e-6,
    why="Rounding, and the end of the grid of the quadrature.",
    fault=Fault("sign", "weight of the reconstruction"),
    unit="nats",
    kind="at least",
    scale=1.0,
)
def bound(
    decoder: str = "straight",
    x: float = 1.0,
    mu: float = 0.6,
    s: float = 0.1**0.5,
    sigma: float = 0.5,
    sign: float = 1.0,
) -> Finding:
    """Measure the bound for q = N(μ, s²), which by default is the posterior: it is tight.

    Args:
        decoder: name of the decoder.
        x: the sample.
        mu: mean of q.
        s: standard deviation of q.
        sigma: standard deviation of p(x|z).
        sign: weight of the reconstruction term; −1 is that of the transcript.

    """
    toy = Toy(decoder, sigma)
    terms = toy.bound(x, mu, s)
    return Finding(-toy.log_density([x])[0], terms.kl - sign * terms.reconstruction)


@claim(
    "vae.terms",
    rows=(34,),
    statement="The ELBO is the reconstruction less the divergence from the prior.",
    formula=r"E_q[\ln p(x, z) - \ln q] = E_q[\ln p(x|z)] - \mathrm{KL}(q \,\|\, p(z))",
    why="Standard error of the mean over 20,000 draws.",
    fault=Fault("beta", "weight of the divergence"),
    unit="nats",
)
def elbo_terms(
    off: float = 0.8, width: float = 1.3, sigma: float = 0.6, beta: float = 1.0
) -> Finding:
    """Measure the ELBO by sampling q.

    Args:
        off: shift of the mean of q, in standard deviations of the posterior.
        width: width of q relative to the posterior.
        sigma: standard deviation of p(x|z).
        beta: weight of the predicted divergence.

    """
    model = linear(sigma)
    q = importance.shifted(importance.widened(model.posterior(X), width), off)
    predicted = model.bound(X, q)
    log_w = importance.log_weights(model, X, q, 20_000, np.random.default_rng(0))
    return Finding(predicted.reconstruction - beta * predicted.kl, *estimates.mean(log_w))


@claim(
    "vae.squares",
    rows=(34,),
    statement="A bare sum of squares is −ln p(x|z) of a Gaussian with σ² = ½, but for a constant.",
    formula=r"-\ln p(x|z) = \frac{\|x - \hat x\|^2}{2\sigma^2} + \frac D2 \ln 2\pi\sigma^2, "
    r"\quad \sigma^2 = \tfrac12",
    tolerance=1e-8,
    why="Rounding.",
    fault=Fault("variance", "variance σ² of p(x|z)"),
)
def squares(variance: float = 0.5, unit: float = 1.0) -> Finding:
    """Measure by how much −ln p(x|z) differs between two codes, in pixels of that ``unit``."""
    model, x = linear(math.sqrt(variance)), unit * X
    model = model._replace(weights=unit * model.weights)
    z = np.array([[0.0, 0.0], [1.0, -1.0]])
    errors = ((x - model.decoded(z)) ** 2).sum(1)
    surprise = -model.log_likelihood(x, z)
    return Finding(errors[1] - errors[0], surprise[1] - surprise[0])


@claim(
    "vae.asymmetry",
    rows=(33,),
    statement="KL(q‖p) is a mean over q, and not the same as KL(p‖q), a mean over p.",
    formula=r"\mathrm{KL}(q \,\|\, p) = E_q[\ln q - \ln p] "
    r"= \ln\frac1s + \frac{s^2 + \mu^2 - 1}{2}",
    why="Standard error of the mean over 50,000 draws.",
    fault=Fault("prior", "width of the prior"),
    unit="nats",
)
def asymmetry(mu: float = 1.0, s: float = 0.4, prior: float = 1.0) -> Finding:
    """Measure the divergence of q = N(μ, s²) from p = N(0, 1), sampled; ``prior`` is p's width."""
    q, p = gaussians.diagonal([mu], [s]), gaussians.diagonal([0.0], [prior])
    measured = gaussians.kl_estimate(q, p, 50_000, np.random.default_rng(0))
    return Finding(math.log(1 / s) + (s**2 + mu**2 - 1) / 2, *measured)


@claim(
    "vae.likelihood",
    rows=(33,),
    statement="The model of maximum likelihood is the one of least divergence from the data.",
    formula=r"\arg\max_\theta \langle \ln p_\theta(x) \rangle_{\text{data}} "
    r"= \arg\min_\theta \mathrm{KL}(p_{\text{data}} \,\|\, p_\theta)",
    tolerance=1e-4,
    why="Standard error of the mean of 20,000 samples, which is the θ of maximum likelihood; both "
    "optima are searched numerically.",
    fault=Fault("moved", "shift of the samples"),
    scale=1.0,
)
def likelihood(
    width: float = 0.6, sigma: float = 0.5, reverse: bool = False, moved: float = 0.0
) -> Finding:
    """Measure the mean θ of p_θ = N(θ, width²) under which skewed samples are most likely.

    Args:
        width: standard deviation of p_θ.
        sigma: standard deviation of p(x|z) of the data.
        reverse: whether the prediction minimises KL(p_θ ‖ p_data) by quadrature, and not
            KL(p_data ‖ p_θ).
        moved: shift of the samples.

    """
    toy = Toy("fold", sigma)
    x, drawn = toy.span(301), moved + toy.draw(20_000, np.random.default_rng(0))
    log_p = toy.log_density(x)

    def divergence(theta: float) -> float:
        log_q = gaussians.diagonal([theta], [width]).log_density(x[:, None])
        a, b = (log_q, log_p) if reverse else (log_p, log_q)
        return float((np.exp(a) * (a - b)).sum())

    def loss(theta: float) -> float:
        model = gaussians.diagonal([theta], [width])
        return -float(model.log_density(drawn[:, None]).mean())

    predicted, measured = (minimize_scalar(f, bounds=(-2, 3)).x for f in (divergence, loss))
    return Finding(predicted, measured, estimates.mean(drawn).error)


@claim(
    "vae.kl",
    rows=(35,),
    statement="The divergence of a diagonal Gaussian from the prior is a sum over the latent "
    "dimensions.",
    formula=r"\mathrm{KL} = \tfrac12 \sum_{j=1}^{Q} (\mu_j^2 + \sigma_j^2 - 1 - \ln\sigma_j^2)",
    why="Standard error of the mean over 50,000 draws.",
    fault=Fault("power", "power of σ that scales the noise"),
    unit="nats",
)
def kl_sum(mu: float = 1.0, sigma: float = 0.5, latent: int = 2, power: float = 1.0) -> Finding:
    """Measure the mean of ln q − ln p over draws from q.

    Args:
        mu: mean of q.
        sigma: standard deviation of q.
        latent: number of dimensions.
        power: power of σ in the draws z = μ + σ⊙ε; 2 is μ + Σε, as in the transcript.

    """
    noise = np.random.default_rng(0).standard_normal((50_000, latent))
    z = mu + sigma**power * noise
    q = gaussians.diagonal(np.full(latent, mu), np.full(latent, sigma))
    measured = estimates.mean(q.log_density(z) - standard(latent).log_density(z))
    return Finding(gaussians.kl_to_standard(q.mean, np.full(latent, sigma)), *measured)


def _best(model: LinearGaussian) -> Gaussian:
    """Return the diagonal Gaussian q with the largest ELBO at X."""

    def q(at: Values) -> Gaussian:
        return gaussians.diagonal(at[:2], np.exp(at[2:]))

    start = np.array([0.0, 0.0, -1.0, -1.0])
    result = minimize(lambda at: -model.bound(X, q(at)).elbo, start, method="L-BFGS-B", tol=1e-12)
    return q(result.x)


@claim(
    "vae.diagonal",
    rows=(40,),
    statement="A q without correlation cannot reach a posterior with correlation ρ.",
    formula=r"\ln p(x) - \max_q \mathrm{ELBO} = -\tfrac12 \ln(1 - \rho^2)",
    tolerance=1e-3,
    why="The ELBO is searched for its maximum numerically.",
    fault=Fault("actual", "correlation ρ of the posterior"),
    unit="nats",
    scale=1.0,
)
def diagonal(rho: float = 0.8, actual: float = 1.0) -> Finding:
    """Measure the gap of the best q at a posterior of correlation ``actual`` times ρ."""
    model = with_posterior(NARROW * gaussians.correlated(actual * rho))
    gap = model.log_density(X[None])[0] - model.bound(X, _best(model)).elbo
    return Finding(-math.log(1 - rho**2) / 2, gap)


@claim(
    "vae.narrow",
    rows=(40,),
    statement="The best q without correlation is narrower than the posterior.",
    formula=r"\mathrm{Var}_q(z_1) / \mathrm{Var}_p(z_1) = 1 - \rho^2",
    tolerance=0.01,
    why="The ELBO is searched for its maximum numerically, and a maximum is flat.",
    fault=Fault("actual", "correlation ρ of the posterior"),
    scale=0.1,
)
def narrow(rho: float = 0.8, actual: float = 1.0) -> Finding:
    """Measure the variance of the best diagonal q at a correlation ``actual`` times ρ."""
    model = with_posterior(NARROW * gaussians.correlated(actual * rho))
    variance = _best(model).covariance[0, 0] / model.posterior(X).covariance[0, 0]
    return Finding(1 - rho**2, variance)
