"""Claims of the chapter on regularised autoencoders: sparse codes, and all variants compared."""

from typing import Literal

import numpy as np
from scipy.optimize import minimize_scalar

from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.experiment import Results
from aelab.lecture.regularised.experiments import WITHOUT
from aelab.theory import sparsity

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
    breaks={"prior": "Gaussian"},
)
def constant(lam: float = 2.4, prior: Literal["Laplace", "Gaussian"] = "Laplace") -> Finding:
    """Measure it where it is farthest from the prediction; a Gaussian prior varies as h²."""
    h = np.linspace(-3, 3, 41)
    log_prior = (
        sparsity.log_prior(h, lam)
        if prior == "Laplace"
        else sparsity.log_likelihood(h, 0, 1 / lam)
    )
    rest, predicted = -log_prior - lam * np.abs(h), -np.log(lam / 2)
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
    breaks={"square": True},
)
def most_probable(
    seen: float = 1.2, noise: float = 0.5, lam: float = 2.4, square: bool = False
) -> Finding:
    """Minimise −ln p(a|h) − ln p(h) numerically.

    Args:
        seen: the observation a.
        noise: standard deviation of the noise.
        lam: λ of the prior.
        square: whether the penalty is λh² instead, for which the claim fails.

    """
    own = {"seen": seen, "noise": noise, "lam": 0.0 if square else lam}
    least = minimize_scalar(
        lambda h: float(sparsity.objective(h, **own)) + (lam * h * h if square else 0.0),
        bounds=(-abs(seen) - 1e-3, abs(seen) + 1e-3),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return Finding(float(sparsity.most_probable(seen, noise, lam)), float(least.x))


@claim(
    "regularised.peaked",
    rows=(21, 23),
    statement="Under L1 the activations crowd at 0, at least as much as a Laplace distribution: "
    "mean of |h| over the root of the mean of h². A Gaussian has 0.798.",
    formula=r"\langle|h|\rangle / \sqrt{\langle h^2\rangle} \leq 1/\sqrt2",
    kind="at most",
    why="Read from the histogram, whose bins have a width and whose ends hold the tails.",
    demo="sparse-mnist",
    quick={"epochs": 1},
    breaks={"lam": 1e-4},
)
def peaked(picture: Picture) -> Finding:
    """Measure the ratio over all units and held-out digits."""
    return Finding(0.5**0.5, peakedness(picture))


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
    breaks={"exchanged": True},
)
def kl_least(h0: float = 0.05, exchanged: bool = False) -> Finding:
    """Minimise the curve numerically; that against 1 − h₀ has its minimum elsewhere."""
    target = 1 - h0 if exchanged else h0
    least = minimize_scalar(
        lambda mean: float(sparsity.kl(target, mean)),
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
    breaks={"step": 0.9},
)
def kl_curvature(h0: float = 0.05, step: float = 0.01) -> Finding:
    """Take the second difference with steps of a share of h₀; large ones see no curvature."""
    move = step * min(h0, 1 - h0)
    low, middle, high = sparsity.kl(h0, np.array([h0 - move, h0, h0 + move]))
    return Finding(sparsity.kl_curvature(h0), (low - 2 * middle + high) / move**2)


@claim(
    "regularised.kl_mean",
    rows=(22,),
    statement="The units of the network come close to h₀: the mean activation of all units.",
    formula=r"\tfrac1S\textstyle\sum_j \hat h_j \approx h_0",
    tolerance=0.25,
    why="Spread over seeds; the reconstruction asks for more, the less the larger λ is.",
    demo="sparse-kl-mnist",
    quick={"epochs": 1},
    breaks={"lam": 1e-4},
)
def kl_mean(picture: Picture) -> Finding:
    """Measure the mean over units and held-out digits; h₀ is that of the run."""
    return Finding(_target(picture), float(picture.arrays["means.values"].mean()))


@claim(
    "regularised.few_on",
    rows=(22, 23),
    statement="So only a few units are on for any one digit: the share of activations above ½ "
    "(Markov's inequality with mean h₀).",
    formula=r"P(h > \tfrac12) \leq 2h_0",
    kind="at most",
    why="The mean is only close to h₀.",
    demo="sparse-kl-mnist",
    quick={"epochs": 1},
    breaks={"lam": 1e-4},
)
def few_on(picture: Picture) -> Finding:
    """Measure the upper half of the histogram, which reaches from 0 to 1."""
    shares = picture.arrays["activations.values"]
    low, high = (float(end) for end in picture.arrays["activations.range"])
    edges = np.linspace(low, high, len(shares) + 1)
    return Finding(2 * _target(picture), float(shares[edges[:-1] >= 0.5 - 1e-6].sum()))


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
    breaks={"when": "last"},
)
def same_start(results: Results, when: Literal["first", "last"] = "first") -> Finding:
    """Compare the norms of the weights; after the last update they are different."""
    norms = np.array([run["norms"][0 if when == "first" else -1] for run in results.values()])
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
    breaks={"exchanged": True},
)
def price(results: Results, exchanged: bool = False) -> Finding:
    """Compare the reconstruction terms, or ``exchanged`` ones, for which it does not hold."""
    errors = {name: float(run["terms"][0]) for name, run in results.items()}
    ratios = [errors[name] / errors[without] for name, without in WITHOUT.items()]
    return Finding(1.0, min(1 / r if exchanged else r for r in ratios))
