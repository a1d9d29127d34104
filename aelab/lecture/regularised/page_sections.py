"""What the page on regularised autoencoders needs of Streamlit: sparse codes, all variants."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab.figures import tiles as tiled
from aelab.frames import Picture
from aelab.lecture.core import comparing
from aelab.lecture.core.experiment import SEEDS, Results
from aelab.lecture.demos import demo
from aelab.lecture.regularised import charts as figures
from aelab.lecture.regularised import claims, conclusions
from aelab.lecture.regularised.experiments import WITHOUT
from aelab.theory import sparsity
from aelab.web import charts, lecture, tables
from aelab.web.lecture import experiments
from aelab.web.lecture.stage import Stage

SIDE = 28
ROW = 9  # filters beside each other
GAUSSIAN, LAPLACE = 2 / np.pi, 0.5  # sparseness of these distributions about 0
VARIANTS = "regularised.variants"
ASKED = "ask-regularised.dearest"  # the answer to the question about them
PENALTIES = {
    "none": "nothing",
    "none, sigmoid": "nothing; the code is a sigmoid layer",
    "L1": tables.maths(r"0.5\sum_j|h_j|"),
    "KL": tables.maths(r"10\sum_j\mathrm{KL}(0.05\,\|\,\hat h_j)"),
    "denoising": r"nothing; $\tilde x$ with σ = 0.5",
    "contractive": tables.maths(r"\|\partial f/\partial x\|^2"),
}


# The stage.


def in_lab(stage: Stage, slug: str, words: str) -> None:
    """Link to the run of a demo in the Lab, with the settings as they are if it is on."""
    if stage.demo.slug == slug:
        lecture.linked(stage.chosen, stage.catalogue, words)
    else:
        lecture.lab(demo(slug).spec, words)


# Row 21: a prior.


def bayes() -> dict[str, Any]:
    """Draw prior, likelihood and posterior of one unit; return the settings."""
    places = st.columns(3)
    with places[0]:
        seen = st.slider("Value seen $a$", -2.5, 2.5, 1.2, 0.1, key="regularised.seen")
    with places[1]:
        noise = st.slider("Its noise $s$", 0.1, 1.0, 0.5, 0.05, key="regularised.noise")
    with places[2]:
        lam = st.slider("Prior $\\lambda$", 0.2, 5.0, 2.4, 0.2, key="regularised.lam")
    left, right = st.columns(2)
    with left:
        figure = figures.bayes(seen, noise, lam)
        charts.chart(figure, "bayes", 290, "Prior, likelihood and posterior of one unit")
    with right:
        figure = figures.threshold(seen, noise, lam)
        charts.chart(figure, "threshold", 290, "Most probable h against the value seen")
    return {"seen": seen, "noise": noise, "lam": lam}


# Row 22: a mean activation.


def dearer(h0: float = 0.05) -> str:
    """Return which unit the KL penalty is larger for, in words."""
    twice, half = sparsity.kl(h0, np.array([2 * h0, h0 / 2]))
    return "ĥ = 0.10" if twice > half else "ĥ = 0.025" if half > twice else "Neither"


def ask_dearer() -> None:
    """Ask which of two units the penalty is larger for."""
    twice, half = sparsity.kl(0.05, np.array([0.1, 0.025]))
    lecture.question(
        "regularised.dearer",
        "h₀ = 0.05. One unit is twice as active, one half as active. Which is penalised more?",
        ("ĥ = 0.10", "ĥ = 0.025", "Neither"),
        dearer(),
        f"{twice:.4f} against {half:.4f} nats: the valley has the curvature 1/(h₀(1 − h₀)) on "
        "both sides, and 0.05 is farther than 0.025.",
    )


def penalty() -> float:
    """Draw the penalty of a unit against its mean activation; return h₀."""
    left, right = st.columns([1, 2])
    with left:
        h0 = st.slider("Target $h_0$", 0.01, 0.5, 0.05, 0.01, key="regularised.h0")
        mean = st.slider(
            "Mean activation $\\hat h$", 0.01, 0.99, 0.3, 0.01, key="regularised.mean"
        )
        cost, slope = float(sparsity.kl(h0, mean)), float(sparsity.kl_slope(h0, mean))
        st.markdown(f"Penalty {cost:.4f} nats, slope {slope:.3f}.".replace("-", "−"))
        st.caption(
            "A mean of 0 or 1 costs without bound. It needs $0 < h_j < 1$: the code goes "
            "through a sigmoid."
        )
    with right:
        figure = figures.penalty(h0, mean)
        charts.chart(figure, "penalty", 300, "Penalty of a unit against its mean activation")
    return h0


# Row 23: filters.


def filters(stage: Stage) -> None:
    """Draw the weights of both sparse networks side by side, and how sparse their codes are."""
    for place, (slug, name) in zip(
        st.columns(2), (("sparse-mnist", "L1"), ("sparse-kl-mnist", "KL")), strict=True
    ):
        seen = stage.seen(slug, _weights)
        with place:
            if seen is None:
                st.caption("They are drawn when the run has begun.")
                continue
            images, measured = seen
            rows = {f"{i + 1}–{i + ROW}": images[i : i + ROW] for i in range(0, len(images), ROW)}
            st.markdown(f"**{name}**, λ = {stage.parameter(slug, 'lam'):g}")
            charts.chart(
                tiled.tiles(rows, "signed"), f"filters-{name}", 200, f"Filters, {name}", True
            )
            st.markdown(
                f"Sparseness $\\langle|h|\\rangle^2/\\langle h^2\\rangle$ = **{measured:.2f}** "
                f"over all units and held-out digits; a Gaussian about 0 has {GAUSSIAN:.2f}, a "
                f"Laplace distribution {LAPLACE:.2f}, and it is small if few units are on."
            )


def _weights(picture: Picture) -> tuple[NDArray[np.float64], float]:
    """Return the weights of a run as images, and the sparseness of its code."""
    return signed(picture.arrays["weights.tiles"]), sparseness(picture)


def signed(tiles: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return weights (u, 784), sent as 1 to 255 with 0 as 128, as images from −1 to 1."""
    return ((tiles.astype(np.float64) - 128) / 127).reshape(-1, SIDE, SIDE)


def sparseness(picture: Picture) -> float:
    """Return ⟨|h|⟩²/⟨h²⟩ of all activations, from their histogram.

    Raises `ValueError` if there is no histogram. Source: Treves and Rolls, "What determines the
    capacity of autoassociative memories in the brain?", Network, 1991,
    doi:10.1088/0954-898X_2_4_004.
    """
    return claims.peakedness(picture) ** 2


# Row 26: all variants.


def variants() -> Results:
    """Draw the results of six networks from the same start; return them."""
    experiments.controls(VARIANTS)
    results = experiments.results(VARIANTS)
    images = {name: signed(run["tiles"]) for name, run in results.items()}
    left, right = st.columns(2)
    with left:
        st.markdown("**Filters**, the same eight units of each.")
        charts.chart(tiled.tiles(images, "signed"), "all-filters", 250, "Filters of all", True)
    with right:
        st.markdown("**Copies** of six held-out digits; denoising is given $\\tilde x$.")
        charts.chart(tiled.tiles(_copies(results), "grey"), "copies", 250, "Copies", True)
    with left:
        st.markdown(tables.written(("", "added to the squared error"), PENALTIES.items()))
    with right:
        if st.session_state.get(ASKED) is None:
            st.caption("The errors are drawn here once you have answered.")
        else:
            errors = _errors()
            spreads = {name: float(values.std(ddof=1)) for name, values in errors.items()}
            terms = {name: run["terms"] for name, run in results.items()}
            charts.chart(figures.errors(terms, spreads), "errors", 270, "Terms of J of all six")
            experiments.conclude(_prices())
    return results


def _errors() -> dict[str, NDArray[np.float64]]:
    """Return the held-out squared errors (s,) over seeds, by variant."""
    terms = experiments.over_seeds(VARIANTS, "terms")
    return {name: values[:, 0] for name, values in terms.items()}


def _prices() -> str:
    """Say what penalties and a sigmoid do to the error, from the same seed with and without."""
    errors = _errors()
    ratios = {name: comparing.mean(errors[name] / errors[no]) for name, no in WITHOUT.items()}
    layer = comparing.mean(errors["none, sigmoid"] / errors["none"])
    return f"{conclusions.prices(ratios, SEEDS)} {conclusions.code_layer(layer, SEEDS)}"


def _copies(results: Results) -> dict[str, NDArray[Any]]:
    """Return the digits, the noisy ones, and what each variant makes of them."""
    rows = {"x": results["denoising"]["x"], "x̃": results["denoising"]["x_tilde"]}
    rows |= {name: run["x_hat"] for name, run in results.items()}
    return {name: x.reshape(-1, SIDE, SIDE) / 255.0 for name, x in rows.items()}


def dearest() -> str:
    """Return which of the regularised variants reconstructs worst, as shipped."""
    errors = _errors()
    return max(WITHOUT, key=lambda name: errors[name].mean())


def ask_dearest() -> None:
    """Ask which variant pays most."""
    errors = {name: comparing.mean(_errors()[name]) for name in WITHOUT}
    lecture.question(
        "regularised.dearest",
        "All start from the same weights. Which one reconstructs a held-out digit worst?",
        tuple(WITHOUT),
        dearest(),
        f"Over {SEEDS} seeds: {conclusions.dearest(errors, SEEDS)}",
    )
