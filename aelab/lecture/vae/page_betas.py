"""What the page on the VAE needs of Streamlit for the sweep of β: rate, distortion, collapse."""

import itertools
import math

import numpy as np
import streamlit as st

from aelab.lecture.core.experiment import Results
from aelab.lecture.vae import charts as figures
from aelab.lecture.vae import charts_rates as rates
from aelab.lecture.vae import claims_betas, conclusions, page_words
from aelab.lecture.vae.claims_betas import Sweep, averages
from aelab.lecture.vae.experiments import BETAS
from aelab.web import charts, tables
from aelab.web.lecture import experiments

SLUG = "vae.beta"
DIGITS = 2000  # N, those that the information is of
MOST = math.log(DIGITS)


def sweep() -> Results:
    """Draw the results for each β; return them."""
    experiments.controls(SLUG)
    results = experiments.results(SLUG)
    runs = claims_betas.sweep(results)
    _rates(runs)
    st.markdown(conclusions.traded(runs))
    _prices(runs)
    _parts(runs)
    st.markdown(
        "The information $I(x; z)$ is what the code tells of x, and the KL is an upper bound of "
        f"it. It is estimated with $q(z)$ as the mean of $q(z|x)$ over N = {DIGITS:,} digits, and "
        "can then be at most ln N; on average it is below the information of all digits. "
        + page_words.information(runs, MOST)
    )
    st.markdown(
        "Above the bars on the top right: active dimensions, those whose "
        "$\\mathrm{Var}_x\\,E[z_j|x]$ is above 0.01 (Burda et al., 2016). "
        + page_words.collapse(runs)
    )
    return results


def _rates(runs: Sweep) -> None:
    """Draw distortion against rate, and the KL of each dimension."""
    beta, later = runs.beta[1:], slice(1, None)
    left, right = st.columns(2)
    with left:
        rate, distortion = (averages(v[:, later]) for v in (runs.rate, runs.reconstruction))
        figure = rates.plane(beta, rate, distortion)
        charts.chart(figure, "plane", 320, "Distortion against rate, for each β above 0")
    with right:
        ordered = -np.sort(-runs.kl[:, later], 2)  # (seeds, n, Q)
        counts = np.round(runs.units[:, later].mean(0), 1)
        figure = figures.units(beta, list(ordered.mean(0)), counts)
        charts.chart(figure, "units", 320, "KL of each dimension for each β")


def _prices(runs: Sweep) -> None:
    """Write what a nat of KL less costs, between two β."""
    prices = [page_words.written(price) for price in averages(runs.prices)]
    pairs = [f"{a:g} – {b:g}" for a, b in itertools.pairwise(BETAS)]
    heads = ("from β to β", *pairs)
    st.markdown(tables.written(heads, [("nats paid per nat", *prices)], right=pairs))


def _parts(runs: Sweep) -> None:
    """Draw what the KL consists of."""
    whole, information, marginal = (averages(runs.surgery[:, 1:, i]) for i in range(3))
    figure = rates.parts(runs.beta[1:], information, marginal, whole, MOST)
    charts.chart(figure, "parts", 320, "Information, and divergence of all codes, for each β")


def active(beta: float) -> float:
    """Return how many of the sixteen dimensions are active at that β, on average over seeds."""
    runs = claims_betas.sweep(experiments.results(SLUG))
    return float(round(runs.units[:, BETAS.index(beta)].mean()))
