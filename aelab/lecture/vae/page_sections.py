"""What the page on the VAE needs of Streamlit: its mixture and its conventions."""

from typing import Any

import numpy as np
import streamlit as st

from aelab.lecture.vae import charts as figures
from aelab.lecture.vae import page_bounds as bounds
from aelab.theory.evidence import Toy
from aelab.web import charts, lecture

MOST = 1000  # draws of z
SIGMA = 0.3  # of p(x|z) in the toy
UNITS = {"0 to 1": 1.0, "0 to 100": 100.0, "0 to 255": 255.0}


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
