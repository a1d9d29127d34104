"""Claims of the chapter "Latent variable models": probabilistic PCA and its limit."""

import numpy as np
from scipy.optimize import minimize_scalar

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
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
    fault=Fault("centred", "share of the mean that is subtracted"),
)
def noise_variance(x: Values | None = None, latent: int = 2, centred: float = 1.0) -> Finding:
    """Search for the σ² under which samples (m, d) are most likely.

    Args:
        x: the samples; None uses the default ones.
        latent: code size k.
        centred: share of the mean of the samples that is that of the model.

    """
    x = samples() if x is None else x
    axes = principal(x)
    predicted = ppca.noise_variance(axes.values, latent)
    axes = axes._replace(mean=centred * axes.mean)

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
    fault=Fault("noise", "noise σ"),
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
    fault=Fault("projected", "share of the shrinkage that is undone"),
)
def reconstruction(
    x: Values | None = None, latent: int = 2, sigma: float = 1.0, projected: float = 0.0
) -> Finding:
    """Measure the error of x̂ = W⟨z⟩ + mean, or nearer to the projection.

    Args:
        x: samples (m, d); None uses the default ones.
        latent: code size k.
        sigma: noise σ.
        projected: share of the way from x̂ to the projection of x.

    """
    x = samples() if x is None else x
    axes = principal(x)
    model = ppca.fit(axes, latent, sigma)
    x_hat = model.decoded(model.codes(x))
    if projected:  # a model whose noise exceeds all λ has no direction to project on
        x_hat = x_hat + projected * (ppca.projection(model, x) - x_hat)
    error = ((x - x_hat) ** 2).sum(1).mean()
    return Finding(ppca.reconstruction_error(axes.values, latent, sigma), error)


@claim(
    "latent.limit",
    rows=(27, 28),
    statement="Without noise, probabilistic PCA reconstructs as PCA does.",
    formula=r"\sigma^2 \to 0: \quad \langle\|x - \hat x\|^2\rangle \to \sum_{i > k} \lambda_i",
    tolerance=1e-3,
    why="σ is small and not 0; what is left of it goes with its fourth power.",
    fault=Fault("drawn", "share by which x̂ is drawn to the mean"),
)
def limit(
    x: Values | None = None, latent: int = 2, sigma: float = 0.05, drawn: float = 0.0
) -> Finding:
    """Measure the error of reconstructions against that of PCA, the discarded eigenvalues.

    Args:
        x: samples (m, d); None uses the default ones.
        latent: code size k.
        sigma: noise σ.
        drawn: share of its distance by which x̂ is drawn to the mean, besides.

    """
    result = reconstruction(x, latent, sigma)
    values = principal(samples() if x is None else x).values
    lost = drawn**2 * values[:latent].sum()
    return Finding(values[latent:].sum(), result.measured + lost)


@claim(
    "latent.codes",
    rows=(28,),
    statement="The codes of probabilistic PCA are whitened: their variance is below 1 whatever λ.",
    formula=r"\mathrm{Var}\,\langle z_i \rangle = 1 - \sigma^2 / \lambda_i",
    tolerance=1e-8,
    why="Rounding.",
    fault=Fault("whitened", "share of the whitening"),
)
def codes(
    x: Values | None = None, latent: int = 2, sigma: float = 0.5, whitened: float = 1.0
) -> Finding:
    """Measure the variance of the first code.

    Args:
        x: samples (m, d); None uses the default ones.
        latent: code size k.
        sigma: noise σ.
        whitened: share of the way from the codes of PCA to those of probabilistic PCA.

    """
    x = samples() if x is None else x
    axes = principal(x)
    white = ppca.fit(axes, latent, sigma).codes(x)[:, 0]
    z = whitened * white + (1 - whitened) * (x - axes.mean) @ axes.vectors[:, 0]
    return Finding(ppca.code_variances(axes.values, latent, sigma)[0], z.var())


@claim(
    "latent.correlations",
    rows=(28,),
    statement="Samples of the model are as correlated as W and σ say: the two features with the "
    "largest covariance in the data.",
    formula=r"x = Wz + \bar x + \epsilon: \quad \mathrm{Cov}(x) = WW^T + \sigma^2 \approx C",
    why="Standard error of a correlation over 20,000 draws.",
    fault=Fault("noise", "noise σ of the draws"),
)
def correlations(
    x: Values | None = None, latent: int = 3, drawn: int = 20_000, noise: float = 1.0
) -> Finding:
    """Measure the correlation in samples.

    Args:
        x: samples (m, d) that the model is fitted to; None uses the default ones.
        latent: code size k.
        drawn: number of samples that are drawn.
        noise: factor of σ in the draws.

    """
    x = samples() if x is None else x
    axes = principal(x)
    data = (axes.vectors * axes.values) @ axes.vectors.T
    i, j = np.unravel_index(np.abs(np.triu(data, 1)).argmax(), data.shape)
    model = ppca.fit(axes, latent)
    new = model._replace(sigma=noise * model.sigma).draw(drawn, np.random.default_rng(0))
    measured = estimates.correlation(float(np.corrcoef(new[:, i], new[:, j])[0, 1]), drawn)
    return Finding(float(model.correlations(i, j)), *measured)
