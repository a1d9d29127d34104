"""PCA: the best projection, its code, its derivation line by line, and many components."""

from typing import Any

import streamlit as st

from aelab.lecture.core.chapter import chapter
from aelab.lecture.pca import page_sections as sections
from aelab.web import lecture, scheme


@chapter("pca", "PCA", order=1)
def page() -> None:
    """Draw the page of the chapter."""
    with st.sidebar:
        st.header("Cloud", anchor=False)
        sections.controls()
        scheme.follow()
    cloud = sections.settings()
    lecture.introduction(
        "PCA",
        "The linear encoder and decoder that lose least. Samples are counted from their mean.",
    )
    _projection(cloud)
    _form(cloud)
    _code(cloud)
    _components()
    _derivation(cloud)
    _limits(cloud)
    lecture.home(
        "PCA projects on the directions of largest variance: these lose least.",
        "The code is Dᵀx, and the error is the sum of the eigenvalues left out.",
        "Centre the data first; the codes are then uncorrelated, and more directions follow in "
        "turn.",
    )


@lecture.section("projection", "Projection and its error", rows=(1, 2))
@st.fragment
def _projection(cloud: dict[str, Any]) -> None:
    """Turn d; the error at every angle is what the eigenvalues say."""
    st.markdown("Each sample is projected on a line through the mean. What is lost is orange.")
    lecture.formula(
        r"\hat x = \vec d\,\vec d^{\mathsf T} x,\quad \sum_i \|x_i - \hat x_i\|^2 = "
        r"\sum_j \lambda_j - \vec d^{\mathsf T}A\vec d,\quad A = X^{\mathsf T}X = mC"
    )
    at = sections.projected("error", "error", 75)
    st.caption("Drag d. Keys: ← and → turn it by 1°, with Shift by 10°.")
    lecture.verdict("pca.pythagoras", **cloud, direction=at.angle)
    lecture.verdict("pca.error", **cloud, direction=at.angle)
    lecture.verdict("pca.every_angle", **cloud)
    sections.ask_across()
    sections.in_lab("correlated-gaussian", "Open this cloud in the Lab")


@lecture.section("form", "The quadratic form on the unit circle", rows=(3,))
@st.fragment
def _form(cloud: dict[str, Any]) -> None:
    """Turn d on the unit circle."""
    st.markdown(
        "The error is smallest where the form is largest. Its value is drawn in the direction d, "
        "in units of $\\lambda_1$; the circle has radius 1, the dotted lines are the eigenvectors."
    )
    lecture.formula(r"\vec d^* = \arg\max_{\|\vec d\| = 1} \vec d^{\mathsf T}X^{\mathsf T}X\vec d")
    sections.projected("form", "form", 120)
    lecture.verdict("pca.largest", **cloud)
    lecture.verdict("pca.bound", **cloud)


@lecture.section("code", "The optimal code", rows=(4,))
@st.fragment
def _code(cloud: dict[str, Any]) -> None:
    """Move the code of a sample."""
    st.markdown("The error of one sample is a parabola in $z$; its slope vanishes at $z^*$ alone.")
    lecture.formula(
        r"\nabla_z \|x - Dz\|^2 = -2D^{\mathsf T}x + 2z = 0 \;\Rightarrow\; z^* = D^{\mathsf T}x"
    )
    at = sections.projected("code", "code", 50)
    st.caption("Drag z or d, click a sample. Keys: ← → turn d, ↑ ↓ move z, End takes z to z*.")
    lecture.verdict("pca.code", **cloud, direction=at.angle, sample=at.sample)
    lecture.verdict("pca.gradient", **cloud, direction=at.angle, sample=at.sample, z=at.code)
    lecture.corrected(
        r"the optimal z* is sought first, not c*; by components $\partial_{z_i}(-2\sum_{jk} x_j "
        r"D_{jk} z_k + \sum_k z_k^2) = -2\sum_j x_j D_{ji} + 2z_i$, where z, c, j were mixed up."
    )


@lecture.section("components", "How many components", rows=(5,))
@st.fragment
def _components() -> None:
    """Reconstruct pictures from more and more components."""
    lecture.formula(r"\hat x = DD^{\mathsf T}x,\quad D = (\vec u_1, \dots, \vec u_l)")
    kind, count = sections.pictures()
    sections.reconstructions(kind, count)
    sections.eigenpictures(kind)
    sections.ask_needed()
    sections.variances(kind, count)
    lecture.verdict("pca.components", count=count)
    sections.in_lab("mnist", "Open all digits in the Lab", min(count, 64))


@lecture.section("derivation", "The derivation, line by line", rows=(6,))
@st.fragment
def _derivation(cloud: dict[str, Any]) -> None:
    """Go through the derivation, each line evaluated on the cloud."""
    angle = sections.derivation()
    lecture.verdict("pca.lines", **cloud, direction=angle)
    lecture.verdict("pca.same_direction", **cloud)
    lecture.corrected(r"a $\operatorname{Tr}$ is missing before $X^{\mathsf T}X - \dots$.")


@lecture.section("limits", "What it does and what it needs", rows=(7,))
@st.fragment
def _limits(cloud: dict[str, Any]) -> None:
    """Look at the covariance of the codes, at uncentred data, and at further directions."""
    st.markdown("**Decorrelation.** In the eigenvectors the covariance of the codes is diagonal.")
    offset = sections.decorrelation()
    lecture.verdict("pca.decorrelated", **cloud, offset=offset)
    st.markdown("**Uncentred data.** A line through the origin may look for the mean instead.")
    sections.ask_moved()
    off = sections.moved()
    lecture.verdict("pca.uncentred", **cloud, off=off, direction=float(cloud["angle"]))
    st.markdown("**More than one direction.** Take away what was found, and look again.")
    lecture.verdict("pca.deflation")
