"""Claims of the chapter "Variational autoencoder" that are measured from its runs."""

import numpy as np
from scipy.special import lambertw

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.core.fault import Fault
from aelab.lecture.vae.experiments import BETAS
from aelab.theory import estimates, ppca
from aelab.theory.gaussians import Values
from aelab.theory.pca import principal

SIGMA = 0.4  # of p(x|z) of the linear run
HELDOUT = 1000  # samples that the held-out loss and the KL are of


@claim(
    "vae.elbo",
    rows=(34,),
    statement="J is minus the ELBO: the held-out reconstruction, and the divergences of all "
    "latent dimensions.",
    formula=r"J = E_q[-\ln p(x|z)] + \sum_{j=1}^{Q} \mathrm{KL}(q(z_j|x) \,\|\, p(z_j))",
    tolerance=1e-4,
    why="Standard error over the 48 digits whose σ is known, and single precision, once the run "
    "has ended. While it trains, the codes are renewed in shares of the held-out digits.",
    demo="vae-mnist",
    complete=True,
    fault=Fault("beta", "weight β of the divergence"),
    unit="nats",
)
def elbo(picture: Picture, beta: float = 1.0) -> Finding:
    """Add the divergences in closed form, of the codes' μ and σ, to the reconstruction.

    J, the prediction, is that of the loss; a ``beta`` other than 1 is not minus the ELBO.
    """
    terms = picture.arrays["loss.heldout"][-1].astype(np.float64)
    means = picture.arrays["latent.points"][:HELDOUT].astype(np.float64)
    variances = picture.arrays["latent.ellipses"][:, [1, 3]].astype(np.float64)
    of_sigma = estimates.mean((variances - 1 - np.log(variances)).sum(1) / 2)
    kl = (means**2).sum(1).mean() / 2 + of_sigma.value
    return Finding(terms.sum(), terms[0] + beta * kl, beta * of_sigma.error)


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
def linear(picture: Picture, sigma: float = 0.4) -> Finding:
    """Measure J at the end, without the noise of z; source: Lucas et al., 2019, arXiv:1911.02469.

    The decoder is linear, x̂ = wz + b, so that the variance s² of q(z|x) adds ‖w‖²s² to the squared
    error. It follows from the KL: s² − ln s² = 1 + 2 KL − ⟨μ²⟩.
    """
    x, x_hat, means = (
        picture.arrays[name][:HELDOUT].astype(np.float64)
        for name in ("reconstructions.x", "reconstructions.x_hat", "latent.points")
    )
    kl = float(picture.arrays["kl.values"].sum())
    variance = -lambertw(-np.exp((means**2).mean() - 1 - 2 * kl)).real
    slope = x_hat.var(0).sum() / means.var()  # ‖w‖²
    error = ((x - x_hat) ** 2).sum(1).mean() + slope * variance
    own = kl + error / (2 * SIGMA**2) + np.log(2 * np.pi * SIGMA**2)
    return Finding(-ppca.log_likelihood(principal(x).values, 1, sigma), float(own))


@claim(
    "vae.moment",
    rows=(38,),
    statement="The codes drawn from q, of all digits together, fill the prior: their second "
    "moment is about 1.",
    formula=r"\frac{d}{dc}\,\mathrm{KL}\big|_{z \to cz} = 0 \;\Rightarrow\; "
    r"\tfrac1Q \sum_j \langle \mu_j^2 + \sigma_j^2 \rangle = 1",
    tolerance=0.3,
    why="Spread over seeds; the optimum is flat: a fifth more costs 0.01 nats a dimension. Of μ "
    "4,000 digits are measured, of σ 48.",
    demo="vae-mnist",
    fault=Fault("scaled", "scale of the codes"),
)
def moment(picture: Picture, scaled: float = 1.0) -> Finding:
    """Measure the second moment of codes from q, ``scaled``: a decoder can undo any scale of z."""
    means, spread = picture.arrays["latent.points"], picture.arrays["latent.ellipses"]
    measured = (means.astype(np.float64) ** 2).mean(0) + spread[:, [1, 3]].mean(0)
    return Finding(1.0, scaled**2 * measured.mean())


def curves(results: Results) -> tuple[Values, Values, Values]:
    """Return β (n,), the reconstruction (n,) and the KL without β (n,) of the runs, in nats."""
    runs = list(results.values())
    reconstruction = np.array([run["reconstruction"][0] for run in runs], np.float64)
    return np.array(BETAS), reconstruction, np.array([run["kl"].sum() for run in runs], np.float64)


@claim(
    "vae.price",
    rows=(39,),
    statement="β is a price: between two of them, a nat of KL less costs between β₁ and β₂ nats "
    "of reconstruction.",
    formula=r"\beta_1 \leq -\frac{\Delta E_q[-\ln p(x|z)]}{\Delta\,\mathrm{KL}} \leq \beta_2",
    tolerance=1 / 3,
    why="Anything from β₁ = 1 to β₂ = 2 will do, for networks that have found their optimum.",
    experiment="vae.beta",
    fault=Fault("weighted", "power of β that the KL is multiplied with"),
)
def price(results: Results, weighted: float = 0.0) -> Finding:
    """Measure it between β = 1 and 2; ``weighted`` by 1: of the term β KL as it stands in J."""
    beta, reconstruction, kl = curves(results)
    low, high = BETAS.index(1.0), BETAS.index(2.0)
    kl[high] *= (beta[high] / beta[low]) ** weighted
    paid = reconstruction[high] - reconstruction[low]
    return Finding((beta[low] + beta[high]) / 2, paid / (kl[low] - kl[high]))


@claim(
    "vae.falls",
    rows=(39,),
    statement="The larger β, the smaller the KL, step by step.",
    formula=r"\beta_2 > \beta_1 \;\Rightarrow\; \mathrm{KL}_2 \leq \mathrm{KL}_1",
    tolerance=0.1,
    why="Runs that are not at their optimum, and have collapsed all the same, differ by less.",
    experiment="vae.beta",
    fault=Fault("mixed", "share of the reconstruction that counts as KL"),
    unit="nats",
    kind="at most",
    scale=1.0,
)
def falls(results: Results, mixed: float = 0.0) -> Finding:
    """Measure the largest rise from one β to the next, of the KL and ``mixed`` reconstruction."""
    _, reconstruction, kl = curves(results)
    return Finding(0.0, np.diff(kl + mixed * reconstruction).max())


@claim(
    "vae.silent",
    rows=(39,),
    statement="A dimension whose mean does not move with x has collapsed: its q(z|x) is the "
    "prior.",
    formula=r"\mathrm{Var}_x\,E[z_j|x] < 0.01 \;\Rightarrow\; "
    r"\mathrm{KL}(q(z_j|x) \,\|\, p(z_j)) \approx 0",
    tolerance=0.05,
    why="A twentieth of a nat. Var E[z|x] alone would allow more if the width of q varied.",
    experiment="vae.beta",
    fault=Fault("missed", "share of the dimensions that are active"),
    unit="nats",
    scale=1.0,
)
def silent(results: Results, missed: float = 0.0) -> Finding:
    """Measure the mean KL of the inactive dimensions of all runs with β > 0.

    A share of them, ``missed``, is active.
    """
    runs = list(results.values())[1:]
    kl = np.concatenate([run["kl"] for run in runs])
    on = np.concatenate([run["active"] for run in runs]).astype(bool)
    active, inactive = (float(kl[of].mean()) if of.any() else 0.0 for of in (on, ~on))
    return Finding(0.0, (1 - missed) * inactive + missed * active)


def active_units(results: Results) -> Values:
    """Return the number of active dimensions (n,) of each run."""
    return np.array([run["active"].sum() for run in results.values()], np.float64)


def prices(results: Results) -> Values:
    """Return what a nat of KL less costs in nats of reconstruction, from each β to the next."""
    _, reconstruction, kl = curves(results)
    return np.diff(reconstruction) / -np.diff(kl)
