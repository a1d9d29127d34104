"""What the page on the VAE needs of Streamlit for bounds of trained models, and grey values."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.lecture.vae import charts_trained as figures
from aelab.lecture.vae import claims_grey, conclusions, page_words, trained_bounds
from aelab.lecture.vae.trained_bounds import PUBLISHED, Trained
from aelab.presets import VAE, named
from aelab.spec import Spec
from aelab.web import charts, lecture

BINARY = {"binary": "dynamic"}
BURDA: dict[str, Any] = {"latent": 50, "widths": (200, 200), "activation": "tanh", "batch": 20}


def bounds() -> None:
    """Draw the bounds of trained models if some come with the lab, and say what they show."""
    if models := trained_bounds.read():
        _results(models, trained_bounds.circumstances())
    st.caption(
        "Burda, Grosse and Salakhutdinov, “Importance weighted autoencoders”, 2016, table 1: "
        f"−ln p(x) of binarised digits is {PUBLISHED[1]:.2f} nats after training with k = 1, "
        f"{PUBLISHED[5]:.2f} with k = 5 and {PUBLISHED[50]:.2f} with k = 50, for a model each. "
        "`python -m benchmarks.iwae` trains such models."
    )
    weighted = BURDA | {"bound": "importance-weighted", "samples": 5}
    spec = Spec(dataset="mnist", model=VAE, dataset_params=BINARY, model_params=weighted)
    lecture.lab(spec, "Open training with k = 5 in the Lab")


def _results(models: Sequence[Trained], how: Mapping[str, Any]) -> None:
    st.markdown(
        f"{len(models)} VAEs, trained with this bound on digits that are binarised anew in each "
        "epoch. " + page_words.budget(models, int(how["points"]), int(how["digits"]))
    )
    figure = figures.bounds(models, PUBLISHED)
    charts.chart(figure, "trained", 360, "The bound of k samples against k, by training")
    st.markdown("\n".join(f"- {line}" for line in page_words.tightness(models)))
    st.markdown(conclusions.gains(models))
    st.caption(
        "Bands are standard errors over the digits, which the models share: their differences are "
        "known better."
    )


def grey() -> dict[str, Any]:
    """Say what the cross-entropy of grey values lacks, and offer two ways out; return λ."""
    st.markdown(
        "A Bernoulli distribution is of x = 0 and x = 1. The cross-entropy of grey values, which "
        "the digits above are trained with, is $-\\ln$ of no density on [0, 1]; with the KL it is "
        "−ELBO of no model, and bounds no ln p(x). There are two ways out. The continuous "
        "Bernoulli distribution has the constant C that is missing (Loaiza-Ganem and Cunningham, "
        "2019); its mean is not λ. Or the digits are binarised: each pixel is 1 with its grey "
        "value as the probability, drawn anew in each epoch. The J of the three cannot be "
        "compared."
    )
    chosen = constant()
    spec = named("vae-mnist").spec
    continuous = {**spec.model_params, "likelihood": "continuous Bernoulli"}
    lecture.lab(replace(spec, model_params=continuous), "Open the continuous Bernoulli in the Lab")
    lecture.lab(replace(spec, dataset_params=BINARY), "Open binarised digits in the Lab")
    return chosen


def constant() -> dict[str, Any]:
    """Draw what is missing from a pixel's cross-entropy, against λ; return λ."""
    left, right = st.columns([1, 2], vertical_alignment="center")
    with left:
        lam = st.slider("λ of a pixel", 0.01, 0.99, 0.1, 0.01, key="vae.lambda")
        missing = math.log(claims_grey.constant(lam))
        st.markdown(
            f"At λ = {lam:g} cross-entropy lacks ln C = {lecture.number(missing)} nats, for each "
            "pixel: other ones for other λ, so that it is no constant that could be left out."
        )
    grid = np.linspace(0.01, 0.99, 99)
    line = Curve(name="ln C", x=grid, y=np.log([claims_grey.constant(float(v)) for v in grid]))
    with right:
        figure = curves.curves([line], "λ", "ln C, nats per pixel", at=lam)
        charts.chart(figure, "constant", 300, "The constant of the continuous Bernoulli against λ")
    return {"lam": lam}
