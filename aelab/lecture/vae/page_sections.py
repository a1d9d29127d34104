"""What the page on the VAE needs of Streamlit: its mixture, its conventions, the sweep of β."""

import itertools
from typing import Any

import numpy as np
import streamlit as st

from aelab.figures.measured import Series, measured
from aelab.lecture.core.experiment import Results
from aelab.lecture.vae import charts as figures
from aelab.lecture.vae import claims_betas
from aelab.lecture.vae import page_bounds as bounds
from aelab.lecture.vae.experiments import BETAS
from aelab.theory.evidence import Toy
from aelab.web import charts, lecture, tables
from aelab.web.lecture import experiments

MOST = 1000  # draws of z
SIGMA = 0.3  # of p(x|z) in the toy
UNITS = {"0 to 1": 1.0, "0 to 100": 100.0, "0 to 255": 255.0}
SLUG = "vae.beta"


# A mixture that fills in.


def more(by: int) -> None:
    """Raise the number of draws of z."""
    st.session_state["vae.count"] = min(st.session_state.get("vae.count", 5) + by, MOST)


def again() -> None:
    """Draw all of them anew."""
    st.session_state["vae.drawn"] = st.session_state.get("vae.drawn", 0) + 1


def mixture() -> dict[str, Any]:
    """Draw p(x) as a mixture over draws of z; return what was chosen."""
    state = st.session_state
    state.setdefault("vae.count", 5)
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        decoder = bounds.toy("vae.decoder", "step")
        count = int(st.slider("Draws of z", 1, MOST, state["vae.count"], key="vae.count"))
        with st.container(horizontal=True):
            st.button("One more z", on_click=more, args=(1,))
            st.button("Ten more", on_click=more, args=(10,))
            st.button("Other draws", on_click=again)
    toy = Toy(decoder, SIGMA)
    x = toy.span(301)
    z = np.random.default_rng(state.get("vae.drawn", 0)).standard_normal(MOST)[:count]
    parts = np.exp(toy.log_likelihood(x, z[:, None])) / count
    exact = np.exp(toy.log_density(x))
    square = ((parts.sum(0) - exact) ** 2).sum() * (x[1] - x[0])
    with right:
        figure = figures.filling(x, exact, parts)
        charts.chart(figure, "filling", 320, "p(x) as a sum over draws of z, and exactly")
    with left:
        st.markdown(
            f"$\\int(\\hat p - p)^2\\,dx$ of these draws: {lecture.number(square)}; "
            f"on average: {lecture.number(toy.estimation_error(count))}."
        )
    return {"decoder": decoder, "sigma": SIGMA, "draws": count}


# What a bare sum of squares stands for.


def convention() -> dict[str, Any]:
    """Say which β a sum of squares means in some unit of the pixels; return the unit."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        chosen = st.segmented_control(
            "Pixels from", list(UNITS), default="0 to 1", key="vae.unit", required=True
        )
    unit = UNITS[str(chosen)]
    with right:
        st.markdown(
            f"J = ‖x − x̂‖² + KL in these units is {lecture.number(unit**2)} times "
            f"‖x − x̂‖² + **{lecture.number(unit**-2)}** KL of pixels from 0 to 1: "
            f"β is divided by {lecture.number(unit**2)}."
        )
    return {"unit": unit}


# The sweep of β.


def sweep() -> Results:
    """Draw the results for each β; return them."""
    experiments.controls(SLUG)
    results = experiments.results(SLUG)
    beta, reconstruction, kl = claims_betas.curves(results)
    at = np.arange(len(beta))
    left, right = st.columns(2)
    with left:
        lines = [
            Series(name="reconstruction", x=at, y=reconstruction, colour=0, joined=True),
            Series(name="KL", x=at[1:], y=kl[1:], colour=1, joined=True),
        ]
        top = 1.1 * float(reconstruction.max())
        names, unit = [f"{b:g}" for b in beta], "nats per digit, held out"
        figure = measured(lines, "β", unit, span=(0.0, top), names=names)
        charts.chart(figure, "sweep", 320, "Reconstruction and KL against β")
    with right:
        every = [run["kl"] for run in results.values()]
        figure = figures.units(beta[1:], every[1:], claims_betas.active_units(results)[1:])
        charts.chart(figure, "units", 320, "KL of each dimension for each β")
    low, high = (lecture.number(round(value, 2)) for value in (kl[-1], kl[0]))
    st.markdown(
        f"The KL is an upper bound of what the code tells of x: {low} nats at β = {beta[-1]:g}, "
        f"{high} at β = 0, without a price. Above the bars: active dimensions of {len(every[0])}, "
        "those whose $\\mathrm{Var}_x\\,E[z_j|x]$ is above 0.01 (Burda et al., 2016). The others "
        "have collapsed onto the prior."
    )
    prices = [lecture.number(round(price, 3)) for price in claims_betas.prices(results)]
    pairs = [f"{a:g} – {b:g}" for a, b in itertools.pairwise(BETAS)]
    st.markdown(
        tables.written(("from β to β", *pairs), [("nats paid per nat", *prices)], right=pairs)
    )
    return results


def active(beta: float) -> float:
    """Return how many of the sixteen dimensions are active at that β, as measured."""
    results = experiments.results(SLUG)
    return float(claims_betas.active_units(results)[BETAS.index(beta)])
