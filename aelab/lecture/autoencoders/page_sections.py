"""What the page of autoencoders needs of Streamlit: experiments, a surface, what is asked."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab.bundled.spreads import SEEDS as MEASURED
from aelab.lecture.autoencoders import charts as figures
from aelab.lecture.autoencoders import conclusions
from aelab.lecture.autoencoders.claims import share
from aelab.lecture.autoencoders.claims_linear import RATE, STEPS, C, angles
from aelab.lecture.autoencoders.experiments import DIGITS_WIDE, KINDS, SIZES, sized
from aelab.lecture.core import comparing, spread
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.core.experiment import SEEDS
from aelab.lecture.demos import demo
from aelab.metrics import Estimate
from aelab.theory import linear_autoencoder as linear
from aelab.web import charts, lecture
from aelab.web.lecture import experiments
from aelab.web.pictures import shipped

FATES = ("It is copied", "It is moved onto the moons", "It becomes the mean of the moons")
ENDS = (
    "Along the eigenvectors u₁ and u₂",
    "In the plane of u₁ and u₂, but not along them",
    "In another plane",
)
MIDDLES = ("The mixture of the pixels", "What the middle of the codes decodes to")
START = "ae.start"
COPIES, SIZED = "ae.copies", "ae.sizes"


def lab(slug: str, words: str) -> None:
    """Link to the Lab with exactly the settings of a demo."""
    lecture.lab(demo(slug).spec, words)


# What is compared.


def copies() -> None:
    """Draw what is left of data and of noise, run by run, and say what the widest network does."""
    experiments.controls(COPIES)
    shares = {name: read["shares"] for name, read in experiments.results(COPIES).items()}
    over_seeds = experiments.over_seeds(COPIES, "shares")
    spreads = {name: values.std(0, ddof=1) for name, values in over_seeds.items()}
    figure = figures.copies(shares, spreads, KINDS)
    charts.chart(figure, "copies", 300, "Share of the variance left of data and of noise")
    digits, noise = (comparing.mean(over_seeds[DIGITS_WIDE][:, i], 100) for i in (1, 2))
    experiments.conclude(conclusions.identity(digits, noise, SEEDS))


def sizes(decoders: tuple[str, ...], key: str) -> None:
    """Draw the error against the size of the code for one or two kinds of decoder."""
    results = experiments.results(SIZED)
    shares = {
        f"{decoder} g": np.array([results[sized(decoder, k)]["shares"] for k in SIZES])
        for decoder in decoders
    }
    pca = np.array([results[sized(decoders[0], k)]["pca"][0] for k in SIZES])
    figure = figures.sizes(SIZES, shares, _over_seeds(decoders), pca)
    charts.chart(figure, key, 360, "Share of the variance left against the size of the code")


def _over_seeds(decoders: tuple[str, ...]) -> dict[str, NDArray[np.float64]]:
    """Return the shares (s, n, 2) over seeds, by decoder; empty if there is a single seed."""
    values = experiments.over_seeds(SIZED, "shares")
    return {
        f"{decoder} g": np.stack([values[sized(decoder, k)] for k in SIZES], 1)
        for decoder in decoders
        if values
    }


def by_heart() -> None:
    """Say what PCA's line is, and whether the networks know digits by heart."""
    st.caption("PCA's floor is that of the training error.")
    values = experiments.over_seeds(SIZED, "shares")
    if values:
        training, unseen = (
            comparing.mean(values[sized("mirrored", SIZES[-1])][:, i], 100) for i in (0, 1)
        )
        words = conclusions.held_out(SIZES[-1], unseen, training, SEEDS)
        st.caption(f"Mean and standard error of {SEEDS} seeds: {words}")


# The surface.


def surface() -> None:
    """Draw the error of one linear neuron with tied weights, and a descent on it."""
    values, vectors = np.linalg.eigh(C)
    u2, u1 = vectors.T
    left, right = st.columns([1, 1], vertical_alignment="center")
    with left:
        turn = st.slider("Start of the descent: degrees from u₂ towards u₁", -90, 90, 5, key=START)
        long = st.slider("Length of w at the start", 0.1, 1.5, 0.4, 0.1, key=f"{START}.length")
        at = long * (np.cos(np.radians(turn)) * u2 + np.sin(np.radians(turn)) * u1)
        way = linear.tied_descent(at, C, RATE, STEPS)
        end = float(linear.tied_error(way[-1], C))
        st.markdown(
            f"After {STEPS} steps J = {lecture.number(end)}. At ±u₁ it is λ₂ = "
            f"{lecture.number(values[0])}, at ±u₂ λ₁ = {lecture.number(values[1])}, "
            f"at 0 λ₁ + λ₂ = {lecture.number(values.sum())}."
        )
    marks = {"u₁": u1, "−u₁": -u1, "u₂": u2, "−u₂": -u2, "0": np.zeros(2)}
    with right:
        figure = figures.surface(linear.tied_error(figures.grid(), C), marks, way)
        charts.chart(figure, "surface", 380, "Error of a linear neuron over its two weights")


# What is asked: each answer is measured in a run that comes with the lab.


def _scatter(slug: str) -> float:
    """Return the standard deviation over seeds of what a claim measures."""
    return spread.scatter(CLAIMS[slug])


def ask_noise() -> None:
    """Ask what an overcomplete network that has learnt moons makes of noise."""
    picture = shipped(demo("overcomplete-moons"))
    if picture is not None:
        left = share(picture, "noise")
        lecture.question(
            "autoencoders.noise",
            "It has only ever seen moons. What does it make of uniform noise?",
            FATES,
            FATES[0 if left < 0.1 else 1 if left < 0.9 else 2],
            conclusions.noise(Estimate(100 * left, 100 * _scatter("ae.identity")), MEASURED),
        )


def ask_left() -> None:
    """Ask how much a network with a code of two numbers leaves of the digits."""
    run = experiments.results(SIZED)[sized("mirrored", 2)]
    lecture.estimate(
        "autoencoders.left",
        f"From two numbers PCA leaves {100 * run['pca'][0]:.0f} % of the variance of these "
        "digits. How many per cent does the network leave?",
        0,
        100,
        float(f"{100 * run['shares'][0]:.3g}"),
        8.0,
        conclusions.left(
            Estimate(100 * float(run["shares"][0]), 100 * _scatter("ae.below")),
            comparing.exactly(100 * float(run["pca"][0])),
            MEASURED,
        ),
    )


def ask_columns() -> None:
    """Ask where the columns of a linear decoder end."""
    picture = shipped(demo("linear-roll"))
    if picture is not None:
        plane, single = max(angles(picture, "θ")), max(angles(picture, "d"))
        answer = ENDS[2] if plane > 5 else ENDS[0] if single < 5 else ENDS[1]
        lecture.question(
            "autoencoders.columns",
            "Where do the two columns of the linear decoder end?",
            ENDS,
            answer,
            conclusions.columns(
                Estimate(single, _scatter("ae.subspace")),
                Estimate(plane, _scatter("ae.subspace")),
                MEASURED,
            ),
        )


def ask_between() -> None:
    """Ask which middle of two digits is nearer to a digit."""
    picture = shipped(demo("ae-mnist"))
    if picture is not None:
        pixels, mixed, code = (float(v) for v in picture.arrays["between.apart"])
        lecture.question(
            "autoencoders.between",
            "Half way between two digits: which image is nearer to some digit?",
            MIDDLES,
            MIDDLES[int(code < pixels)],
            conclusions.between(
                comparing.exactly(pixels),
                Estimate(code, mixed * _scatter("ae.between")),
                MEASURED,
            ),
        )
