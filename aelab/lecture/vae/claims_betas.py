"""Claims of the chapter "Variational autoencoder" that are measured from its runs."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.vae.experiments import BETAS
from aelab.theory import ppca
from aelab.theory.gaussians import Values
from aelab.theory.pca import principal

QUICK = {"epochs": 2, "data.points": 4000, "widths": (64,)}
LONGER = {"epochs": 12, "data.points": 3000, "widths": (64,), "batch": 64, "rate": 5e-3}


@claim(
    "vae.elbo",
    rows=(34,),
    statement="J is minus the ELBO: the held-out reconstruction, and the divergences of all "
    "latent dimensions.",
    formula=r"J = E_q[-\ln p(x|z)] + \sum_{j=1}^{Q} \mathrm{KL}(q(z_j|x) \,\|\, p(z_j))",
    tolerance=1e-4,
    why="Single precision, once the run has ended. While it trains, the divergences are renewed "
    "in shares of the held-out digits.",
    demo="vae-mnist",
    quick=QUICK,
    breaks={"beta": 4.0},
    unit="nats",
)
def elbo(picture: Picture) -> Finding:
    """Measure both terms of the run apart, and predict them from J; this holds for β = 1 alone."""
    terms = picture.arrays["loss.heldout"][-1]
    return Finding(terms.sum(), terms[0] + picture.arrays["kl.values"].sum())


@claim(
    "vae.linear",
    rows=(34,),
    statement="A linear VAE closes the gap: its J falls to −ln p(x) of probabilistic PCA with the "
    "same σ, exact for the held-out points.",
    formula=r"\min J = -\langle\ln \mathcal N(x;\,\bar x,\, WW^T + \sigma^2)\rangle",
    tolerance=0.005,
    why="Spread over seeds, in which the steps and the draws of z differ. PCA is of the held-out "
    "points; that of the training points would be a thousandth of a nat worse.",
    demo="vae-linear",
    quick={"epochs": 20},
    breaks={"sigma": 1.0},
    unit="nats",
)
def linear(picture: Picture, sigma: float = 0.4) -> Finding:
    """Measure the last held-out J; source: Lucas et al., 2019, arXiv:1911.02469."""
    axes = principal(picture.arrays["reconstructions.x"].astype(np.float64))
    exact = -ppca.log_likelihood(axes.values, 1, sigma)
    return Finding(exact, float(picture.arrays["loss.heldout"][-1].sum()))


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
    quick=LONGER,
    breaks={"beta": 0.0},
)
def moment(picture: Picture) -> Finding:
    """Measure the second moment of codes drawn from q: a decoder can undo any scale of z."""
    means, spread = picture.arrays["latent.points"], picture.arrays["latent.ellipses"]
    measured = (means.astype(np.float64) ** 2).mean(0) + spread[:, [1, 3]].mean(0)
    return Finding(1.0, measured.mean())


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
    breaks={"weighted": True},
)
def price(results: Results, weighted: bool = False) -> Finding:
    """Measure it between β = 1 and 2; ``weighted``: of the term β KL as it stands in J."""
    beta, reconstruction, kl = curves(results)
    if weighted:
        kl = beta * kl
    low, high = BETAS.index(1.0), BETAS.index(2.0)
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
    breaks={"of": "reconstruction"},
    unit="nats",
    kind="at most",
    scale=1.0,
)
def falls(results: Results, of: str = "kl") -> Finding:
    """Measure the largest rise from one β to the next, of the KL or of the reconstruction."""
    _, reconstruction, kl = curves(results)
    return Finding(0.0, np.diff(kl if of == "kl" else reconstruction).max())


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
    breaks={"active": True},
    unit="nats",
    scale=1.0,
)
def silent(results: Results, active: bool = False) -> Finding:
    """Measure the mean KL of the inactive dimensions of all runs with β > 0, or of the active."""
    runs = list(results.values())[1:]
    kl = np.concatenate([run["kl"] for run in runs])
    on = np.concatenate([run["active"] for run in runs]).astype(bool)
    chosen = kl[on if active else ~on]
    return Finding(0.0, chosen.mean() if len(chosen) else 0.0)


def active_units(results: Results) -> Values:
    """Return the number of active dimensions (n,) of each run."""
    return np.array([run["active"].sum() for run in results.values()], np.float64)


def prices(results: Results) -> Values:
    """Return what a nat of KL less costs in nats of reconstruction, from each β to the next."""
    _, reconstruction, kl = curves(results)
    return np.diff(reconstruction) / -np.diff(kl)
