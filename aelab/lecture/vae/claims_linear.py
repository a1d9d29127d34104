"""Claims of the chapter "Variational autoencoder" about a linear VAE, where ln p(x) is exact."""

import math

import numpy as np
from scipy.optimize import brentq

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory import ppca
from aelab.theory.bayes import LinearGaussian
from aelab.theory.gaussians import Values
from aelab.theory.pca import principal

SIGMA = 0.4  # of p(x|z) in the run
HELDOUT = 1000  # samples that the held-out loss and the KL are of


@claim(
    "vae.linear",
    rows=(34,),
    statement="A linear VAE closes the gap: its J falls to −ln p(x) of probabilistic PCA with the "
    "same σ, exact for the held-out points.",
    formula=r"\min J = -\langle\ln \mathcal N(x;\,\bar x,\, WW^T + \sigma^2)\rangle",
    tolerance=0.001,
    why="Spread over seeds, in which the steps differ; the mean over z is exact. PCA is of the "
    "held-out points; that of the training points would be a thousandth of a nat worse.",
    demo="vae-linear",
    fault=Fault("sigma", "width σ of p(x|z) in the prediction"),
    unit="nats",
)
def linear(picture: Picture, sigma: float = SIGMA) -> Finding:
    """Measure J at the end, without the noise of z; source: Lucas et al., 2019, arXiv:1911.02469.

    The decoder is linear, x̂ = wz + b, so that the variance s² of q(z|x) adds ‖w‖²s² to the squared
    error of what μ is decoded to.
    """
    x, x_hat, mu, kl = outcome(picture)
    slope = x_hat.var(0).sum() / mu.var()  # ‖w‖²
    error = ((x - x_hat) ** 2).sum(1).mean() + slope * width(mu, kl) ** 2
    own = kl + error / (2 * SIGMA**2) + math.log(2 * math.pi * SIGMA**2)
    return Finding(-ppca.log_likelihood(principal(x).values, 1, sigma), float(own))


@claim(
    "vae.identity",
    rows=(33, 34),
    statement="In this run, too, ln p(x) is the ELBO plus the divergence of q from the posterior.",
    formula=r"\langle\ln p_\theta(x)\rangle = -J + "
    r"\langle\mathrm{KL}(q_\phi(z|x) \,\|\, p_\theta(z|x))\rangle",
    tolerance=0.002,
    why="p(x) and p(z|x) are exact for the decoder as it is: W and b follow from codes and "
    "reconstructions of the held-out points. The width of q, taken to be the same for all x, "
    "follows from the mean KL. J has 64 draws of z for each point.",
    demo="vae-linear",
    fault=Fault("sigma", "width σ of p(x|z) in the exact ln p(x)"),
    unit="nats",
)
def identity(picture: Picture, sigma: float = SIGMA) -> Finding:
    """Measure −J + KL of the run, and predict it by the exact ln p(x) of its decoder."""
    x, x_hat, mu, kl = outcome(picture)
    model = decoder(mu, x_hat, sigma)
    j = float(picture.arrays["loss.heldout"][-1].sum())
    return Finding(model.log_density(x).mean(), gap(model, x, mu, width(mu, kl)) - j)


def outcome(picture: Picture) -> tuple[Values, Values, Values, float]:
    """Return held-out x and x̂ (n, D), their codes μ (n, 1), and the mean KL in nats."""
    arrays = picture.arrays
    x, x_hat, mu = (
        arrays[name][:HELDOUT].astype(np.float64)
        for name in ("reconstructions.x", "reconstructions.x_hat", "latent.points")
    )
    return x, x_hat, mu, float(arrays["kl.values"].sum())


def decoder(mu: Values, x_hat: Values, sigma: float) -> LinearGaussian:
    """Return the generative model from codes (n, 1) and what they are decoded to (n, D)."""
    design = np.column_stack([mu, np.ones(len(mu))])
    solution = np.linalg.lstsq(design, x_hat, rcond=None)[0]  # exact: g is linear
    rows: Values = np.asarray(solution, np.float64)  # (2, D)
    return LinearGaussian(rows[:1].T, rows[1], sigma)


def width(mu: Values, kl: float) -> float:
    """Return the standard deviation s < 1 of q(z|x) of codes ``mu`` (n, 1) with this mean KL.

    KL = ½(⟨μ²⟩ + s² − 1) − ln s.
    """
    square = float((mu**2).mean())
    if kl <= square / 2:  # rounding, where q has become the prior
        return 1.0
    return float(brentq(lambda s: (square + s**2 - 1) / 2 - math.log(s) - kl, 1e-8, 1.0))


def gap(model: LinearGaussian, x: Values, mu: Values, deviation: float) -> float:
    """Return the mean KL of q = N(μ, s²) from the posterior of each sample.

    Args:
        model: gives the posterior.
        x: samples (n, D).
        mu: means (n, 1) of q.
        deviation: the s of all q.

    """
    variance = float(model.posterior(x[0]).covariance[0, 0])
    ratio, off = deviation**2 / variance, ((mu - model.codes(x)) ** 2).mean() / variance
    return float(ratio - 1 - math.log(ratio) + off) / 2
