"""Claims of the chapter "Latent variable models" about samples: how they resemble the data."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.latent.experiments import NAMES
from aelab.lecture.pca.claims_components import digits
from aelab.once import once
from aelab.presets import AE, VAE
from aelab.theory import estimates, ppca, sampling
from aelab.theory.gaussians import Values

# Row 27: the table. A network bends where a linear map cannot.


@claim(
    "latent.bent",
    rows=(27,),
    statement="With as many numbers for each point, the network leaves less than half of PCA.",
    formula=r"\|x - g(f(x))\|^2 < \tfrac12\,\|x - UU^T x\|^2",
    tolerance=1e-6,
    why="Both are of the same held-out points; it is a bound.",
    kind="at most",
    demo="ae-moons",
    quick={"epochs": 30},
    breaks={"widths": (), "activation": "identity"},
)
def bent(picture: Picture) -> Finding:
    """Compare the held-out errors of the network and of PCA."""
    levels = picture.view("loss")["levels"]
    pca = next(level["value"] for level in levels if level["label"].startswith("PCA"))
    return Finding(pca / 2, picture.arrays["loss.heldout"][-1].sum())


# Row 28: what a model of p(x) owes to the data.


@once(8)
def pictured(count: int, independent: bool = False, drawn: int = 1000) -> Values:
    """Return samples (drawn, 784) of probabilistic PCA of the digits with ``count`` components.

    ``independent``: each pixel of a digit is that of another digit instead, so that every pixel
    has its own distribution, and no two are correlated.
    """
    x, axes = digits()
    rng = np.random.default_rng(0)
    if independent:
        return rng.permuted(x[:drawn], axis=0).astype(np.float64)
    return ppca.fit(axes, count).draw(drawn, rng)


@once(32)
def together(apart: int) -> tuple[sampling.Pairs, float]:
    """Return pairs of pixels at a distance in columns, and their mean correlation in digits."""
    x = digits().x
    pairs = sampling.neighbouring_pixels(x, 28, apart)
    return pairs, float(sampling.correlations(x, pairs).mean())


@claim(
    "latent.pixels",
    rows=(28,),
    statement="In samples, pixels side by side are as correlated as W and σ say.",
    formula=r"\langle \mathrm{corr}(x_i, x_{i+1}) \rangle_{\mathrm{samples}} = "
    r"\Big\langle \frac{C_{i,i+1}}{\sqrt{C_{ii} C_{i+1,i+1}}} \Big\rangle, \quad "
    r"C = WW^T + \sigma^2",
    why="Standard error over 1,000 samples, by leaving out a tenth of them in turn. The noise has "
    "no direction, and what the components leave out has.",
    breaks={"independent": True},
)
def pixels(count: int = 64, independent: bool = False) -> Finding:
    """Measure the mean correlation of neighbouring pixels that vary in the digits."""
    pairs, _ = together(1)
    model = ppca.fit(digits().axes, count)
    measured = estimates.jackknife(
        lambda x: float(sampling.correlations(x, pairs).mean()), pictured(count, independent)
    )
    return Finding(float(model.correlations(*pairs).mean()), *measured, 10)


# Row 29: samples, and losses that say little about them.

ENOUGH = 0.25  # share of the expected samples, from which a Gaussian counts as covered
TO_COVER = {"epochs": 60, "rate": 3e-3}


@claim(
    "latent.modes",
    rows=(29,),
    statement="The samples leave out none of the Gaussians that the data have.",
    formula=r"\#\{k: \text{share of samples within } k \geq \tfrac14 \cdot \tfrac1K\} = K",
    tolerance=1e-9,
    why="It is a count. Within is as near to the middle as 99 % of the data are.",
    demo="gan-ring",
    quick=TO_COVER,
    breaks={"epochs": 2},
)
def modes(picture: Picture) -> Finding:
    """Count the Gaussians that have a quarter of their fair share of the samples."""
    generated, x, labels = (picture.arrays[f"samples.{name}"] for name in ("x_hat", "x", "labels"))
    shares = sampling.shares(generated, x, labels)
    return Finding(len(shares), (shares >= ENOUGH / len(shares)).sum())


@claim(
    "latent.guess",
    rows=(29,),
    statement="In the end the discriminator can only guess.",
    formula=r"D = \tfrac12: \quad L_D = -\ln\tfrac12 - \ln\tfrac12 = 2 \ln 2",
    tolerance=0.005,
    why="Spread over seeds of the mean over the second half; two networks that learn at once "
    "never rest.",
    demo="gan-ring",
    quick=TO_COVER,
    breaks={"rate": 0.03, "epochs": 8},
    unit="nats",
)
def guess(picture: Picture) -> Finding:
    """Measure the held-out loss of the discriminator, over the second half of the run."""
    losses = picture.arrays["loss.heldout"][:, 0].astype(np.float64)
    return Finding(2 * np.log(2), losses[len(losses) // 2 :].mean())


@claim(
    "latent.blind",
    rows=(29,),
    statement="At the start the loss is the same: it does not tell how good the samples are.",
    formula=r"D \approx \tfrac12 \text{ before anything is learnt}: \quad L_D \approx 2 \ln 2",
    tolerance=0.01,
    why="Spread over seeds; the weights are small at first and not 0.",
    demo="gan-ring",
    quick=TO_COVER | {"epochs": 3},
    breaks={"rate": 0.03},
    unit="nats",
)
def blind(picture: Picture) -> Finding:
    """Measure the held-out loss of the discriminator where it was measured first."""
    return Finding(2 * np.log(2), picture.arrays["loss.heldout"][0, 0])


# Row 30: what a code decodes to that no data have.


@claim(
    "latent.holes",
    rows=(30,),
    statement="Samples of the autoencoder miss the data at least twice as often as the VAE's.",
    formula=r"P_{\mathrm{AE}}(\text{off}) \geq 2\,P_{\mathrm{VAE}}(\text{off})",
    tolerance=1e-9,
    why="It is a bound. Off is further from the nearest of the data than 95 % of held-out ones.",
    kind="at least",
    experiment="latent.sampled",
    breaks={"of": NAMES[VAE]},
)
def holes(results: Results, of: str = NAMES[AE]) -> Finding:
    """Compare the shares of samples that are off the data."""
    return Finding(2 * results[NAMES[VAE]]["share"][0], results[of]["share"][0])


@claim(
    "latent.trade",
    rows=(30,),
    statement="Yet the autoencoder reconstructs better, by a factor of ten or more.",
    formula=r"\langle\|x - \hat x\|^2\rangle_{\mathrm{AE}} \leq "
    r"\tfrac{1}{10}\,\langle\|x - \hat x\|^2\rangle_{\mathrm{VAE}}",
    tolerance=1e-9,
    why="It is a bound, for held-out points.",
    kind="at most",
    experiment="latent.sampled",
    breaks={"of": NAMES[VAE]},
)
def trade(results: Results, of: str = NAMES[AE]) -> Finding:
    """Compare the errors of reconstructions."""
    return Finding(results[NAMES[VAE]]["error"][0] / 10, results[of]["error"][0])
