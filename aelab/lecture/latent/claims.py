"""Claims of the chapter "Latent variable models": probabilistic PCA and its limit."""

import numpy as np
from scipy.optimize import minimize_scalar

from aelab.lecture.core.claim import Finding, claim
from aelab.theory import estimates, ppca
from aelab.theory.gaussians import Values
from aelab.theory.pca import principal

SPREADS = (3.0, 2.0, 1.0, 0.7, 0.5)  # standard deviations along the axes of the default samples


def samples(count: int = 500, seed: int = 0) -> Values:
    """Return samples (count, 5) of a rotated Gaussian about a mean that is not 0."""
    rng = np.random.default_rng(seed)
    axes = np.linalg.qr(rng.normal(size=(len(SPREADS), len(SPREADS))))[0]
    x: Values = rng.normal(size=(count, len(SPREADS))) * SPREADS @ axes
    return x + 1.0


@claim(
    "latent.noise",
    rows=(28,),
    statement="The noise of maximum likelihood is the mean of the discarded eigenvalues.",
    formula=r"\sigma^2 = \frac{1}{d - k} \sum_{i > k} \lambda_i",
    tolerance=1e-3,
    why="The likelihood is searched for its maximum numerically, and a maximum is flat.",
    breaks={"centred": False},
)
def noise_variance(x: Values | None = None, latent: int = 2, centred: bool = True) -> Finding:
    """Search for the σ² under which samples (m, d) are most likely."""
    x = samples() if x is None else x
    axes = principal(x)
    predicted = ppca.noise_variance(axes.values, latent)
    if not centred:  # ln p is then that of a model about the origin
        axes = axes._replace(mean=np.zeros_like(axes.mean))

    def loss(log_variance: float) -> float:
        model = ppca.fit(axes, latent, float(np.exp(log_variance / 2)))
        return -float(model.log_density(x).mean())

    start = np.log(predicted)
    result = minimize_scalar(loss, bounds=(start - 3, start + 3), options={"xatol": 1e-6})
    return Finding(predicted, float(np.exp(result.x)))


@claim(
    "latent.likelihood",
    rows=(28,),
    statement="The likelihood at its maximum follows from the eigenvalues alone.",
    formula=r"\langle\ln p\rangle = -\tfrac12 \big[d \ln 2\pi + \sum_{i \le k} \ln\lambda_i "
    r"+ (d - k) \ln\sigma^2 + d\big]",
    tolerance=1e-8,
    why="Rounding.",
    breaks={"noise": 1.5},
    unit="nats",
)
def likelihood(x: Values | None = None, latent: int = 2, noise: float = 1.0) -> Finding:
    """Measure the mean of ln p(x) with ``noise`` times the best σ."""
    x = samples() if x is None else x
    axes = principal(x)
    sigma = noise * float(np.sqrt(ppca.noise_variance(axes.values, latent)))
    measured = ppca.fit(axes, latent, sigma).log_density(x).mean()
    return Finding(ppca.log_likelihood(axes.values, latent), measured)


@claim(
    "latent.reconstruction",
    rows=(28,),
    statement="The posterior mean is drawn towards zero: along a kept axis a share σ²/λ is lost.",
    formula=r"\langle\|x - \hat x\|^2\rangle = \sum_{i \le k} \sigma^4 / \lambda_i "
    r"+ \sum_{i > k} \lambda_i",
    tolerance=1e-8,
    why="Rounding.",
    breaks={"projected": True},
)
def reconstruction(
    x: Values | None = None, latent: int = 2, sigma: float = 1.0, projected: bool = False
) -> Finding:
    """Measure the error of x̂ = W⟨z⟩ + mean, or of the projection.

    Args:
        x: samples (m, d); None uses the default ones.
        latent: code size k.
        sigma: noise σ.
        projected: whether x is projected, for which the claim fails.

    """
    x = samples() if x is None else x
    axes = principal(x)
    model = ppca.fit(axes, latent, sigma)
    x_hat = ppca.projection(model, x) if projected else model.decoded(model.codes(x))
    error = ((x - x_hat) ** 2).sum(1).mean()
    return Finding(ppca.reconstruction_error(axes.values, latent, sigma), error)


@claim(
    "latent.limit",
    rows=(27, 28),
    statement="Without noise, probabilistic PCA reconstructs as PCA does.",
    formula=r"\sigma^2 \to 0: \quad \langle\|x - \hat x\|^2\rangle \to \sum_{i > k} \lambda_i",
    tolerance=1e-3,
    why="σ is small and not 0; what is left of it goes with its fourth power.",
    breaks={"sigma": 1.0},
)
def limit(x: Values | None = None, latent: int = 2, sigma: float = 0.05) -> Finding:
    """Measure the error of reconstructions against that of PCA, the discarded eigenvalues."""
    result = reconstruction(x, latent, sigma)
    values = principal(samples() if x is None else x).values
    return Finding(values[latent:].sum(), result.measured)


@claim(
    "latent.codes",
    rows=(28,),
    statement="The codes of probabilistic PCA are whitened: their variance is below 1 whatever λ.",
    formula=r"\mathrm{Var}\,\langle z_i \rangle = 1 - \sigma^2 / \lambda_i",
    tolerance=1e-8,
    why="Rounding.",
    breaks={"whitened": False},
)
def codes(
    x: Values | None = None, latent: int = 2, sigma: float = 0.5, whitened: bool = True
) -> Finding:
    """Measure the variance of the first code.

    Args:
        x: samples (m, d); None uses the default ones.
        latent: code size k.
        sigma: noise σ.
        whitened: whether the codes are those of probabilistic PCA; otherwise those of PCA.

    """
    x = samples() if x is None else x
    axes = principal(x)
    z = ppca.fit(axes, latent, sigma).codes(x) if whitened else (x - axes.mean) @ axes.vectors
    return Finding(ppca.code_variances(axes.values, latent, sigma)[0], z[:, 0].var())


@claim(
    "latent.correlations",
    rows=(28,),
    statement="Samples of the model are as correlated as W and σ say: the two features with the "
    "largest covariance in the data.",
    formula=r"x = Wz + \bar x + \epsilon: \quad \mathrm{Cov}(x) = WW^T + \sigma^2 \approx C",
    why="Standard error of a correlation over 20,000 draws.",
    breaks={"noise": 0.5},
)
def correlations(
    x: Values | None = None, latent: int = 3, drawn: int = 20_000, noise: float = 1.0
) -> Finding:
    """Measure the correlation in samples.

    Args:
        x: samples (m, d) that the model is fitted to; None uses the default ones.
        latent: code size k.
        drawn: number of samples that are drawn.
        noise: factor of σ in the draws, for which the claim fails if it is not 1.

    """
    x = samples() if x is None else x
    axes = principal(x)
    data = (axes.vectors * axes.values) @ axes.vectors.T
    i, j = np.unravel_index(np.abs(np.triu(data, 1)).argmax(), data.shape)
    model = ppca.fit(axes, latent)
    new = model._replace(sigma=noise * model.sigma).draw(drawn, np.random.default_rng(0))
    measured = estimates.correlation(float(np.corrcoef(new[:, i], new[:, j])[0, 1]), drawn)
    return Finding(float(model.correlations(i, j)), *measured)
