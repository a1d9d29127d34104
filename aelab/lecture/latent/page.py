"""Latent variable models: the table of them, probabilistic PCA, a GAN, and sampling."""

import streamlit as st

from aelab.lecture.core.chapter import chapter
from aelab.lecture.latent import page_sections as sections
from aelab.spec import Spec
from aelab.web import lecture, scheme
from aelab.web.lecture import experiments
from aelab.web.lecture.stage import Stage


@chapter("latent", "Latent variable models", brief="Latent variables", order=5)
def page() -> None:
    """Draw the page of the chapter."""
    stage = Stage("latent")
    with st.sidebar:
        scheme.follow()
    lecture.introduction(
        "Latent variable models",
        "A code z stands behind each x. A map may be linear or not, and it may give a point or a "
        "distribution. The stochastic ones make new samples: draw z, then x.",
    )
    _table(stage)
    _ppca()
    _posterior()
    _limit()
    _pixels()
    _gan(stage)
    _holes()
    _compared(stage)
    lecture.home(
        "Models of latent variables differ in two ways: linear or not, deterministic or "
        "stochastic.",
        "Probabilistic PCA is PCA with a density: its noise is the mean of what PCA discards, and "
        "for σ → 0 it reconstructs as PCA does, with whitened codes.",
        "To make samples a model has to know where codes lie: the VAE and the GAN draw them from "
        "their prior, an autoencoder has none, however well it reconstructs.",
    )


@st.fragment
def _likely() -> None:
    """Look for the noise of maximum likelihood."""
    lecture.formula(
        r"z \sim \mathcal{N}(0, I),\;\; x = Wz + \bar x + \epsilon,\;\; "
        r"\epsilon \sim \mathcal{N}(0, \sigma^2 I) \;\Rightarrow\; "
        r"W = U(\Lambda - \sigma^2 I)^{1/2} R,\;\; \sigma^2 = \tfrac{1}{d-k}\sum_{i>k}\lambda_i"
    )
    x = sections.most_likely()
    lecture.verdict("latent.noise", x=x, latent=1)
    lecture.verdict("latent.likelihood", x=x, latent=1)
    st.caption(
        "Tipping and Bishop, 1999. Λ are the eigenvalues of C, taken with 1/m, U their "
        "eigenvectors, and R is any rotation."
    )


@lecture.section("table", "Linear or not, deterministic or stochastic", rows=(27,))
def _table(stage: Stage) -> None:
    sections.table(stage)
    stage.show(*sections.CELLS, offered=False)
    stage.verdict("latent.bent", "ae-moons")
    lecture.corrected(
        r"with $f_\theta: x \to z$ and $g_\phi: z \to \hat x$ the parameters are exchanged: "
        r"those of the decoder $p_\theta(x|z)$ are θ, those of the encoder $q_\phi(z|x)$ are φ."
    )


@lecture.section("ppca", "Probabilistic PCA: the noise of maximum likelihood", rows=(28,))
def _ppca() -> None:
    _likely()
    moons = Spec(dataset="two-moons", model="ppca", model_params={"latent": 1})
    lecture.lab(moons, "Open probabilistic PCA of the moons in the Lab")


@lecture.section("posterior", "What is known of z: the posterior", rows=(28,))
@st.fragment
def _posterior() -> None:
    """Look at what is known of z where x is known."""
    lecture.formula(
        r"z|x \sim \mathcal{N}\bigl(M^{-1}W^{\mathsf T}(x - \bar x),\; \sigma^2 M^{-1}\bigr),"
        r"\quad M = W^{\mathsf T}W + \sigma^2 I,\quad \hat x = W\langle z\rangle + \bar x"
    )
    settings = sections.by_hand()
    st.caption(
        "The posterior is drawn where its codes decode to: for $k = 2$ an ellipse, for $k = 1$ a "
        "stretch of the line. R turns the codes and moves no x̂."
    )
    lecture.verdict("latent.reconstruction", **settings)
    lecture.verdict("latent.codes", **settings)


@lecture.section("limit", "Without noise it reconstructs as PCA does", rows=(27, 28))
@st.fragment
def _limit() -> None:
    """Set the noise to almost nothing."""
    lecture.formula(
        r"\sigma^2 \to 0: \quad \hat x \to U U^{\mathsf T}(x - \bar x) + \bar x, \qquad "
        r"\langle z\rangle \to R^{\mathsf T}\Lambda^{-1/2}U^{\mathsf T}(x - \bar x)"
    )
    sections.ask_white()
    settings = sections.towards_pca()
    st.caption("With noise, x̂ is drawn towards the mean; from σ² = λ₁ on, nothing is left of it.")
    lecture.verdict("latent.limit", **settings)


@lecture.section("pixels", "Samples against data: pixels that belong together", rows=(28,))
@st.fragment
def _pixels() -> None:
    """Compare the correlations of pixels in samples and in data."""
    st.markdown(
        "A model of $p(x)$ must have the correlations of the data in its samples. Independent "
        "pixels, each with its own distribution, have none of them. The samples of probabilistic "
        "PCA have them and are still no digits: a Gaussian knows means and covariances only."
    )
    count = sections.pixels()
    lecture.verdict("latent.pixels", count=count)
    lecture.verdict("latent.correlations")


@lecture.section("gan", "A GAN: samples only", rows=(27, 29))
def _gan(stage: Stage) -> None:
    lecture.formula(r"L_D = -\ln D(x) - \ln\bigl(1 - D(g(z))\bigr),\qquad L_g = -\ln D(g(z))")
    st.markdown(
        "The generator $g$ learns only from what the discriminator $D$ makes of its samples. "
        "**No encoder:** nothing ever maps an $x$ to a $z$, so no sample has a code, a "
        "reconstruction or an error. **No density:** $g$ moves samples about, and $p(x)$ would "
        "ask for all $z$ that lead to $x$; neither loss is a likelihood."
    )
    sections.ask_guess()
    stage.show("gan-ring")
    stage.verdict("latent.modes", "gan-ring")
    stage.verdict("latent.guess", "gan-ring")
    stage.verdict("latent.blind", "gan-ring")
    lecture.lab(sections.spec("gan-ring"), "Open this GAN in the Lab")


@lecture.section("holes", "Sampling a latent space: holes", rows=(30,))
def _holes() -> None:
    results = experiments.results("latent.sampled")
    st.markdown(
        "An autoencoder has no prior. Here codes are drawn from a Gaussian with the mean and the "
        "covariance of its own codes; for the VAE from its prior $\\mathcal{N}(0, 1)$, and "
        "decoded without noise. Both have codes of two numbers and the same networks. A sample "
        "is off if it is further from the nearest of 1,000 held-out points than 95 % of these "
        "are from each other. Above are the codes, below what they decode to."
    )
    sections.ask_holes()
    sections.holes(results)
    lecture.verdict("latent.holes", results=results)
    lecture.verdict("latent.trade", results=results)
    experiments.controls("latent.sampled")


@lecture.section("compared", "Four models, the same moons", rows=(27, 30))
def _compared(stage: Stage) -> None:
    results = experiments.results("latent.sampled")
    sections.compared(results)
    st.markdown("The autoencoder of the last section, live:")
    stage.show("ae-moons-plane")
    lecture.lab(sections.spec("ae-moons-plane"), "Open this autoencoder in the Lab")
