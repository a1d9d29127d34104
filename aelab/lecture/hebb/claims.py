"""Claims of the lecture on Hebb's and Sanger's rules and on convergence to eigenvectors."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.params import InputError
from aelab.theory import estimates, hebb, oja_flow
from aelab.theory.oja_flow import Setting

SPREAD = np.array([1.0, 0.7, 0.45, 0.25])  # standard deviations for Sanger's rule


def _slope(y: NDArray[np.float64], t: NDArray[np.float64]) -> float:
    return float(np.polyfit(t, y, 1)[0])


def _parts(w: NDArray[np.float64], vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ln|c_i| (n, d) of weights (n, d) in the eigenbasis."""
    c = np.abs(w @ vectors)
    if c[0].min() < 1e-9 * np.linalg.norm(w[0]):
        raise InputError("The start has no part along one of the axes: turn it by some degrees.")
    return np.log(np.maximum(c, 1e-300))


@claim(
    "hebb.step",
    rows=(8, 9),
    statement="Hebb's steps add to ‖w‖² exactly the sum of εy²(2 + ε‖x‖²), so it never falls.",
    formula=r"\Delta\|w\|^2 = \epsilon\,y^2\,(2 + \epsilon\|x\|^2)",
    tolerance=1e-9,
    why="Exact; only rounding is left.",
    fault=Fault("alpha", "weight of the forgetting, α"),
)
def growth(alpha: float = 0.0, count: int = 100, **given: Any) -> Finding:
    """Measure ‖w‖² after ``count`` samples, all forgetting switched off for α = 0."""
    setting = Setting(**given | {"seeds": 1, "steps": count})
    x = setting.samples()[:, 0]
    w = oja_flow.hebb_run(x, setting.start, setting.rate, alpha)
    y = (w[:-1] * x).sum(1)
    added = hebb.hebb_growth(y, (x**2).sum(1), setting.rate).sum()
    return Finding(float(w[0] @ w[0] + added), float(w[-1] @ w[-1]))


@claim(
    "hebb.frequency",
    rows=(9,),
    statement="The answer to a pattern grows with how often it occurs: the slope of ln|y_a/y_b| "
    "against t/τ, for orthogonal patterns of length 1.",
    formula=r"\frac{d}{dt}\ln|y_a/y_b| = (p_a - p_b)\,\|x\|^2/\tau",
    why="Standard error over 32 runs, in which patterns are drawn at random; steps are finite, "
    "which costs at most ε/2 of it.",
    fault=Fault("overlap", "cosine between the patterns"),
)
def frequency(a: float = 0.6, b: float = 0.2, rate: float = 0.02, overlap: float = 0.0) -> Finding:
    """Measure the slope, averaged over 32 seeds of 500 samples.

    Args:
        a: probability of pattern a.
        b: probability of pattern b.
        rate: learning rate ε.
        overlap: cosine between the patterns.

    """
    ratios = oja_flow.pattern_ratio(np.array([a, b]), rate, 500, 32, overlap)[-1]
    measured = estimates.mean(ratios / (500 * rate))
    return Finding(a - b, *measured, len(ratios), abs(a - b) * rate / 2)


@claim(
    "hebb.slopes",
    rows=(11,),
    statement="Averaged Hebb in the eigenbasis: ln|c₂| is a straight line in the steps.",
    formula=r"\ln|c_i(t)| = \ln|c_i(0)| + t\,\ln(1 + \epsilon\lambda_i)",
    tolerance=1e-6,
    why="Exact; only rounding is left.",
    fault=Fault("alpha", "weight of the forgetting, α"),
    unit="per step",
)
def slopes(alpha: float = 0.0, component: int = 2, **given: Any) -> Finding:
    """Measure the slope of ln|c_i| over 200 averaged steps."""
    setting = Setting(**given)
    values, vectors = oja_flow.spectrum(setting.moment)
    path = oja_flow.averaged(setting.start, setting.moment, setting.rate, alpha, 200)
    c = _parts(path.w, vectors)[:, component - 1]
    predicted = np.log1p(setting.rate * values[component - 1])
    return Finding(float(predicted), _slope(c, np.arange(201.0)))


@claim(
    "hebb.ratio",
    rows=(11,),
    statement="Under Oja's flow, as under Hebb's, ln|c₂/c₁| falls at a rate set by the gap.",
    formula=r"\frac{d}{dt}\ln|c_2/c_1| = -(\lambda_1 - \lambda_2)/\tau",
    tolerance=1e-3,
    scale=0.1,
    why="Error of the numerical integration; λ are those of the covariance, for zero mean.",
    fault=Fault("offset", "distance of the mean of the samples from 0"),
    unit="per τ",
)
def ratio(alpha: float = 1.0, offset: float = 0.0, **given: Any) -> Finding:
    """Measure the slope on a numerical solution of the flow, up to 4τ."""
    setting = Setting(**given | {"offset": offset})
    values, vectors = oja_flow.spectrum(setting.covariance)
    at = np.linspace(0, 4, 41)
    c = _parts(oja_flow.solved(setting, alpha, at), vectors)
    return Finding(float(values[1] - values[0]), _slope(c[:, 1] - c[:, 0], at))


@claim(
    "hebb.sanger",
    rows=(15,),
    statement="Sanger's rows become the eigenvectors, one each, if the eigenvalues are distinct: "
    "the worst cosine of three.",
    formula=r"w_i \to \pm u_i/\sqrt{\alpha}",
    tolerance=1e-3,
    why="It is looked at after 4000 averaged steps.",
    fault=Fault("mixed", "correlation between the first two features that is left out"),
)
def sanger(alpha: float = 1.0, mixed: float = 0.0) -> Finding:
    """Measure min |√α w_iᵀu_i| over three rows in four dimensions.

    Args:
        alpha: α.
        mixed: correlation between the first two features, which the u_i leave out.

    """
    c = np.diag(SPREAD**2)
    c[0, 1] = c[1, 0] = mixed * SPREAD[0] * SPREAD[1]
    start = 0.3 * np.random.default_rng(1).normal(size=(3, 4))
    w = oja_flow.sanger_averaged(start, c, 0.1, alpha, 4000)
    return Finding(1.0, float(alpha**0.5 * np.abs(np.diag(w)).min()))


@claim(
    "hebb.centred",
    rows=(15,),
    statement="Hebb alone finds the first principal component, of centred data only.",
    formula=r"\cos^2(w, u_1) \to 1",
    tolerance=1e-6,
    why="It is looked at after a time of 60τ.",
    fault=Fault("aslant", "distance of the mean from 0, aslant to both axes"),
)
def centred(aslant: float = 0.0, **given: Any) -> Finding:
    """Measure cos² between w after averaged Hebb and the first eigenvector of the covariance.

    The mean of the samples may be ``aslant``: so far from 0, in a direction between the axes.
    """
    setting = Setting(**given)
    _, vectors = oja_flow.spectrum(setting.covariance)
    mean = aslant * vectors.sum(1) / np.sqrt(2)
    moment = setting.moment + np.outer(mean, mean)
    path = oja_flow.averaged(setting.start, moment, 0.05, 0.0, 1200)
    return Finding(1.0, 1 - float(oja_flow.sines(path.w[-1], vectors[:, 0])))
