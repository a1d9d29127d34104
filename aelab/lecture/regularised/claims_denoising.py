"""Claims of the chapter on regularised autoencoders: what denoising learns."""

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import mnist
from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.lecture.pca.claims_components import digits
from aelab.metrics import Estimate
from aelab.once import once
from aelab.theory import corruption, estimates, mixtures
from aelab.theory.corruption import Kind

HELDOUT = 1000  # digits that the held-out loss of a run is of
DIGITS = 100  # digits that are corrupted
PLACES = 24  # points where the field is compared


@once(1)
def some() -> NDArray[np.float64]:
    """Return ten digits of each class (100, 784), with grey levels from 0 to 1."""
    images, labels = mnist.read("t10k")
    rows = np.concatenate([np.flatnonzero(labels == c)[: DIGITS // 10] for c in range(10)])
    scaled: NDArray[np.float64] = images[rows] / 255.0
    return scaled


@claim(
    "regularised.corruption",
    rows=(24,),
    statement="How far this corruption moves a digit on average: ‖x̃ − x‖², mean over a hundred "
    "digits and their noise.",
    formula=r"\langle\|\tilde x - x\|^2\rangle = d\sigma^2,\ "
    r"\sigma\textstyle\sum x_i^2,\ \tfrac\sigma2\sum[x_i^2 + (1 - x_i)^2]",
    unit="per digit",
    why="Standard error over a hundred digits of the difference from what is expected of each.",
    fault=Fault("drawn", "strength of the noise"),
)
def corrupted(kind: Kind = "Gaussian", strength: float = 0.5, drawn: float = 1.0) -> Finding:
    """Measure it for noise that is ``drawn`` with a factor of the strength."""
    x = some()
    noisy = corruption.corrupted(x, kind, drawn * strength, np.random.default_rng(0))
    change = ((noisy - x) ** 2).sum(1)
    expected = corruption.mean_square_change(x, kind, strength)
    error = estimates.mean(change - expected).error
    return Finding(float(expected.mean()), float(change.mean()), error)


@claim(
    "regularised.denoised",
    rows=(24,),
    statement="The network leaves at least 10 % less noise than any linear map through as many "
    "numbers, Wiener's filter on principal axes: squared errors of the same held-out digits.",
    formula=r"J \leq 0.9\,\langle\|x - \hat x\|^2\rangle_{\text{linear}}, \quad \hat x = \bar x + "
    r"\sum_{i \leq k} \frac{\lambda_i}{\lambda_i + \sigma^2}\,u_i u_i^T (\tilde x - \bar x)",
    kind="at most",
    unit="per digit",
    why="Standard error over a thousand held-out digits.",
    demo="denoising-mnist",
    fault=Fault("strength", "strength of the noise for the linear map"),
)
def denoised(picture: Picture, strength: float = 0.5, latent: int = 64) -> Finding:
    """Measure the last held-out J; the prediction is for Gaussian noise and the squared error."""
    linear = wiener(strength, latent)
    own = float(picture.arrays["loss.heldout"][-1].sum())
    return Finding(0.9 * linear.value, own, 0.9 * linear.error)


@once(32)
def wiener(strength: float, latent: int) -> Estimate:
    """Return the error of the best linear denoiser with a code of size ``latent``, held out."""
    x = mnist.heldout(HELDOUT)[0] / 255.0
    return estimates.mean(corruption.linear_errors(x, digits().axes, strength, latent))


@claim(
    "regularised.tweedie",
    rows=(24,),
    statement="Tweedie's formula: the best guess of what was there leads along the gradient of "
    "the smoothed log density. Root mean square of the arrows at 24 places.",
    formula=r"\mathrm{E}[x\,|\,\tilde x] - \tilde x = \sigma^2\,\nabla\ln p_\sigma(\tilde x)",
    tolerance=1e-3,
    why="The mean over all x is a sum over a grid.",
    fault=Fault("noise", "σ in the formula"),
)
def tweedie(width: float = 0.25, sigma: float = 0.4, noise: float = 1.0) -> Finding:
    """Compare it with the mean by numerical integration; ``noise`` is a factor of its σ."""
    mixture, rng = mixtures.ring(width=width), np.random.default_rng(3)
    places = mixture.draw(PLACES, rng) + sigma * rng.normal(size=(PLACES, 2))
    arrows = mixture.field(places, noise * sigma)
    means = mixture.best_estimate(places, sigma) - places
    return Finding(_length(arrows), _length(means))


def _length(arrows: NDArray[np.float64]) -> float:
    return float((arrows**2).sum(1).mean() ** 0.5)


@claim(
    "regularised.field",
    rows=(24,),
    statement="The arrows of the network are those of theory: R² of x̂ − x against the exact "
    "field, places weighed by the smoothed density.",
    formula=r"\hat x(\tilde x) - \tilde x \to \sigma^2\,\nabla\ln p_\sigma(\tilde x)",
    tolerance=0.05,
    why="Spread over seeds of a finite network after a finite training; where no data are it is "
    "not asked.",
    demo="denoising-ring",
    fault=Fault("still", "share of the places at which x̂ stays where x is"),
)
def learnt(picture: Picture, still: float = 0.0) -> Finding:
    """Measure the agreement; a code of one number cannot hold such a field.

    It is 0 where x̂ is ``still`` x.
    """
    return Finding(1.0, (1 - still) * float(picture.arrays["field.agreement"][0]))
