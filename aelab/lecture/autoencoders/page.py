"""Autoencoders: linear and not, under- and overcomplete, and what their codes are good for."""

import streamlit as st

from aelab.lecture.autoencoders import page_sections as sections
from aelab.lecture.core.chapter import chapter
from aelab.web import lecture, scheme
from aelab.web.lecture import experiments
from aelab.web.lecture.stage import Stage


@chapter("autoencoders", "Autoencoders", order=3)
def page() -> None:
    """Draw the page of the chapter."""
    stage = Stage("autoencoders")
    with st.sidebar:
        scheme.follow()
    lecture.introduction(
        "Autoencoders",
        "A network f to a code z = f(x) and a network g back, trained to give back x. What keeps "
        "it from learning nothing but the identity?",
    )
    _identity(stage)
    _digits()
    _undercomplete()
    _decoder(stage)
    _floor()
    _subspace(stage)
    _surface()
    _latent(stage)
    lecture.home(
        "With room enough a network copies; what forces it to learn is a code that is too small.",
        "A linear autoencoder finds PCA's subspace, not its axes; a bent one may leave less.",
        "A small error is no proof of a good code: nothing in J orders the plane or fills its "
        "holes.",
    )


@lecture.section("identity", "Overcomplete: it learns the identity", rows=(16,))
def _identity(stage: Stage) -> None:
    lecture.formula(r"J = \langle\|x - g(f(x))\|^2\rangle, \qquad \dim z \ge \dim x")
    st.markdown(
        "With more numbers than a point has, nothing has to be found: g can undo f everywhere. "
        "A small error alone says nothing about what was learnt."
    )
    sections.ask_noise()
    stage.show("overcomplete-moons", "overcomplete-uniform")
    stage.verdict("ae.identity", "overcomplete-moons")
    sections.lab("overcomplete-moons", "Open this network in the Lab")


@lecture.section("digits", "Wide networks on digits", rows=(16,))
def _digits() -> None:
    st.markdown(
        "In 784 dimensions the digits fill so little of the space that a network with 1000 units "
        "need not become the identity. Look whether it copies noise, which it has never seen, as "
        "it copies digits. Noise is uniform, from the least to the largest value of each feature."
    )
    sections.copies()
    lecture.verdict("ae.digits", results=experiments.results("ae.copies"))
    lecture.verdict("ae.noise", results=experiments.results("ae.copies"))


@lecture.section("undercomplete", "Undercomplete: the size of the code", rows=(17,))
def _undercomplete() -> None:
    lecture.formula(r"\dim z = k < \dim x: \qquad J_{\text{linear}} \ge \sum_{i > k} \lambda_i")
    st.markdown(
        "The code has to say what the samples have in common. No linear map leaves less of the "
        "training sample than PCA; a network may. These are 10,000 digits, 30 passes."
    )
    sections.ask_left()
    experiments.controls("ae.sizes")
    sections.sizes(("mirrored",), "sizes")
    sections.by_heart()
    lecture.verdict("ae.below", results=experiments.results("ae.sizes"))
    lecture.verdict("ae.falls", results=experiments.results("ae.sizes"))


@lecture.section("decoder", "A decoder of low capacity", rows=(18,))
def _decoder(stage: Stage) -> None:
    lecture.formula(r"g(z) = D z + b \quad\Rightarrow\quad \hat x \text{ lies in a plane}")
    st.markdown(
        "Whatever the encoder does, a linear decoder draws a flat piece of k dimensions, and of "
        "these PCA's is the best. With k as large as x it is no restriction at all."
    )
    stage.show("ae-moons", "linear-moons")
    stage.verdict("ae.line", "linear-moons")
    sections.lab("linear-moons", "Open the linear decoder in the Lab")


@lecture.section("floor", "A linear decoder on digits", rows=(17, 18))
def _floor() -> None:
    st.markdown("The same digits and encoders as above, with a decoder of one linear layer.")
    sections.sizes(("mirrored", "linear"), "decoders")
    lecture.verdict("ae.floor", results=experiments.results("ae.sizes"))


@lecture.section("subspace", "A linear autoencoder spans the subspace of PCA", rows=(19,))
def _subspace(stage: Stage) -> None:
    lecture.formula(
        r"\hat x = D E x: \qquad J \text{ least} \iff D = U A,\; E = A^{-1}U^{\mathsf T}, "
        r"\quad U = (u_1, \dots, u_k)"
    )
    st.markdown("Samples from their mean; A is any invertible matrix (Baldi and Hornik 1989).")
    sections.ask_columns()
    stage.show("linear-roll", "ae-linear")
    stage.verdict("ae.subspace", "linear-roll")
    stage.verdict("ae.linear", "linear-roll")
    stage.verdict("ae.columns", "linear-roll")
    stage.verdict("ae.eigendigits", "ae-linear")
    sections.lab("linear-roll", "Open this linear autoencoder in the Lab")


@lecture.section("surface", "One minimum, otherwise saddles", rows=(19,))
@st.fragment
def _surface() -> None:
    """Let the error run down the surface of one linear neuron."""
    st.markdown(
        "The same for a single neuron with tied weights, where all can be drawn. At any "
        "eigenvector the slope is 0, but only ±u₁ are minima: at ±u₂ and at 0 it goes down "
        "somewhere. A descent may rest there for long: look at the angles above, on digits."
    )
    lecture.formula(
        r"\hat x = w\,w^{\mathsf T}x, \qquad J = \operatorname{Tr} C - 2\,w^{\mathsf T}Cw "
        r"+ \|w\|^2\,w^{\mathsf T}Cw"
    )
    sections.surface()
    lecture.verdict("ae.saddle")
    lecture.verdict("ae.minimum")


@lecture.section("latent", "What the code is good for", rows=(20,))
def _latent(stage: Stage) -> None:
    st.markdown(
        "Each point is the code of a held-out digit. While the run is there, point anywhere: what "
        "g makes of that place is shown. Click two points, one after the other, and see the way "
        "from one to the other, through the pixels and through the code."
    )
    lecture.formula(
        r"(1 - t)\,a + t\,b \qquad\text{against}\qquad g\bigl((1 - t)\,z_a + t\,z_b\bigr)"
    )
    sections.ask_between()
    stage.show("ae-mnist")
    stage.verdict("ae.two", "ae-mnist")
    stage.verdict("ae.between", "ae-mnist")
    sections.lab("ae-mnist", "Open this autoencoder in the Lab")
