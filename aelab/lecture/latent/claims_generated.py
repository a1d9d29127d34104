"""Claims of the chapter "Latent variable models" about samples: how they resemble the data."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.core.fault import Fault
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
    statement="With as many numbers for each point, the network leaves less than a tenth of PCA.",
    formula=r"\|x - g(f(x))\|^2 < \tfrac1{10}\,\|x - UU^T x\|^2",
    tolerance=1e-6,
    why="Both are of the same held-out points; it is a bound.",
    kind="at most",
    demo="ae-moons",
    fault=Fault("linear", "share of the points that PCA decodes"),
)
def bent(picture: Picture, linear: float = 0.0) -> Finding:
    """Compare held-out errors of the network and of PCA, which decodes a share ``linear``."""
    levels = picture.view("loss")["levels"]
    pca = next(level["value"] for level in levels if level["label"].startswith("PCA"))
    own = float(picture.arrays["loss.heldout"][-1].sum())
    return Finding(pca / 10, (1 - linear) * own + linear * pca)


# Row 28: what a model of p(x) owes to the data.


@once(8)
def pictured(
    count: int, independent: bool = False, drawn: int = 1000, noise: float = 1.0
) -> Values:
    """Return samples (drawn, 784) of probabilistic PCA of the digits.

    Args:
        count: number of components.
        independent: each pixel of a digit is that of another digit instead, so that every pixel
            has its own distribution, and no two are correlated.
        drawn: number of samples.
        noise: factor of σ.

    """
    x, axes = digits()
    rng = np.random.default_rng(0)
    if independent:
        return rng.permuted(x[:drawn], axis=0).astype(np.float64)
    model = ppca.fit(axes, count)
    return model._replace(sigma=noise * model.sigma).draw(drawn, rng)


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
    fault=Fault("noise", "noise σ of the draws"),
)
def pixels(count: int = 64, noise: float = 1.0) -> Finding:
    """Measure the mean correlation of neighbouring pixels that vary in the digits."""
    pairs, _ = together(1)
    model = ppca.fit(digits().axes, count)
    measured = estimates.jackknife(
        lambda x: float(sampling.correlations(x, pairs).mean()), pictured(count, noise=noise)
    )
    return Finding(float(model.correlations(*pairs).mean()), *measured, 10)


# Row 29: samples, and losses that say little about them.

ENOUGH = 0.25  # share of the expected samples, from which a Gaussian counts as covered


@claim(
    "latent.modes",
    rows=(29,),
    statement="The samples leave out none of the Gaussians that the data have.",
    formula=r"\#\{k: \text{share of samples within } k \geq \tfrac14 \cdot \tfrac1K\} = K",
    tolerance=1e-9,
    why="It is a count. Within is as near to the middle as 99 % of the data are.",
    demo="gan-ring",
    fault=Fault("stretched", "scale of the samples"),
)
def modes(picture: Picture, stretched: float = 1.0) -> Finding:
    """Count the Gaussians that have a quarter of their fair share of the samples."""
    generated, x, labels = (picture.arrays[f"samples.{name}"] for name in ("x_hat", "x", "labels"))
    shares = sampling.shares(stretched * generated, x, labels)
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
    fault=Fault("off", "distance of D from ½"),
    unit="nats",
)
def guess(picture: Picture, off: float = 0.0) -> Finding:
    """Measure the held-out loss of the discriminator, over the second half of the run.

    A D that is ``off`` ½ everywhere adds −ln(½ + off) − ln(½ − off) − 2 ln 2.
    """
    losses = picture.arrays["loss.heldout"][:, 0].astype(np.float64)
    return Finding(2 * np.log(2), losses[len(losses) // 2 :].mean() - np.log(1 - 4 * off**2))


@claim(
    "latent.blind",
    rows=(29,),
    statement="At the start the loss is the same: it does not tell how good the samples are.",
    formula=r"D \approx \tfrac12 \text{ before anything is learnt}: \quad L_D \approx 2 \ln 2",
    tolerance=0.01,
    why="Spread over seeds; the weights are small at first and not 0.",
    demo="gan-ring",
    fault=Fault("off", "distance of D from ½"),
    unit="nats",
)
def blind(picture: Picture, off: float = 0.0) -> Finding:
    """Measure the held-out loss of the discriminator where it was measured first; see `guess`."""
    first = float(picture.arrays["loss.heldout"][0, 0])
    return Finding(2 * np.log(2), first - np.log(1 - 4 * off**2))


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
    fault=Fault("mixed", "share of the samples that are those of the VAE"),
)
def holes(results: Results, mixed: float = 0.0) -> Finding:
    """Compare the shares of samples off the data; ``mixed``: of the AE's are so many the VAE's."""
    ae, vae = (float(results[NAMES[model]]["share"][0]) for model in (AE, VAE))
    return Finding(2 * vae, (1 - mixed) * ae + mixed * vae)


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
    fault=Fault("mixed", "share of the points that the VAE reconstructs"),
)
def trade(results: Results, mixed: float = 0.0) -> Finding:
    """Compare the errors; ``mixed``: of the autoencoder's are so many the VAE's."""
    ae, vae = (float(results[NAMES[model]]["error"][0]) for model in (AE, VAE))
    return Finding(vae / 10, (1 - mixed) * ae + mixed * vae)
