"""Regularised autoencoders: sparse, denoising and contractive, and all of them side by side."""

import streamlit as st

from aelab.lecture.core.chapter import chapter
from aelab.lecture.regularised import page_denoising as denoising
from aelab.lecture.regularised import page_sections as sections
from aelab.web import lecture, scheme
from aelab.web.lecture.stage import Stage


@chapter("regularised", "Regularised autoencoders", brief="Regularised", order=4)
def page() -> None:
    """Draw the page of the chapter."""
    stage = Stage("regularised")
    with st.sidebar:
        scheme.follow()
    lecture.introduction(
        "Regularised autoencoders",
        "A code as large as the data, or larger, need not be useless: something else than its "
        "size can keep it from copying. Sparse codes, corrupted inputs, or a penalty on "
        "derivatives.",
    )
    _prior()
    _l1(stage)
    _mean()
    _kl(stage)
    _filters(stage)
    _corruption()
    _denoising(stage)
    _field()
    _learnt(stage)
    _layer()
    _hutchinson()
    _contractive(stage)
    _linear(stage)
    _variants()
    lecture.home(
        "In a sparse code few of many units should be on: L1 is a Laplace prior, KL asks for h₀.",
        "Denoising learns $\\sigma^2\\nabla\\ln p_\\sigma$: the way to the data, seen through "
        "noise.",
        "Contraction makes the code ignore moves across the data; each penalty competes with "
        "the reconstruction.",
    )


@lecture.section("prior", "Sparse: a Laplace prior", rows=(21,))
@st.fragment
def _prior() -> None:
    """Move the prior and the observation of one unit."""
    lecture.formula(
        r"\ln p(x, h) = \ln p(x|h) + \ln p(h),\quad p(h_i) = \tfrac\lambda2 e^{-\lambda|h_i|}"
        r"\ \Rightarrow\ \Omega(h) = \lambda\textstyle\sum_i|h_i|"
    )
    st.markdown(
        "One unit, seen as $a$ with Gaussian noise $s$. At fixed $\\lambda$ the constant "
        "$\\ln(\\lambda/2)$ drops out; the most probable $h$ is dotted."
    )
    of = sections.bayes()
    lecture.verdict("regularised.map", **of)
    lecture.verdict("regularised.constant", lam=of["lam"])
    lecture.corrected("$p(\\hat x, t)$ means $p(x, h)$, and $\\Omega(t)$ means $\\Omega(h)$.")
    lecture.corrected("the index m belongs to $x$: $\\mathcal{L}(x_m, g(f(x_m)))$.")


@lecture.section("l1", "L1 on digits", rows=(21,))
def _l1(stage: Stage) -> None:
    lecture.formula(r"J = \|x - \hat x\|^2 + \lambda\,\textstyle\sum_j|h_j|")
    stage.show("sparse-mnist")
    stage.verdict("regularised.peaked", "sparse-mnist")
    st.markdown("With tied weights: else smaller codes and larger weights evade the penalty.")
    sections.in_lab(stage, "sparse-mnist", "Open this in the Lab")


@lecture.section("mean", "Sparse: a small mean activation", rows=(22,))
@st.fragment
def _mean() -> None:
    """Move target and mean activation of a unit."""
    lecture.formula(
        r"\Omega = \sum_{j=1}^S \mathrm{KL}(h_0\,\|\,\hat h_j) = \sum_{j=1}^S\Big("
        r"h_0\ln\frac{h_0}{\hat h_j} + (1 - h_0)\ln\frac{1 - h_0}{1 - \hat h_j}\Big),"
        r"\quad \hat h_j = \frac1M\sum_m h_j(x_m)"
    )
    sections.ask_dearer()
    h0 = sections.penalty()
    lecture.verdict("regularised.kl_least", h0=h0)
    lecture.verdict("regularised.kl_curvature", h0=h0)


@lecture.section("kl", "KL on digits", rows=(22,))
def _kl(stage: Stage) -> None:
    lecture.formula(
        r"J = \|x - \hat x\|^2 + \lambda\,\textstyle\sum_j\mathrm{KL}(h_0\,\|\,\hat h_j)"
    )
    stage.show("sparse-kl-mnist")
    stage.verdict("regularised.kl_mean", "sparse-kl-mnist")
    sections.in_lab(stage, "sparse-kl-mnist", "Open this in the Lab")


@lecture.section("filters", "L1 and KL side by side", rows=(23,))
def _filters(stage: Stage) -> None:
    st.markdown(
        "Weights of the first 36 units as images, orange positive, blue negative, each on its "
        "own scale. L1 units may be negative too; KL units are within 0 and 1."
    )
    sections.filters(stage)
    st.caption("Silent: within a tenth of the end of the histogram of the activations.")
    stage.verdict("regularised.few_on", "sparse-kl-mnist")


@lecture.section("corruption", "Denoising: what is corrupted", rows=(24,))
@st.fragment
def _corruption() -> None:
    """Choose kind and strength of the corruption."""
    lecture.formula(
        r"\min\ \mathcal{L}\big(x,\ g(f(\tilde x))\big),\quad \tilde x \sim q(\cdot|x)"
    )
    st.markdown(
        "The network is given $\\tilde x$ and is asked for $x$. Gaussian noise is added to each "
        "pixel; masking sets a share σ of them to 0, salt and pepper to 0 or 1."
    )
    kind, strength = denoising.kinds()
    lecture.verdict("regularised.corruption", kind=kind, strength=strength)


@lecture.section("denoising", "Noisy to clean", rows=(24,))
def _denoising(stage: Stage) -> None:
    lecture.formula(r"J = \|x - g(f(\tilde x))\|^2,\quad \tilde x \sim \mathcal{N}(x, \sigma^2 I)")
    stage.show("denoising-mnist")
    denoising.denoised(stage)
    sections.in_lab(stage, "denoising-mnist", "Open this in the Lab")


@lecture.section("field", "Where denoising leads", rows=(24,))
@st.fragment
def _field() -> None:
    """Move the noise."""
    lecture.formula(
        r"\hat x(\tilde x) - \tilde x = \sigma^2\,\nabla\ln p_\sigma(\tilde x),\quad "
        r"p_\sigma = \sum_k \pi_k\,\mathcal{N}(\mu_k,\ \Sigma_k + \sigma^2 I)"
    )
    st.markdown(
        "For Gaussian noise and the squared error the best $\\hat x$ is the mean of all $x$ that "
        "may have been there. It is exact where the density is known, here of three Gaussians. "
        "The density is that of the data **smoothed by the noise**."
    )
    denoising.ask_way_back()
    lecture.verdict("regularised.tweedie", **denoising.field())


@lecture.section("learnt", "The field of a network", rows=(24,))
def _learnt(stage: Stage) -> None:
    st.markdown(
        "A network that has learnt to take noise away from points of eight Gaussians, against "
        "the exact field. Where no data are, nobody has told it."
    )
    stage.show("denoising-ring")
    stage.verdict("regularised.field", "denoising-ring")
    sections.in_lab(stage, "denoising-ring", "Open this in the Lab")


@lecture.section("layer", "Contractive: the Jacobian of one layer", rows=(25,))
@st.fragment
def _layer() -> None:
    """Change the layer."""
    lecture.formula(
        r"\lambda\,\Big\|\frac{\partial f}{\partial x}\Big\|_F^2,\quad h = \sigma(Wx + b):\ "
        r"\|J\|^2 = \sum_j\,[h_j(1 - h_j)]^2\sum_i W_{ji}^2"
    )
    lecture.verdict("regularised.layer", **denoising.layer())


@lecture.section("hutchinson", "Hutchinson's estimate", rows=(25,))
@st.fragment
def _hutchinson() -> None:
    """Change the number of estimates."""
    lecture.formula(
        r"\|J\|_F^2 = \operatorname{Tr} JJ^{\mathsf T} = \mathrm{E}_v\|v^{\mathsf T}J\|^2,\quad "
        r"v_j = \pm1"
    )
    st.markdown("For deep encoders there is no closed form: the exact Jacobian, or an estimate.")
    of = denoising.hutchinson()
    lecture.verdict("regularised.hutchinson", units=of["units"])
    lecture.verdict("regularised.hutchinson_error", **of)


@lecture.section("contractive", "What is contracted", rows=(25,))
def _contractive(stage: Stage) -> None:
    lecture.formula(r"J = \|x - \hat x\|^2 + \lambda\,\|\partial f/\partial x\|_F^2")
    st.markdown(
        "White ellipses: right singular vectors of $\\partial f/\\partial x$, as long as the "
        "singular values. The code should ignore moves within a Gaussian and follow those between."
    )
    stage.show("contractive-ring")
    stage.verdict("regularised.contracted", "contractive-ring")
    sections.in_lab(stage, "contractive-ring", "Open this in the Lab")


@lecture.section("linear", "Along the data and across", rows=(25,))
def _linear(stage: Stage) -> None:
    lecture.formula(
        r"J = \sum_i\big[\lambda_i(1 - s_i^2)^2 + \lambda s_i^2\big]\ \Rightarrow\ "
        r"s_i^2 = \max\!\big(0,\ 1 - \tfrac{\lambda}{2\lambda_i}\big)"
    )
    st.markdown(
        "The case with an exact answer: $f(x) = Wx$, $g(h) = W^{\\mathsf T}h$, with singular "
        "values $s_i$ along the principal axes of the data, variances $\\lambda_i$."
    )
    denoising.ask_lost()
    stage.show("contractive-linear")
    lam = float(stage.parameter("contractive-linear", "lam"))
    stage.verdict("regularised.kept", "contractive-linear", lam=lam)
    stage.verdict("regularised.across", "contractive-linear", lam=lam)
    sections.in_lab(stage, "contractive-linear", "Open this in the Lab")


@lecture.section("variants", "All side by side", rows=(26,))
def _variants() -> None:
    st.markdown(
        "One layer of 64 units with tied weights on MNIST: the same data, the same order of "
        "batches, the same initial weights. What is asked of the code is different. The codes of "
        "KL and contraction are sigmoid layers: compare them with *none, sigmoid*, and the others "
        "with *none*."
    )
    sections.ask_dearest()
    results = sections.variants()
    lecture.verdict("regularised.same_start", results=results)
    lecture.verdict("regularised.price", results=results)
