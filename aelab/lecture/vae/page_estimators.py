"""What the page on the VAE needs of Streamlit for estimates: of p(x), and of gradients."""

import math
from typing import Any

import numpy as np
import streamlit as st

from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.figures.measured import Series, measured
from aelab.lecture.vae import charts_estimators as figures
from aelab.once import once
from aelab.theory import dimensions, gradients, importance
from aelab.theory.dimensions import Scan
from aelab.theory.gaussians import Values
from aelab.theory.gradients import Followed
from aelab.web import charts, tables

DIMENSIONS = (1, 2, 4, 6, 8, 10, 13, 16, 20)
COUNTS = (10, 20, 50, 100, 200)
AVERAGED = (1, 2, 5, 10, 20, 50, 100)  # estimates of a gradient
GROUPS = 4000
NAMES = ("from the prior", "from q")


# p(x) by sampling.


@st.cache_data(show_spinner="Drawing samples …")
def scans(samples: int, width: float) -> tuple[Scan, Scan]:
    """Return the errors of p̂ from the prior, and from a q wider than the posterior."""
    return (
        dimensions.scan(DIMENSIONS, 1.0, samples, None, 200),
        dimensions.scan(DIMENSIONS, 1.0, samples, width, 200, seed=1),
    )


def hard() -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw the error of p̂ and the bias of ln p̂ against dimension; return what was chosen."""
    left, middle, right = st.columns(3)
    samples = int(left.select_slider("Draws L for one p̂", COUNTS, 50, key="vae.samples"))
    width = middle.slider("q, times as wide", 1.0, 2.0, 1.3, 0.1, key="vae.times")
    d = right.slider("Dimension of the verdicts", 1, 8, 2, key="vae.dimension")
    estimates = scans(samples, width)
    left, right = st.columns(2)
    with left:
        series = [
            Series(
                name=name,
                x=estimate.dimensions,
                y=estimate.measured,
                error=estimate.error,
                predicted=estimate.predicted,
                colour=i,
            )
            for i, (name, estimate) in enumerate(zip(NAMES, estimates, strict=True))
        ]
        if width == 1:  # q is the posterior: no error at all, and no logarithm of it
            series = series[:1]
        figure = measured(series, "dimension d", "relative error of p̂", "y", [(1.0, "100 %")])
        charts.chart(figure, "errors", 360, "Relative error of p̂ against dimension")
    with right:
        series = [
            Series(
                name=name, x=estimate.dimensions, y=estimate.low, error=estimate.scatter, colour=i
            )
            for i, (name, estimate) in enumerate(zip(NAMES, estimates, strict=True))
        ]
        figure = measured(series, "dimension d", "ln p̂ − ln p, nats", levels=[(0.0, "")])
        charts.chart(figure, "low", 360, "How far ln p̂ lies from ln p(x), with its scatter")
    return (
        {"dimensions": d, "samples": samples, "sigma": 1.0},
        {"dimensions": d, "samples": samples, "sigma": 1.0, "width": width},
    )


def hopeless() -> float:
    """Return the first dimension in which 50 draws of the prior err by 100 % of p(x)."""
    each = importance.per_dimension(1.0)
    return float(math.ceil(math.log(50 + 1) / math.log(each)))


# The gradient of an expectation.


def gradient() -> dict[str, Any]:
    """Draw ∇E[A] against θ with and without the second term; return what was chosen."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        follows = st.slider("p(z) follows θ by a", 0.0, 1.0, 0.0, 0.1, key="vae.follows")
        theta = st.slider("θ", -1.5, 1.5, 1.0, 0.1, key="vae.theta")
    grid = np.linspace(-1.5, 1.5, 61)
    step = 1e-4  # the slope of E[A] itself, by differences
    slope = np.array(
        [
            (Followed(t + step, follows).expectation() - Followed(t - step, follows).expectation())
            / (2 * step)
            for t in grid
        ]
    )
    inside = np.array([Followed(t, follows).inside() for t in grid])
    both = inside + np.array([Followed(t, follows).forgotten() for t in grid])
    with right:
        lines = [
            Curve(name="slope of E[A]", x=grid, y=slope, colour=8),
            Curve(name="E[∇A]", x=grid, y=inside, colour=1),
            Curve(name="E[∇A] + E[A ∇ln p]", x=grid, y=both, colour=0, predicted=True),
        ]
        figure = curves.curves(lines, "θ", "gradient", span=(0.0, 8.0), at=theta)
        charts.chart(figure, "gradient", 320, "The gradient of E[A] against θ")
    return {"follows": follows, "theta": theta}


# Two estimators side by side.


@st.cache_data(show_spinner=False)
def drawn_noise(count: int) -> Values:
    """Return ε (count,)."""
    return np.random.default_rng(3).standard_normal(count)


def side_by_side() -> dict[str, Any]:
    """Draw histograms and variances of both estimators; return what was chosen."""
    columns = st.columns(4)
    mu = columns[0].slider("μ", -2.0, 2.0, 1.0, 0.1, key="vae.gmu")
    sigma = columns[1].slider("σ", 0.2, 2.0, 1.0, 0.1, key="vae.gsigma")
    b = columns[2].slider("Baseline b", 0.0, 8.0, 2.0, 0.5, key="vae.b")
    samples = int(columns[3].select_slider("Averaged L", AVERAGED, 1, key="vae.L"))
    variance = gradients.score_variance(mu, sigma)
    of = {
        "reparametrised": (averaged(mu, sigma), 4 * sigma**2),
        "score function": (averaged(mu, sigma, 0.0), variance),
        f"score, b = {b:g}": (averaged(mu, sigma, b), gradients.score_variance(mu, sigma, b)),
    }
    left, right = st.columns(2)
    with left:
        shown = {name: estimate[samples] for name, (estimate, _) in of.items()}
        reach = 2.5 * max(v.std() for v in shown.values())
        figure = figures.histograms(shown, gradients.exact(mu), reach)
        charts.chart(figure, "histograms", 340, "Histograms of the estimates")
    with right:
        figure = measured(_against(of), "averaged estimates L", "variance", "xy", at=samples)
        charts.chart(figure, "variances", 340, "Variance of the estimates against L")
    return {"mu": mu, "sigma": sigma, "samples": samples, "baseline": b}


@once(12)
def averaged(mu: float, sigma: float, baseline: float | None = None) -> dict[int, Values]:
    """Return averages (GROUPS,) of L estimates by L: of the score, without a baseline the other.

    The single estimates are too many to be kept for the next rerun of a page.
    """
    noise = drawn_noise(GROUPS * AVERAGED[-1])
    if baseline is None:
        estimates = gradients.reparametrised(mu, sigma, noise)
    else:
        estimates = gradients.score_function(mu, sigma, noise, baseline)
    return {n: gradients.averages(estimates[: GROUPS * n], n) for n in AVERAGED}


def _against(of: dict[str, tuple[dict[int, Values], float]]) -> list[Series]:
    """Return the variance of averages of L estimates, and the exact one over L."""
    counts, series = np.array(AVERAGED), []
    for i, (name, (estimate, variance)) in enumerate(of.items()):
        y = np.array([estimate[n].var() for n in AVERAGED])
        series.append(Series(name=name, x=counts, y=y, predicted=variance / counts, colour=i))
    return series


def table() -> None:
    """Write the variances at μ = σ = 1, predicted and measured on the same draws."""
    heads = ("at μ = σ = 1, L = 1", "mean (exact: 2)", "variance predicted", "variance measured")
    st.markdown(tables.written(heads, _lines(), right=heads[1:]))


@once(1)
def _lines() -> list[tuple[str, ...]]:
    """Return the rows of the table."""
    noise = drawn_noise(GROUPS * AVERAGED[-1])
    rows = [("reparametrised", gradients.reparametrised(1, 1, noise), 4.0)]
    for b, name in (
        (0.0, "score function"),
        (2.0, "baseline b = 2, the mean of z²"),
        (4.0, "baseline b = 4, the best constant"),
    ):
        rows.append(
            (name, gradients.score_function(1, 1, noise, b), gradients.score_variance(1, 1, b))
        )
    return [
        (name, f"{values.mean():.3f}", f"{variance:g}", f"{values.var():.2f}")
        for name, values, variance in rows
    ]


@once(1)
def least() -> str:
    """Return the baseline among those asked for with the least variance."""
    best = min((0, 2, 4, 6), key=lambda b: gradients.score_variance(1, 1, b))
    return f"b = {best}"
