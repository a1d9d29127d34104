"""What the same page needs for denoising and for contraction."""

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from aelab.figures import tiles as tiled
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.regularised import charts_planes as planes
from aelab.lecture.regularised.claims_contraction import AT, REPEATS
from aelab.lecture.regularised.claims_denoising import some
from aelab.lecture.regularised.page_sections import SIDE
from aelab.theory import contraction, corruption, mixtures
from aelab.theory.corruption import KINDS, Kind
from aelab.web import charts, lecture
from aelab.web.lecture.stage import Stage

REACH, LINES = 2.2, 11  # of the plane of the field, and its arrows each way
WIDE, PLACES = 2.2, 7  # of the plane of the layer, and its ellipses each way
COUNTS = (1, 4, 16, 64, 256)  # estimates in a mean
SHORT = 0.25  # variance of the short axis of the linear demo


# Row 24: corruption.


def kinds() -> tuple[Kind, float]:
    """Draw digits and their corrupted copies; return kind and strength."""
    left, right = st.columns(2)
    with left:
        kind = st.segmented_control(
            "Corruption", KINDS, default=KINDS[0], key="regularised.kind", required=True
        )
    with right:
        strength = st.slider(
            "Strength $\\sigma$", 0.05, 1.0, 0.5, 0.05, key="regularised.strength"
        )
    x = some()[:: len(some()) // 10]
    noisy = corruption.corrupted(x, kind, strength, np.random.default_rng(0))
    rows = {"x": x.reshape(-1, SIDE, SIDE), "x̃": noisy.reshape(-1, SIDE, SIDE)}
    charts.chart(tiled.tiles(rows, "grey"), "noisy", 200, "Digits, and corrupted", True)
    return kind, strength


def denoised(stage: Stage) -> None:
    """Compare the run with the noise, and with the best linear map where there is one."""
    slug, claim = "denoising-mnist", "regularised.denoised"
    of = partial(stage.parameter, slug)
    if of("noise") != "Gaussian" or of("error") != "squared error":
        reason = "It is about Gaussian noise and the squared error."
        return lecture.unmeasured(CLAIMS[claim], reason)
    strength, latent = float(of("strength")), int(of("latent"))
    return stage.verdict(claim, slug, strength=strength, latent=latent)


def way_back(width: float = 0.3, sigma: float = 0.6) -> float:
    """Return how far x̂ goes back from 1 beside a single Gaussian: σ²/(s² + σ²)."""
    return sigma**2 / (width**2 + sigma**2)


def ask_way_back() -> None:
    """Ask how far the best guess goes back."""
    lecture.estimate(
        "regularised.back",
        "One Gaussian of standard deviation 0.3, noise of σ = 0.6. A noisy point lies at distance "
        "1 from the mean. How far back towards the mean does the best x̂ go?",
        0.0,
        1.0,
        way_back(),
        0.05,
        "By the share σ²/(s² + σ²), and not the whole way: data lie around the mean, too.",
        exact=True,
    )


def field() -> dict[str, Any]:
    """Draw the exact field of three Gaussians under noise; return the settings."""
    left, right = st.columns([1, 2])
    with left:
        sigma = st.slider("Noise $\\sigma$", 0.1, 1.5, 0.4, 0.05, key="regularised.sigma")
        width = st.slider(
            "Width of each Gaussian $s$", 0.1, 0.5, 0.25, 0.05, key="regularised.width"
        )
        st.caption(
            "Blue is $p_\\sigma$. For small σ each arrow leads to the nearest Gaussian, for "
            "large σ all lead to the mean of the three. Arrows are drawn at their full length."
        )
    mixture = mixtures.ring(width=width)
    places = planes.grid(REACH, LINES).reshape(-1, 2)
    over = planes.grid(REACH, planes.CELLS)
    density = np.exp(mixture.log_density(over.reshape(-1, 2), sigma)).reshape(over.shape[:2])
    points = mixture.draw(200, np.random.default_rng(0))
    figure = planes.field(density, places, mixture.field(places, sigma), points, REACH)
    with right:
        charts.chart(figure, "exact", 420, "Field of three Gaussians smoothed by noise")
    return {"width": width, "sigma": sigma}


# Row 25: contraction.


def layer() -> dict[str, Any]:
    """Draw the norm of the Jacobian of one sigmoid layer over the plane; return the settings."""
    left, right = st.columns([1, 2])
    with left:
        units = st.slider("Units $k$", 1, 16, 8, key="regularised.units")
        scale = st.slider("Length of the rows of $W$", 0.5, 8.0, 3.0, 0.5, key="regularised.scale")
        st.caption(
            "Each unit is steep along one line, where $h_j = \\frac12$, and saturates away from "
            "it. White: right singular vectors of $J$, as long as its singular values; long "
            "where the code follows a move of $x$, thin where it ignores it."
        )
    of = contraction.layer(units, scale)
    over = planes.grid(WIDE, planes.CELLS)
    values = np.sqrt(of.squared_norm(over.reshape(-1, 2))).reshape(over.shape[:2])
    inner = planes.grid(WIDE * (1 - 1 / PLACES), PLACES).reshape(-1, 2)
    figure = planes.norms(values, inner, of.jacobian(inner), WIDE)
    with right:
        charts.chart(figure, "layer", 400, "Norm of the Jacobian of a sigmoid layer")
    return {"units": units, "scale": scale}


def hutchinson() -> dict[str, Any]:
    """Draw the error of Hutchinson's estimate against n; return the settings."""
    left, right = st.columns([1, 2])
    with left:
        units = st.slider("Units $k$", 3, 64, 8, key="regularised.hutchinson")
        count = st.select_slider("Estimates $n$", COUNTS, 16, key="regularised.count")
        st.caption(
            "One backward pass gives one estimate, whatever the size of the code. The exact "
            "norm takes one for each unit."
        )
    j = contraction.layer(units, 3.0).jacobian(AT)[0]
    norm, rng = (j**2).sum(), np.random.default_rng(4)
    drawn = [contraction.hutchinson(j, REPEATS * n, rng).reshape(REPEATS, n) for n in COUNTS]
    measured = np.array([means.mean(1).std() for means in drawn]) / norm
    at = np.array(COUNTS, float)
    predicted = np.sqrt(contraction.hutchinson_variance(j) / at) / norm
    with right:
        figure = planes.spread(at, measured, predicted)
        charts.chart(figure, "spread", 300, "Error of the estimate against their number")
    return {"units": units, "count": count}


def lost(variance: float = SHORT) -> float:
    """Return the smallest λ at which a linear code drops an axis of this variance."""
    return 2 * variance


def ask_lost() -> None:
    """Ask from which λ on a linear code drops the short axis."""
    lecture.estimate(
        "regularised.lost",
        f"A linear tied code keeps the share s of an axis of variance v = {SHORT} at the price "
        "v(1 − s)² + λs. From which λ on does it drop the axis?",
        0.0,
        2.0,
        lost(),
        0.1,
        "The slope at s = 0 is λ − 2v: from λ = 2v on nothing is gained by keeping it.",
        exact=True,
    )
