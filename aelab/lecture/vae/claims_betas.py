"""Claims of the chapter "Variational autoencoder" that are measured from its runs."""

from typing import NamedTuple

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.core.fault import Fault
from aelab.lecture.vae.experiments import BETAS
from aelab.metrics import Estimate
from aelab.theory import estimates
from aelab.theory.gaussians import Values

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


class Sweep(NamedTuple):
    """The runs of the β sweep: n values of β, each with several seeds, and Q dimensions.

    ``beta`` is (n,), ``reconstruction`` is (seeds, n), and ``kl``, without β, and ``active`` are
    (seeds, n, Q). ``surgery`` (seeds, n, 3) has ⟨KL⟩, I(x; z) and KL(q(z) ‖ p), of more digits.
    """

    beta: Values
    reconstruction: Values
    kl: Values
    active: Values
    surgery: Values

    @property
    def first(self) -> "Sweep":
        """The runs of the first seed alone: the spread over seeds is known of single runs."""
        own = (getattr(self, name)[:1] for name in self._fields[1:])
        return Sweep(self.beta, *own)

    @property
    def rate(self) -> Values:
        """⟨KL⟩ (seeds, n), without β."""
        total: Values = self.kl.sum(2)
        return total

    @property
    def units(self) -> Values:
        """Number of active dimensions (seeds, n)."""
        count: Values = self.active.sum(2)
        return count

    @property
    def prices(self) -> Values:
        """What a nat of KL less costs in nats of reconstruction, between two β (seeds, n − 1)."""
        return np.diff(self.reconstruction) / -np.diff(self.rate)


def sweep(results: Results) -> Sweep:
    """Return what was measured for each seed and β."""
    runs = list(results.values())
    shape = (len(runs) // len(BETAS), len(BETAS))

    def stacked(name: str) -> Values:
        array = np.array([run[name] for run in runs], np.float64)
        return array.reshape(*shape, -1)

    return Sweep(
        np.array(BETAS),
        stacked("reconstruction")[..., 0],
        stacked("kl"),
        stacked("active"),
        stacked("surgery"),
    )


def averages(values: Values) -> list[Estimate]:
    """Return the mean over seeds of values (seeds, n), each with its standard error."""
    return [estimates.mean(column) for column in values.T]


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
    runs = sweep(results).first
    kl = runs.rate * np.maximum(runs.beta, 1) ** weighted
    low, high = BETAS.index(1.0), BETAS.index(2.0)
    paid = runs.reconstruction[:, high] - runs.reconstruction[:, low]
    measured = paid / (kl[:, low] - kl[:, high])
    return Finding((runs.beta[low] + runs.beta[high]) / 2, measured.mean())


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
    runs = sweep(results).first
    return Finding(0.0, np.diff(runs.rate + mixed * runs.reconstruction).max())


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
    runs = sweep(results).first
    kl, on = runs.kl[:, 1:], runs.active[:, 1:].astype(bool)
    active, inactive = (float(kl[of].mean()) if of.any() else 0.0 for of in (on, ~on))
    return Finding(0.0, (1 - missed) * inactive + missed * active)


@claim(
    "vae.surgery",
    rows=(39,),
    statement="The KL is the information in the code and the divergence of all codes from the "
    "prior, so I ≤ ⟨KL⟩.",
    formula=r"\langle\mathrm{KL}(q(z|x) \,\|\, p(z))\rangle = I(x; z) + "
    r"\mathrm{KL}(q(z) \,\|\, p(z))",
    tolerance=0.05,
    why="Summed over β = 10 and 20. The parts are means over one draw of z for each of 2,000 "
    "digits, the same draws for all seeds: a standard error of about 0.04 nats at β = 10.",
    experiment="vae.beta",
    fault=Fault("weighted", "power of β that the KL is multiplied with"),
    unit="nats",
)
def surgery(results: Results, weighted: float = 0.0) -> Finding:
    """Measure the sum of the parts; ``weighted`` by 1: of the term β KL as it stands in J."""
    runs, high = sweep(results).first, slice(BETAS.index(10.0), None)
    kl, information, marginal = runs.surgery[0, high].T
    whole = kl * runs.beta[high] ** weighted
    return Finding(whole.sum(), (information + marginal).sum())
