"""Claims of the chapter "Variational autoencoder": gradients of expectations."""

import numpy as np

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import estimates, gradients
from aelab.theory.gaussians import Values
from aelab.theory.gradients import Followed

REPEATS = 20_000  # averages of L estimates each


def _noise(samples: int, alike: float = 0.0) -> Values:
    """Return ε (REPEATS · samples,), with a correlation ``alike`` within each group of samples."""
    own, common = np.random.default_rng(0), np.random.default_rng(1)
    noise = own.standard_normal(REPEATS * samples)
    if not alike:
        return noise
    same = np.repeat(common.standard_normal(REPEATS), samples)
    mixed: Values = np.sqrt(1 - alike) * noise + np.sqrt(alike) * same
    return mixed


@claim(
    "vae.inside",
    rows=(36,),
    statement="The gradient may be drawn into the expectation where p(z) does not depend on θ.",
    formula=r"\nabla_\theta E_p[A_\theta(z)] = E_p[\nabla_\theta A_\theta(z)]",
    why="Standard error of the mean over 20,000 draws.",
    fault=Fault("follows", "share of θ that p(z) follows"),
)
def inside(theta: float = 1.0, sigma: float = 1.0, follows: float = 0.0) -> Finding:
    """Measure E[∇A] for A = θz², z ~ N(aθ, σ²), where a says how p(z) ``follows`` θ."""
    setting = Followed(theta, follows, sigma)
    return Finding(setting.gradient(), *estimates.mean(setting.inside_estimates(_noise(1))))


@claim(
    "vae.forgotten",
    rows=(36,),
    statement="Where p(z) depends on θ, a second term is needed, and it is in general not zero.",
    formula=r"\nabla_\theta E_p[A_\theta] = E_p[\nabla_\theta A_\theta] "
    r"+ E_p[A_\theta \nabla_\theta \ln p_\theta]",
    why="Standard error of the mean over 20,000 draws.",
    fault=Fault("complete", "weight of the second term"),
)
def forgotten(
    theta: float = 1.0, sigma: float = 1.0, follows: float = 1.0, complete: float = 1.0
) -> Finding:
    """Measure E[∇A] + E[A ∇ln p].

    Args:
        theta: θ.
        sigma: standard deviation of z.
        follows: the a of z ~ N(aθ, σ²).
        complete: weight of the second term.

    """
    setting, noise = Followed(theta, follows, sigma), _noise(1)
    second = complete * setting.forgotten_estimates(noise)
    return Finding(setting.gradient(), *estimates.mean(setting.inside_estimates(noise) + second))


@claim(
    "vae.reparametrised",
    rows=(37,),
    statement="The variance of the reparametrised gradient is 4σ², and falls as one over L.",
    formula=r"\mathrm{Var}\Big[\tfrac1L \sum_l 2(\mu + \sigma\epsilon_l)\Big] = 4\sigma^2 / L",
    why="Standard error of the variance of 20,000 averages.",
    fault=Fault("alike", "correlation of the draws of an average"),
)
def reparametrised(
    mu: float = 1.0, sigma: float = 1.0, samples: int = 10, alike: float = 0.0
) -> Finding:
    """Measure the variance of averages of L reparametrised estimates.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        samples: number L of estimates per average.
        alike: correlation between the draws of an average.

    """
    single = gradients.reparametrised(mu, sigma, _noise(samples, alike))
    predicted = gradients.reparametrised_variance(sigma) / samples
    return Finding(predicted, *estimates.variance(gradients.averages(single, samples)))


@claim(
    "vae.score",
    rows=(37,),
    statement="The score function has a larger variance, which a baseline makes smaller.",
    formula=r"\mathrm{Var} = \tfrac1L \big(c^2/\sigma^2 + 6c + 8\mu^2 + 15\sigma^2\big), \quad "
    r"c = \mu^2 - b",
    why="Standard error of the variance of 20,000 averages, from their fourth moment.",
    fault=Fault("alike", "correlation of the draws of an average"),
)
def score(
    mu: float = 1.0,
    sigma: float = 1.0,
    samples: int = 10,
    baseline: float = 0.0,
    alike: float = 0.0,
) -> Finding:
    """Measure the variance of averages of L estimates (z² − b) ∂ln p/∂μ.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        samples: number L of estimates per average.
        baseline: b.
        alike: correlation between the draws of an average.

    """
    single = gradients.score_function(mu, sigma, _noise(samples, alike), baseline)
    predicted = gradients.score_variance(mu, sigma, baseline) / samples
    return Finding(predicted, *estimates.variance(gradients.averages(single, samples)))


@claim(
    "vae.unbiased",
    rows=(37,),
    statement="A baseline leaves the mean as it is, as long as it does not see the draw.",
    formula=r"E\big[(z^2 - b)\, \partial_\mu \ln p\big] = 2\mu",
    why="Standard error of the mean over 200,000 draws.",
    fault=Fault("sees", "share of the baseline that is proportional to the draw"),
)
def unbiased(
    mu: float = 1.0, sigma: float = 1.0, baseline: float = 2.0, sees: float = 0.0
) -> Finding:
    """Measure the mean of the score-function estimates.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        baseline: b.
        sees: share of the baseline that is bz instead of b.

    """
    noise = _noise(10)
    b = baseline * (1 - sees + sees * (mu + sigma * noise))
    single = gradients.score_function(mu, sigma, noise, b)
    return Finding(gradients.exact(mu), *estimates.mean(single))


@claim(
    "vae.baseline",
    rows=(37,),
    statement="The best constant baseline is not the mean of z²: large scores count for more.",
    formula=r"b^* = \frac{E[z^2 s^2]}{E[s^2]} = \mu^2 + 3\sigma^2, \quad s = \epsilon / \sigma",
    why="Standard error of the fit to 200,000 draws.",
    fault=Fault("fitted", "share of the way from the mean of z² to the fit"),
)
def optimal_baseline(mu: float = 1.0, sigma: float = 1.0, fitted: float = 1.0) -> Finding:
    """Measure the b of least variance on the draws, ``fitted`` from the mean of z² on."""
    noise = _noise(10)
    mean = ((mu + sigma * noise) ** 2).mean()
    fit = gradients.fitted_baseline(mu, sigma, noise)
    measured = mean + fitted * (fit.value - mean)
    return Finding(gradients.best_baseline(mu, sigma), measured, fit.error)
