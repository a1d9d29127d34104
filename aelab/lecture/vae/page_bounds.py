"""What the page on the VAE needs of Streamlit for the evidence, its bound, and its gap."""

import math
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.figures.measured import Series, measured
from aelab.lecture.vae import charts as figures
from aelab.lecture.vae import claims
from aelab.lecture.vae.charts import Outline
from aelab.once import once
from aelab.theory import gaussians, importance
from aelab.theory.bayes import independent, with_posterior
from aelab.theory.evidence import DECODERS, Toy
from aelab.web import charts, lecture, tables, theme

STEP = "vae.line"
WIDTHS = np.geomspace(0.1, 2.5, 60)


class Line(NamedTuple):
    """A line of the derivation: its formula, the field that it is, and what was done."""

    formula: str
    field: str
    done: str
    sign: int = 1


LINES = (
    Line(r"\ln p(x)", "evidence", "What is to be maximised."),
    Line(
        r"= E_q\Big[\ln \frac{p(x)\,p(z|x)}{p(z|x)}\Big]",
        "extended",
        "ln p(x) does not depend on z, so its mean over any q is itself; multiplied by one.",
    ),
    Line(
        r"= E_q\Big[\ln\frac{p(z, x)}{q(z|x)} + \ln\frac{q(z|x)}{p(z|x)}\Big]",
        "split",
        "p(x) p(z|x) is p(z, x); q is put in below and above.",
    ),
    Line(
        r"\geq E_q\Big[\ln\frac{p(z, x)}{q(z|x)}\Big]",
        "bound",
        "The second part is KL(q‖p(z|x)), which is not negative: left out, a lower bound remains.",
    ),
    Line(
        r"= E_q[\ln p(x|z)] - \mathrm{KL}(q \,\|\, p(z))",
        "terms",
        "p(z, x) = p(z) p(x|z): the reconstruction, less the divergence from the prior.",
    ),
    Line(
        r"-\ln p(x) \leq \mathrm{KL}(q \,\|\, p(z)) + E_q[-\ln p(x|z)]",
        "terms",
        "The sign turned, for a loss that is minimised.",
        -1,
    ),
)


# The derivation.


def go_on(by: int) -> None:
    """Go to the next line of the derivation, or back."""
    step = st.session_state.get(STEP, 0) + by
    st.session_state[STEP] = min(max(step, 0), len(LINES) - 1)


def derivation() -> dict[str, Any]:
    """Write the lines up to the current one, each evaluated; return what q is."""
    step = st.session_state.setdefault(STEP, 0)
    left, right = st.columns(2)
    off = left.slider("q is off by so many standard deviations", 0.0, 2.0, 0.8, 0.1, key="vae.off")
    width = right.slider("q is so many times as wide", 0.4, 2.5, 1.3, 0.1, key="vae.width")
    with st.container(horizontal=True):
        for label, by, end in (("Back", -1, 0), ("Next line", 1, len(LINES) - 1)):
            st.button(label, key=f"vae.{label}", on_click=go_on, args=(by,), disabled=step == end)
        st.markdown(f"Line {step + 1} of {len(LINES)}. {theme.plain(LINES[step].done)}")
    model = claims.linear()
    q = importance.shifted(importance.widened(model.posterior(claims.X), width), off)
    values = model.derivation(claims.X, q)
    numbers = [lecture.number(line.sign * getattr(values, line.field)) for line in LINES]
    rows = [(f"{i + 1}", tables.maths(LINES[i].formula), numbers[i]) for i in range(step + 1)]
    st.markdown(tables.written(("", "line", "nats"), rows, right=("nats",)))
    return {"off": off, "width": width}


# The gap as an area.


def toy(key: str, first: str) -> str:
    """Ask for the decoder of a toy with one latent and one data dimension."""
    chosen = st.segmented_control(
        "Decoder f(z)", list(DECODERS), default=first, key=key, required=True
    )
    return str(chosen)


def area() -> dict[str, Any]:
    """Draw q beside the posterior, and the gap as an area; return what was chosen."""
    left, middle, right = st.columns(3)
    with left:
        decoder = toy("vae.bent", "straight")
    mu = middle.slider("Mean μ of q", -2.0, 2.0, 0.0, 0.02, key="vae.mu")
    s = right.slider("Width s of q", 0.1, 2.0, 0.8, 0.01, key="vae.s")
    model, x = Toy(decoder, 0.5), 1.0
    evidence, elbo = float(model.log_density([x])[0]), model.bound(x, mu, s).elbo
    z = np.linspace(-4, 4, 401)
    left, right = st.columns([3, 2])
    with left:
        q = gaussians.diagonal([mu], [s]).log_density(z[:, None])
        posterior = np.exp(model.log_posterior(x, z))
        figure = figures.gap(z, posterior, np.exp(q), model.gap_curve(x, mu, s, z))
        charts.chart(figure, "gap", 400, "q, the posterior, and the gap as an area")
    with right:
        along = np.array([model.bound(x, mu, w).elbo for w in WIDTHS])
        figure = figures.closing(WIDTHS, along, evidence, (s, elbo))
        charts.chart(figure, "closing", 400, "The ELBO against the width of q, below ln p(x)")
    best = model.best(x)
    st.markdown(
        f"For x = 1: ln p(x) = {lecture.number(evidence)}, ELBO = {lecture.number(elbo)}, "
        f"gap = **{lecture.number(evidence - elbo)}** nats. The best Gaussian q has "
        f"μ = {lecture.number(best[0])}, s = {lecture.number(best[1])}, and leaves "
        f"{lecture.number(round(evidence - model.bound(x, *best).elbo, 6) + 0.0)}."
    )
    return {"decoder": decoder, "x": x, "mu": mu, "s": s, "sigma": 0.5}


# A full Σ against a diagonal one.


def rotated() -> dict[str, Any]:
    """Draw a posterior of some correlation and what is closest to it without; return ρ."""
    rho = st.slider("Correlation ρ of the posterior", 0.0, 0.95, 0.8, 0.05, key="vae.rho")
    posterior = with_posterior(claims.NARROW * gaussians.correlated(rho)).posterior(claims.X)
    left, right = st.columns(2)
    with left:
        shown = [
            Outline(name="posterior", places=posterior.outline()),
            Outline(
                name="least KL(q‖p)",
                places=gaussians.closest_diagonal(posterior).outline(),
                colour=0,
            ),
            Outline(
                name="least KL(p‖q)",
                places=gaussians.matched_diagonal(posterior).outline(),
                colour=6,
                dashed=True,
            ),
        ]
        charts.chart(figures.outlines(shown), "rotated", 340, "Posterior and diagonal q")
    with right:
        grid = np.linspace(0, 0.99, 100)
        line = Curve(name="gap", x=grid, y=-np.log1p(-(grid**2)) / 2)
        gap = -math.log1p(-(rho**2)) / 2
        figure = curves.curves([line], "correlation ρ", "gap, nats", [(gap, f"{gap:.3f}")], at=rho)
        charts.chart(figure, "gaps", 340, "The gap of the best diagonal q against ρ")
    return {"rho": rho}


@once(1)
def narrower() -> str:
    """Return how wide the best diagonal q is beside the posterior, as measured at ρ = 0.8."""
    share = claims.narrow(0.8).measured
    return "Narrower" if share < 0.99 else "Wider" if share > 1.01 else "As wide"


# The importance-weighted bound.

KS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@st.cache_data(show_spinner=False)
def _weighted(off: float) -> tuple[float, float, list[tuple[float, float]]]:
    """Return ln p(x), the ELBO, and the bound with its error for each of KS."""
    model, x = independent(1, 0.5)
    q = importance.shifted(model.posterior(x), off)
    log_w = importance.log_weights(model, x, q, 200_000, np.random.default_rng(0))
    bounds = [importance.weighted_bound(log_w, k) for k in KS]
    exact = float(model.log_density(x[None])[0])
    return exact, model.bound(x, q).elbo, [(b.value, b.error) for b in bounds]


def weighted() -> dict[str, Any]:
    """Draw the bound of k samples against k; return what was chosen."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        off = st.slider("q is off by", 0.2, 2.0, 1.0, 0.1, key="vae.shift", format="%.1f σ")
        k = int(st.select_slider("Samples k", KS, 10, key="vae.k"))
    exact, elbo, estimates = _weighted(off)
    y, error = np.array(estimates).T
    with right:
        line = Series(name="bound of k samples", x=np.array(KS), y=y, error=error, joined=True)
        levels = [(exact, "ln p(x)"), (elbo, "ELBO")]
        figure = measured([line], "samples k", "nats", "x", levels, at=k)
        charts.chart(figure, "weighted", 320, "The importance-weighted bound against k")
    return {"off": off, "k": k}
