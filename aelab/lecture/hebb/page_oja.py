"""The later sections of the page of Hebb and Oja: too large a step, the flow, Sanger's rule."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.lecture.hebb import charts as figures
from aelab.lecture.hebb.claims import SPREAD
from aelab.lecture.hebb.claims_oja import SEEDS
from aelab.lecture.hebb.page_sections import TIME, alphas, chosen, fate, setting
from aelab.lecture.pca.claims_components import digits
from aelab.once import once
from aelab.theory import hebb, oja_flow
from aelab.theory.oja_flow import Path, Setting
from aelab.views.words import counted
from aelab.web import charts

Values = NDArray[np.float64]

SHOWN = 60  # averaged steps that are drawn
TIMES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # the largest safe rate
FATES = {"settles": "It settles", "oscillates": "It goes on jumping", "diverges": "It diverges"}
ENDS = tuple(FATES.values())


@once(256)
def measured_fate(step: float, start: float) -> str:
    """Return what the averaged map does along u₁, measured on 2000 steps of it."""
    path = _along(step, start, 2000)
    late = path.w[-100:, 0]
    return "diverges" if path.diverged else "settles" if np.ptp(late) < 1e-4 else "oscillates"


def _along(step: float, start: float, count: int) -> Path:
    return oja_flow.averaged(np.array([start]), np.eye(1), step, 1.0, count)


@st.cache_data(show_spinner=False)
def visited() -> tuple[Values, Values]:
    """Return ελ₁ (s,) and √α w (n, s) after 300 steps from two starts."""
    grid = np.linspace(0.02, 2.2, 260)
    return grid, np.vstack([oja_flow.along(s, grid, 360)[300:] for s in (0.3, -0.3)])


def too_large() -> dict[str, Any]:
    """Draw the averaged map for one ελ₁ and for all; return what was chosen."""
    left, right = st.columns(2)
    with left:
        step = st.slider("Step ελ₁", 0.1, 2.3, 0.8, 0.05, key="hebb.step")
    with right:
        start = st.slider("Start √α |w₀|", 0.1, 3.0, 0.3, 0.1, key="hebb.from")
    path = _along(step, start, SHOWN)
    n = np.arange(SHOWN + 1)
    inside = np.abs(path.w[:, 0]) < 4
    with left:
        line = Curve(name="√α w", x=n[inside], y=path.w[inside, 0])
        figure = curves.curves([line], "averaged steps", "√α w along u₁", [(1.0, "1")])
        charts.chart(figure, "map", 320, "Averaged map along the first eigenvector")
    with right:
        figure = figures.visited(*visited(), step)
        charts.chart(figure, "visited", 320, "Where the averaged map ends, for all steps")
    st.markdown(_outcome(step, start))
    return {"step": step, "start": start}


def _outcome(step: float, start: float) -> str:
    """Describe in words what the averaged map does."""
    edge = 1 + 2 / step
    outcome = measured_fate(step, start)
    if outcome == "diverges":
        why = (
            f"the start α‖w₀‖² = {start**2:.3g} lies beyond 1 + 2/(ελ₁) = {edge:.3g}"
            if step <= 2
            else f"ελ₁ = {step:g} is above 2"
        )
        return f"**It diverges**: {why}. The curve stops where w has left the picture."
    if outcome == "settles":
        return f"**It settles** at 1/α: ελ₁ = {step:g}, and the start lies within the ball."
    return f"**It goes on jumping** within bounds: ελ₁ = {step:g} lies between 1 and 2."


@once(4)
def on_digits(rate: float) -> str:
    """Say what a rate means for the digits: λ₁, Tr C and the longest sample, times ε."""
    x, axes = digits()
    longest = float(np.square(x - axes.mean).sum(1).max())
    first, trace, largest = (rate * v for v in (axes.values[0], axes.values.sum(), longest))
    order = (
        "the order of the digits may decide whether w grows without bound"
        if largest > 1
        else "no order of the digits can make w grow without bound"
    )
    return (
        f"For the first {counted(len(x))} digits of MNIST, ε = {rate:g} gives ελ₁ = {first:.2g}, "
        f"ε Tr C = {trace:.2g} and ε max‖x‖² = {largest:.2g}: {order}."
    )


def per_sample() -> float:
    """Say how many runs at a multiple of the safe rate grow without bound; return the multiple."""
    many = float(st.select_slider("Rate, in units of the safe one", TIMES, 1.0, key="hebb.times"))
    own = chosen() | {"seeds": SEEDS, "steps": 600}
    x = Setting(**own).samples()
    squared = (x**2).sum(-1)
    rate = many * hebb.safe_rate(float(squared.max()), own["length"] ** 2)
    diverged = oja_flow.runs(Setting(**own | {"rate": rate})).diverged
    st.markdown(
        f"At ε = {rate:.3g}: ε max‖x‖² = {rate * squared.max():.3g}, ε Tr C = "
        f"{rate * squared.mean():.3g}, and ελ₁ = {rate:.3g}. **{diverged.sum()} of "
        f"{diverged.size} runs grew without bound.**"
    )
    return many


def bands() -> float:
    """Draw the parts of w along both axes, runs as bands over seeds, with the flow; return α."""
    alpha = float(st.segmented_control("α", alphas(), default=alphas()[0], key="hebb.one") or 1)
    own = setting(alphas=(alpha,))
    own = Setting(**vars(own) | {"steps": min(own.steps, round(12 / own.rate))})
    runs, flow, t = oja_flow.runs(own), oja_flow.flow(own, alpha), oja_flow.times(own)
    _, u = oja_flow.spectrum(own.moment)
    parts, lines = runs.w[:, :, 0] @ u, []
    for i, name in enumerate(("w along u₁", "w along u₂")):
        band = (np.quantile(parts[..., i], 0.1, 1), np.quantile(parts[..., i], 0.9, 1))
        lines.append(
            Curve(name=f"{name}, mean", x=t, y=parts[..., i].mean(1), colour=i, band=band)
        )
        y = (flow @ u)[:, i]
        lines.append(Curve(name="flow", x=t, y=y, colour=i, predicted=True))
    figure = curves.curves(lines, TIME, "part of w")
    charts.chart(figure, "bands", 360, "Runs of 32 seeds as bands over the averaged flow")
    fate(runs.diverged)
    return alpha


@st.cache_data(show_spinner=False)
def _sanger(alpha: float) -> tuple[Values, Values]:
    """Return √α w_i (m + 1, 3, 4) of Sanger's rule, and its sample numbers (m + 1,)."""
    count = 6000
    rng = np.random.default_rng(2)
    x = rng.standard_normal((count, 4)) * SPREAD
    start = 0.3 * rng.normal(size=(3, 4))
    w = oja_flow.sanger(x, start, oja_flow.rates(0.05, 1000, count), alpha)
    return alpha**0.5 * w, np.arange(count + 1.0)


@st.fragment
def rows() -> None:
    """Draw how each row of W finds its eigenvector, and the cosines at one sample."""
    w, n = _sanger(1.0)
    cosines = w / np.linalg.norm(w, axis=2, keepdims=True)
    left, right = st.columns([3, 2])
    with left:
        lines = [
            Curve(name=name, x=n, y=np.abs(cosines[:, i, i]), colour=i)
            for i, name in enumerate(("|cos(w₁, u₁)|", "|cos(w₂, u₂)|", "|cos(w₃, u₃)|"))
        ]
        span = (0.0, 1.05)
        figure = curves.curves(lines, "samples", "|cosine|", [(1.0, "1")], span=span)
        charts.chart(figure, "rows", 340, "Cosine of each row with its own eigenvector")
    with right:
        at = st.slider("After so many samples", 0, 6000, 6000, 100, key="hebb.after")
        charts.chart(figures.cosines(cosines[at]), "cosines", 270, "Cosines of all pairs")


def offset() -> dict[str, Any]:
    """Draw the control that moves the mean of the samples away from zero."""
    away = st.slider("Mean of x, across the long axis", 0.0, 2.0, 0.0, 0.1, key="hebb.offset")
    return chosen() | {"offset": away}


# What answers are held against.


def saddle() -> str:
    """Return where the averaged flow is at t = 10τ if it starts along u₂."""
    c = setting().moment
    _, u = oja_flow.spectrum(c)
    end = hebb.oja_flow(0.3 * u[:, 1], c, 1.0, np.array([10.0]))[0]
    ends = {"±u₁/√α": abs(end @ u[:, 0]), "±u₂/√α": abs(end @ u[:, 1])}
    near = max(ends, key=lambda name: ends[name])
    return near if ends[near] > 0.5 else "zero"
