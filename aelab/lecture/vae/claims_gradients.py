"""Claims of the chapter "Variational autoencoder": gradients of expectations."""

import numpy as np

from aelab.lecture.core.claim import Finding, claim
from aelab.theory import gradients
from aelab.theory.gaussians import Values
from aelab.theory.gradients import Followed

REPEATS = 20_000  # averages of L estimates each


def _noise(samples: int, independent: bool = True) -> Values:
    """Return ε (REPEATS · samples,), ``independent`` or the same for all of a group."""
    rng = np.random.default_rng(0)
    if independent:
        return rng.standard_normal(REPEATS * samples)
    return np.repeat(rng.standard_normal(REPEATS), samples)


@claim(
    "vae.inside",
    rows=(36,),
    statement="The gradient may be drawn into the expectation where p(z) does not depend on θ.",
    formula=r"\nabla_\theta E_p[A_\theta(z)] = E_p[\nabla_\theta A_\theta(z)]",
    tolerance=0.05,
    why="The mean over 20,000 draws is known to about one per cent.",
    breaks={"follows": 1.0},
)
def inside(theta: float = 1.0, sigma: float = 1.0, follows: float = 0.0) -> Finding:
    """Measure E[∇A] for A = θz², z ~ N(aθ, σ²), where a says how p(z) ``follows`` θ."""
    setting = Followed(theta, follows, sigma)
    return Finding(setting.gradient(), setting.inside_estimates(_noise(1)).mean())


@claim(
    "vae.forgotten",
    rows=(36,),
    statement="Where p(z) depends on θ, a second term is needed, and it is in general not zero.",
    formula=r"\nabla_\theta E_p[A_\theta] = E_p[\nabla_\theta A_\theta] "
    r"+ E_p[A_\theta \nabla_\theta \ln p_\theta]",
    tolerance=0.1,
    why="The mean over 20,000 draws is known to a few per cent.",
    breaks={"complete": False},
)
def forgotten(
    theta: float = 1.0, sigma: float = 1.0, follows: float = 1.0, complete: bool = True
) -> Finding:
    """Measure E[∇A] + E[A ∇ln p].

    Args:
        theta: θ.
        sigma: standard deviation of z.
        follows: the a of z ~ N(aθ, σ²).
        complete: whether the second term is included.

    """
    setting, noise = Followed(theta, follows, sigma), _noise(1)
    second = setting.forgotten_estimates(noise).mean() if complete else 0.0
    return Finding(setting.gradient(), setting.inside_estimates(noise).mean() + second)


@claim(
    "vae.reparametrised",
    rows=(37,),
    statement="The variance of the reparametrised gradient is 4σ², and falls as one over L.",
    formula=r"\mathrm{Var}\Big[\tfrac1L \sum_l 2(\mu + \sigma\epsilon_l)\Big] = 4\sigma^2 / L",
    tolerance=0.05,
    why="The variance of 20,000 averages is known to about one per cent.",
    breaks={"independent": False},
)
def reparametrised(
    mu: float = 1.0, sigma: float = 1.0, samples: int = 10, independent: bool = True
) -> Finding:
    """Measure the variance of averages of L reparametrised estimates.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        samples: number L of estimates per average.
        independent: whether the estimates of an average are independent.

    """
    estimates = gradients.reparametrised(mu, sigma, _noise(samples, independent))
    predicted = gradients.reparametrised_variance(sigma) / samples
    return Finding(predicted, gradients.averages(estimates, samples).var())


@claim(
    "vae.score",
    rows=(37,),
    statement="The score function has a larger variance, which a baseline makes smaller.",
    formula=r"\mathrm{Var} = \tfrac1L \big(c^2/\sigma^2 + 6c + 8\mu^2 + 15\sigma^2\big), \quad "
    r"c = \mu^2 - b",
    tolerance=0.2,
    why="Rare large estimates carry the variance; with 20,000 averages it is known to a few "
    "per cent.",
    breaks={"independent": False},
)
def score(
    mu: float = 1.0,
    sigma: float = 1.0,
    samples: int = 10,
    baseline: float = 0.0,
    independent: bool = True,
) -> Finding:
    """Measure the variance of averages of L estimates (z² − b) ∂ln p/∂μ.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        samples: number L of estimates per average.
        baseline: b.
        independent: whether the estimates of an average are independent.

    """
    estimates = gradients.score_function(mu, sigma, _noise(samples, independent), baseline)
    predicted = gradients.score_variance(mu, sigma, baseline) / samples
    return Finding(predicted, gradients.averages(estimates, samples).var())


@claim(
    "vae.unbiased",
    rows=(37,),
    statement="A baseline leaves the mean as it is, as long as it does not see the draw.",
    formula=r"E\big[(z^2 - b)\, \partial_\mu \ln p\big] = 2\mu",
    tolerance=0.1,
    why="The mean over 200,000 draws is known to one or two per cent.",
    breaks={"sees": True},
    scale=1.0,
)
def unbiased(
    mu: float = 1.0, sigma: float = 1.0, baseline: float = 2.0, sees: bool = False
) -> Finding:
    """Measure the mean of the score-function estimates.

    Args:
        mu: mean of z.
        sigma: standard deviation of z.
        baseline: b.
        sees: whether the baseline depends on the draw as bz, for which the claim fails.

    """
    noise = _noise(10)
    b = baseline * (mu + sigma * noise) if sees else baseline
    return Finding(gradients.exact(mu), gradients.score_function(mu, sigma, noise, b).mean())


@claim(
    "vae.baseline",
    rows=(37,),
    statement="The best constant baseline is not the mean of z²: large scores count for more.",
    formula=r"b^* = \frac{E[z^2 s^2]}{E[s^2]} = \mu^2 + 3\sigma^2, \quad s = \epsilon / \sigma",
    tolerance=0.05,
    why="The fit to 200,000 draws is known to about one per cent.",
    breaks={"fitted": False},
)
def optimal_baseline(mu: float = 1.0, sigma: float = 1.0, fitted: bool = True) -> Finding:
    """Measure the b of least variance on the draws; not ``fitted``, the mean of z²."""
    noise = _noise(10)
    mean = float(((mu + sigma * noise) ** 2).mean())
    measured = gradients.fitted_baseline(mu, sigma, noise) if fitted else mean
    return Finding(gradients.best_baseline(mu, sigma), measured)
