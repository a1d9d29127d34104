"""Claims of the chapter on regularised autoencoders: sparse codes, and all variants compared."""

import numpy as np
from scipy.optimize import minimize_scalar

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.core.fault import Fault
from aelab.lecture.regularised.experiments import WITHOUT
from aelab.theory import sparsity

OF_GAUSSIAN = (2 / np.pi) ** 0.5  # ⟨|h|⟩/√⟨h²⟩

# Row 21: a Laplace prior.


@claim(
    "regularised.constant",
    rows=(21,),
    statement="The prior and the penalty λ|h| differ by the same number at every h, so that it "
    "drops out: the farthest of 41 values of h.",
    formula=r"-\ln p(h) - \lambda|h| = -\ln(\lambda/2)",
    tolerance=1e-9,
    scale=1.0,
    why="Both sides are computed in double precision; only rounding is left.",
    fault=Fault("steep", "λ of the prior"),
)
def constant(lam: float = 2.4, steep: float = 1.0) -> Finding:
    """Measure it where it is farthest off; ``steep`` is a factor of the λ of the prior."""
    h = np.linspace(-3, 3, 41)
    rest = -sparsity.log_prior(h, steep * lam) - lam * np.abs(h)
    predicted = -np.log(lam / 2)
    return Finding(predicted, rest[np.abs(rest - predicted).argmax()])


@claim(
    "regularised.map",
    rows=(21,),
    statement="The most probable h is the value seen, moved towards 0 by λs², and exactly 0 if "
    "it does not come so far.",
    formula=r"\hat h = \operatorname{sign}(a)\,\max(|a| - \lambda s^2, 0)",
    tolerance=1e-5,
    scale=1.0,
    why="The minimum of a number is found to the root of its rounding error.",
    fault=Fault("weight", "weight of the penalty"),
)
def most_probable(
    seen: float = 1.2, noise: float = 0.5, lam: float = 2.4, weight: float = 1.0
) -> Finding:
    """Minimise −ln p(a|h) − ln p(h) numerically.

    Args:
        seen: the observation a.
        noise: standard deviation of the noise.
        lam: λ of the prior.
        weight: factor of the penalty that is minimised.

    """
    least = minimize_scalar(
        lambda h: float(sparsity.objective(h, seen, noise, weight * lam)),
        bounds=(-abs(seen) - 1e-3, abs(seen) + 1e-3),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return Finding(float(sparsity.most_probable(seen, noise, lam)), float(least.x))


@claim(
    "regularised.peaked",
    rows=(21, 23),
    statement="Under L1 the activations crowd at 0, more than in a Laplace distribution, with its "
    "0.707: mean of |h| over the root of the mean of h². A Gaussian has 0.798.",
    formula=r"\langle|h|\rangle / \sqrt{\langle h^2\rangle} \leq 0.65",
    kind="at most",
    why="Read from the histogram, whose bins have a width and whose ends hold the tails.",
    demo="sparse-mnist",
    fault=Fault("gaussian", "share of the activations that are Gaussian"),
)
def peaked(picture: Picture, gaussian: float = 0.0) -> Finding:
    """Measure the ratio over all units and held-out digits, a share of which is ``gaussian``."""
    measured = (1 - gaussian) * peakedness(picture) + gaussian * OF_GAUSSIAN
    return Finding(0.65, measured)


def peakedness(picture: Picture) -> float:
    """Return ⟨|h|⟩/√⟨h²⟩ of all activations, from their histogram.

    Raises:
        ValueError: there is no histogram.

    """
    shares = picture.arrays["activations.values"].astype(np.float64)
    low, high = (float(end) for end in picture.arrays["activations.range"])
    edges = np.linspace(low, high, len(shares) + 1)
    if not shares.sum() > 0 or not np.isfinite(edges).all():
        raise ValueError("The activations have no histogram.")
    shares, middle = shares / shares.sum(), (edges[1:] + edges[:-1]) / 2
    return float((shares @ np.abs(middle)) / (shares @ middle**2) ** 0.5)


# Rows 22 and 23: a mean activation.


@claim(
    "regularised.kl_least",
    rows=(22,),
    statement="The KL penalty of a unit is smallest where its mean activation is h₀.",
    formula=r"\arg\min_{\hat h}\,\mathrm{KL}(h_0\,\|\,\hat h) = h_0",
    tolerance=1e-5,
    scale=0.1,
    why="The minimum is found to the root of the rounding error.",
    fault=Fault("target", "h₀ of the penalty"),
)
def kl_least(h0: float = 0.05, target: float = 1.0) -> Finding:
    """Minimise the curve numerically; ``target`` is a factor of its h₀."""
    least = minimize_scalar(
        lambda mean: float(sparsity.kl(target * h0, mean)),
        bounds=(1e-6, 1 - 1e-6),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return Finding(h0, float(least.x))


@claim(
    "regularised.kl_curvature",
    rows=(22,),
    statement="How steep the valley is at h₀: the curvature, from second differences.",
    formula=r"\frac{d^2}{d\hat h^2}\mathrm{KL}(h_0\,\|\,\hat h)\Big|_{h_0} = "
    r"\frac{1}{h_0(1 - h_0)}",
    tolerance=1e-3,
    why="The step of the differences is a hundredth of h₀.",
    fault=Fault("at", "place of the minimum"),
)
def kl_curvature(h0: float = 0.05, step: float = 0.01, at: float = 1.0) -> Finding:
    """Take the second difference ``at`` h₀, with steps of a share of it."""
    move = step * min(h0, 1 - h0)
    low, middle, high = sparsity.kl(h0, at * h0 + move * np.array([-1, 0, 1]))
    return Finding(sparsity.kl_curvature(h0), (low - 2 * middle + high) / move**2)


@claim(
    "regularised.kl_mean",
    rows=(22,),
    statement="The units of the network come close to h₀: the mean activation of all units is "
    "above it by a quarter at most.",
    formula=r"h_0 \leq \tfrac1S\textstyle\sum_j \hat h_j \leq \tfrac54 h_0",
    tolerance=1 / 9,
    why="Anything from h₀ to a quarter more will do, since the reconstruction asks for more, the "
    "less the larger λ is; and the spread over seeds.",
    demo="sparse-kl-mnist",
    fault=Fault("target", "h₀ of the penalty"),
)
def kl_mean(picture: Picture, target: float = 1.0) -> Finding:
    """Measure it over units and held-out digits; h₀ is ``target`` times that of the run."""
    measured = float(picture.arrays["means.values"].mean())
    return Finding(9 / 8 * target * _target(picture), measured)


@claim(
    "regularised.few_on",
    rows=(22, 23),
    statement="So only a few units are on for any one digit: the share of activations above ½ "
    "(Markov's inequality with mean h₀).",
    formula=r"P(h > \tfrac12) \leq 2h_0",
    kind="at most",
    why="The mean is only close to h₀.",
    demo="sparse-kl-mnist",
    fault=Fault("stuck", "share of the activations that are 1 for any digit"),
)
def few_on(picture: Picture, stuck: float = 0.0) -> Finding:
    """Measure the upper half of the histogram, which reaches from 0 to 1.

    A share of the activations may be ``stuck`` at 1.
    """
    shares = picture.arrays["activations.values"]
    low, high = (float(end) for end in picture.arrays["activations.range"])
    edges = np.linspace(low, high, len(shares) + 1)
    on = float(shares[edges[:-1] >= 0.5 - 1e-6].sum())
    return Finding(2 * _target(picture), (1 - stuck) * on + stuck)


def _target(picture: Picture) -> float:
    """Return h₀ of a run, the line that its mean activations are compared with."""
    return float(picture.view("means")["levels"][0]["value"])


# Row 26: all variants.


@claim(
    "regularised.same_start",
    rows=(26,),
    statement="All six begin with the same weights: the largest difference of their norms, as "
    "a share of the first one's, before the first update.",
    formula=r"\max_v \big|\|W_v\| / \|W_1\| - 1\big| = 0",
    tolerance=1e-6,
    scale=1.0,
    why="They are kept in single precision.",
    experiment="regularised.variants",
    fault=Fault("wider", "weights of one of them"),
)
def same_start(results: Results, wider: float = 1.0) -> Finding:
    """Compare the norms of the weights; those of the last run are ``wider`` by a factor."""
    norms = np.array([run["norms"][0] for run in results.values()], np.float64)
    norms[-1] *= wider
    return Finding(0.0, float(np.abs(norms / norms[0] - 1).max()))


@claim(
    "regularised.price",
    rows=(26,),
    statement="Every regularisation is paid for in reconstruction: the smallest of the four "
    "held-out errors, as a multiple of that without it and with the same code layer. Denoising is "
    "given noisy digits.",
    formula=r"\min_v \frac{\langle\|x - \hat x_v\|^2\rangle}"
    r"{\langle\|x - \hat x_{\text{none}(v)}\|^2\rangle} \geq 1",
    kind="at least",
    why="The errors of one seed, on the same thousand held-out digits.",
    experiment="regularised.variants",
    fault=Fault("reached", "errors with regularisation"),
)
def price(results: Results, reached: float = 1.0) -> Finding:
    """Compare the reconstruction terms; ``reached`` is a factor of those with regularisation."""
    errors = {name: float(run["terms"][0]) for name, run in results.items()}
    return Finding(1.0, min(reached * errors[v] / errors[none] for v, none in WITHOUT.items()))
