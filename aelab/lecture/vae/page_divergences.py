"""What the page on the VAE needs of Streamlit for divergences: two sides, and an estimate."""

import math
from typing import Any

import numpy as np
import streamlit as st

from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.lecture.vae import claims
from aelab.theory import gaussians
from aelab.theory.evidence import Toy
from aelab.theory.gaussians import Values
from aelab.web import charts

MOST = 5000  # draws that a running mean is of


def asymmetry() -> dict[str, Any]:
    """Draw both divergences of q = N(μ, s²) and the prior against s; return what was chosen."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        mu = st.slider("Mean μ", 0.0, 2.0, 1.0, 0.1, key="vae.other")
        s = st.slider("Width s", 0.2, 3.0, 0.4, 0.1, key="vae.wide")
    widths = np.geomspace(0.2, 3.0, 60)
    both = zip(("KL(q‖p)", "KL(p‖q)"), sides(mu, widths), strict=True)
    with right:
        lines = [Curve(name=name, x=widths, y=y, colour=i) for i, (name, y) in enumerate(both)]
        figure = curves.curves(lines, "width s of q", "nats", span=(0.0, 6.0), at=s)
        charts.chart(figure, "asymmetry", 300, "KL(q‖p) and KL(p‖q) against the width of q")
    return {"mu": mu, "s": s}


def sides(mu: float, widths: Values) -> tuple[Values, Values]:
    """Return KL(q ‖ p) and KL(p ‖ q) of q = N(μ, s²) and the prior p for widths s (n,).

    In units of s, and seen from μ, q is the standard Gaussian and p is N(−μ/s, 1/s²).
    """
    s = widths[:, None]
    there = gaussians.kl_to_standard(np.full_like(s, mu), s)
    return there, gaussians.kl_to_standard(-mu / s, 1 / s)


def likelihood() -> dict[str, Any]:
    """Draw skewed data with the models of maximum likelihood and of the other divergence."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        width = st.slider(r"Width of the model $p_\theta$", 0.3, 1.5, 0.6, 0.1, key="vae.model")
    likely, other = _likely(width)
    x = np.linspace(-3, 5, 241)
    lines = [Curve(name="data", x=x, y=np.exp(Toy("fold", 0.5).log_density(x)), colour=8)]
    models = (("maximum likelihood", likely), ("least KL(pθ‖data)", other))
    for i, (name, mean) in enumerate(models):
        y = np.exp(gaussians.diagonal([mean], [width]).log_density(x[:, None]))
        lines.append(Curve(name=name, x=x, y=y, colour=i, predicted=i == 1))
    with right:
        figure = curves.curves(lines, "x", "density")
        charts.chart(figure, "likelihood", 300, "Data, and two models of one width")
    return {"width": width}


@st.cache_data(show_spinner=False)
def _likely(width: float) -> tuple[float, float]:
    """Return θ of maximum likelihood, and that of least KL(p_θ ‖ p_data)."""
    return claims.likelihood(width).measured, claims.likelihood(width, reverse=True).predicted


def estimate() -> dict[str, Any]:
    """Draw the running mean of ln q − ln p over draws of q; return what was chosen."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        mu = st.slider(r"Mean $\mu_j$", -2.0, 2.0, 1.0, 0.1, key="vae.mean")
        sigma = st.slider(r"Width $\sigma_j$", 0.1, 2.0, 0.5, 0.1, key="vae.sigma")
        latent = st.slider("Latent dimensions Q", 1, 10, 2, key="vae.latent")
    q = gaussians.diagonal(np.full(latent, mu), np.full(latent, sigma))
    z = q.draw(MOST, np.random.default_rng(1))
    each = q.log_density(z) - gaussians.standard(latent).log_density(z)
    exact = float(gaussians.kl_to_standard(q.mean, np.full(latent, sigma)))
    count = np.arange(1, MOST + 1)
    mean = each.cumsum() / count
    error = np.sqrt(np.maximum((each**2).cumsum() / count - mean**2, 0) / count)
    with right:
        shown = slice(9, None)
        line = Curve(
            name="mean of ln q − ln p",
            x=count[shown],
            y=mean[shown],
            band=((mean - error)[shown], (mean + error)[shown]),
        )
        spread = 4 * float(each.std()) / math.sqrt(50) + 1e-3
        span = (exact - spread, exact + spread)
        level = [(exact, f"closed form: {exact:.4g}")]
        figure = curves.curves([line], "draws of z", "nats", level, span=span)
        charts.chart(figure, "running", 300, "Monte Carlo estimate of the divergence")
    return {"mu": mu, "sigma": sigma, "latent": latent}
