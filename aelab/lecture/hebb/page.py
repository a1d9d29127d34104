"""Hebb and Oja: a neuron that learns sample by sample, and what it finds."""

from typing import Any

import streamlit as st

from aelab.lecture.core.chapter import chapter
from aelab.lecture.hebb import page_oja as oja
from aelab.lecture.hebb import page_sections as sections
from aelab.web import lecture, scheme
from aelab.web.lecture.stage import Stage


@chapter("hebb", "Hebb and Oja", order=2)
def page() -> None:
    """Draw the page of the chapter."""
    sections.begin()
    with st.sidebar:
        sections.controls()
    stage = Stage("hebb")
    with st.sidebar:
        scheme.follow()
    own = sections.chosen()
    lecture.introduction(
        "Hebb and Oja",
        "A single neuron that strengthens what it answers to finds the first principal component. "
        "Samples are drawn from a Gaussian with variance 1 along its long axis and 1/r² across.",
    )
    _neuron(own)
    _frequency(own)
    _oja(own)
    _eigenbasis(own)
    _direction(own)
    _eigendigit(stage)
    _step(own)
    _flow(own)
    _sanger()
    lecture.home(
        "Hebb's rule finds the direction of largest variance, and its weights grow without bound.",
        "Oja's rule finds the same direction and holds the length: w → ±u₁/√α, for a small rate.",
        "The time it takes is τ/(λ₁ − λ₂); the rate sets the fluctuations that remain.",
    )
    sections.keep()


@lecture.section("neuron", "A neuron that learns sample by sample", rows=(8, 9))
def _neuron(own: dict[str, Any]) -> None:
    lecture.formula(r"y = w^T x, \qquad \Delta w = \epsilon\,y\,x, \qquad \tau\,\dot w = y\,x")
    st.markdown(
        "One sample after the other, $w$ moves along $x$, by more the larger the answer. "
        "A sample takes the time $\\Delta t = \\epsilon\\tau$. Nothing makes $w$ shorter."
    )
    sections.neuron()
    lecture.verdict("hebb.step", **own)
    lecture.corrected("$d\\|w\\|^2/dt = 2y^2/\\tau$ is $\\geq 0$, not $> 0$: it is 0 for $y = 0$.")


@lecture.section("frequency", "What occurs often is answered to", rows=(9,))
def _frequency(own: dict[str, Any]) -> None:
    lecture.formula(r"\ln|y_a/y_b| = (p_a - p_b)\,\|x\|^2\,t/\tau")
    st.markdown("Two orthogonal patterns of length 1, and no input in between.")
    a, b = sections.frequency()
    lecture.verdict("hebb.frequency", a=a, b=b, rate=own["rate"])


@lecture.section("oja", "Oja's rule holds the norm", rows=(10,))
def _oja(own: dict[str, Any]) -> None:
    lecture.formula(
        r"\Delta w = \epsilon\,y\,(x - \alpha\,y\,w), \qquad "
        r"\frac{d\|w\|^2}{dt} = \frac{2}{\tau}\,y^2\,(1 - \alpha\|w\|^2)"
    )
    lecture.estimate(
        "hebb.norm",
        "Where does ‖w‖² settle for α = 2?",
        0.0,
        3.0,
        1 / 2.0,
        0.1,
        "The bracket vanishes at ‖w‖² = 1/α.",
        exact=True,
    )
    sections.norms()
    lecture.verdict("hebb.norm", alphas=sections.alphas(), **own)
    st.markdown(
        "Looked at closely, the mean lies above $1/\\alpha$: a step across $w$ makes it longer. "
        "The excess is predicted to first order in $\\epsilon$: look from which $\\epsilon$ on "
        "higher orders are seen. It is measured on digits, too, further below."
    )
    sections.excess()
    lecture.verdict("hebb.bias", **own)
    lecture.verdict("hebb.decay", **own)
    sections.lab(sections.oja_spec(), "Open this in the Lab")


@lecture.section("eigenbasis", "In the eigenbasis of C", rows=(11,))
def _eigenbasis(own: dict[str, Any]) -> None:
    lecture.formula(r"w(t) = \sum_i c_i(t)\,u_i, \qquad c_i(t) = c_i(0)\,e^{\lambda_i t/\tau}")
    st.markdown("On the right the curves of Hebb and Oja should lie upon each other.")
    sections.eigenbasis()
    lecture.verdict("hebb.slopes", **own)
    lecture.verdict("hebb.ratio", **own)
    lecture.corrected("$\\langle x x^T\\rangle w = C w$: the $w$ was lost.")


@lecture.section("direction", "The direction: w → ±u₁/√α", rows=(12,))
def _direction(own: dict[str, Any]) -> None:
    lecture.formula(
        r"\langle\sin^2\theta\rangle \approx \frac{\epsilon}{2}"
        r"\sum_{i>1}\frac{\lambda_1\lambda_i}{\lambda_1 - \lambda_i}"
    )
    st.markdown(
        "The sign is that of $c_1(0)$, which must not be 0, and $\\lambda_1 > \\lambda_2$ is "
        "needed. Blue is the averaged flow, the others are single runs, for $\\alpha = 1$."
    )
    sections.direction()
    lecture.verdict("hebb.direction", **own)
    lecture.question(
        "hebb.saddle",
        "w starts exactly along u₂. Where does the averaged flow lead?",
        ("±u₁/√α", "±u₂/√α", "zero"),
        oja.saddle(),
        "Without a part along u₁ there is nothing to grow; the noise of single samples has one.",
    )
    lecture.corrected("$w \\to \\pm u_1/\\sqrt\\alpha$, an equality and not only a proportion.")
    lecture.corrected("it takes $t \\gg \\tau/(\\lambda_1 - \\lambda_2)$, not $t \\gg \\tau$.")


@lecture.section("eigendigit", "On digits: w becomes an image", rows=(10, 12, 15))
def _eigendigit(stage: Stage) -> None:
    st.markdown(
        "The weights have a number for each pixel. Press Play: out of noise they should turn into "
        "the first eigendigit, or with Sanger's rule into the first eight, one after the other."
    )
    stage.show("oja-mnist", "sanger-mnist")
    stage.verdict("hebb.eigendigit", "oja-mnist")
    stage.verdict("hebb.digits", "oja-mnist")
    sections.lab(sections.preset("oja-mnist"), "Open Oja's rule on digits in the Lab")


@lecture.section("step", "Too large a step", rows=(13,))
def _step(own: dict[str, Any]) -> None:
    lecture.formula(r"w \leftarrow w + \epsilon\,\bigl(C w - \alpha\,(w^T C w)\,w\bigr)")
    lecture.question(
        "hebb.fate",
        "Averaged over the samples, with ελ₁ = 1.4: what does w do?",
        oja.ENDS,
        oja.FATES[oja.measured_fate(1.4, 0.3)],
        "Each step is too long to settle, and too short to "
        "leave the ball: bounded up to ελ₁ = 2. α only rescales w.",
    )
    map_of = oja.too_large()
    lecture.verdict("hebb.settles", **map_of)
    lecture.verdict("hebb.bounded", **map_of)
    st.markdown(
        "**Sample by sample** it is $\\epsilon\\|x\\|^2$ that counts, not $\\epsilon\\lambda_1$. "
        f"{oja.on_digits(0.03)} "
        "$\\epsilon \\leq 1/\\max\\|x\\|^2$ is safe in any order."
    )
    lecture.verdict("hebb.safe", times=oja.per_sample(), **own)


@lecture.section("flow", "The averaged flow in closed form", rows=(14,))
def _flow(own: dict[str, Any]) -> None:
    lecture.formula(
        r"w(t) = \frac{e^{Ct/\tau}\,w_0}"
        r"{\sqrt{1 + \alpha\,w_0^T\,(e^{2Ct/\tau} - I)\,w_0}}"
    )
    st.markdown("Bands hold 80 % of 32 runs. For uncentred data $C$ is the second-moment matrix.")
    shown = oja.bands()
    lecture.verdict("hebb.flow", alpha=shown, **own)
    lecture.verdict("hebb.band", alpha=shown, **own)


@lecture.section("sanger", "Several components: Sanger's rule", rows=(15,))
def _sanger() -> None:
    lecture.formula(r"\Delta W = \eta\,\bigl(y x^T - \alpha\,\mathrm{LT}[y y^T]\,W\bigr)")
    st.markdown(
        "LT keeps the diagonal and what is below: each row learns what those before leave."
    )
    oja.rows()
    lecture.verdict("hebb.sanger")
    st.markdown("Hebb alone finds the first component only, and of centred data only.")
    lecture.verdict("hebb.centred", **oja.offset())
    sections.lab(sections.preset("sanger-mnist"), "Open Sanger's rule on MNIST in the Lab")
