"""The sections of a page of the lecture: headings, formulas, corrections, links to the Lab."""

import contextlib
from collections.abc import Iterator, Sequence

import streamlit as st

import aelab.catalogue
from aelab.catalogue import Catalogue
from aelab.spec import Spec
from aelab.web import link, theme


def introduction(title: str, intro: str) -> None:
    """Write the title of a chapter and its introduction."""
    with st.container(key="section-intro"):
        st.title(title, anchor=False)
        st.markdown(intro)


@contextlib.contextmanager
def section(slug: str, title: str, rows: Sequence[int]) -> Iterator[None]:
    """Begin a section with a heading and an anchor for links.

    ``rows`` are those of the syllabus that the section is about.
    """
    assert rows, slug
    with st.container(key=f"section-{slug}"):
        st.header(title, anchor=slug)
        yield


def formula(latex: str) -> None:
    """Write a displayed formula."""
    st.latex(latex)


def corrected(sentence: str) -> None:
    """Write a correction of the transcript of the lecture."""
    st.caption(f"Corrected from the transcript: {sentence}")


def lab(spec: Spec, words: str = "Open this in the Lab") -> None:
    """Write a link to the Lab with exactly these settings."""
    catalogue = aelab.catalogue.read()
    if (
        catalogue is not None
        and spec.dataset in catalogue.datasets
        and spec.model in catalogue.models
    ):
        linked(link.of(spec, catalogue), catalogue, words)


def linked(chosen: link.Chosen, catalogue: Catalogue, words: str) -> None:
    """Write a link to the Lab with what is chosen."""
    st.markdown(f"[{theme.plain(words)}](/{link.share(chosen, catalogue)})")


def home(*sentences: str) -> None:
    """Write what to take home."""
    with st.container(key="section-home"):
        st.header("To take home", anchor="home")
        st.markdown("\n".join(f"1. {sentence}" for sentence in sentences))
