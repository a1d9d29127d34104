"""What every page of the lecture is made of: sections, formulas, verdicts, questions."""

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from aelab import catalogue
from aelab.catalogue import Catalogue
from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.once import once
from aelab.params import InputError
from aelab.spec import Spec
from aelab.web import link, theme

ANSWERS = "lecture.answers"  # by the key of the question
EARLY = "It cannot be measured yet, or not with the settings as they are."
OTHERWISE = "It cannot be measured with the settings as they are."
SIGN = {"equal": "=", "at most": "≤", "at least": "≥"}


class Answer(NamedTuple):
    """What a student predicted, and how it was graded."""

    question: str
    answer: str
    right: bool
    why: str


def open(title: str, intro: str) -> None:
    """Write the title of a chapter and its introduction."""
    with st.container(key="section-intro"):
        st.title(title, anchor=False)
        st.markdown(intro)


@contextlib.contextmanager
def section(slug: str, title: str, rows: Sequence[int]) -> Iterator[None]:
    """Write what belongs together under a heading that a link can lead to.

    ``rows`` are those of the syllabus that the section is about.
    """
    assert rows, slug
    with st.container(key=f"section-{slug}"):
        st.header(title, anchor=slug)
        yield


def formula(latex: str) -> None:
    """Write a displayed formula."""
    st.latex(latex)


def verdict(slug: str, going: bool = False, **settings: Any) -> Finding | None:
    """Draw what a claim predicts and what is measured under these settings, and return both.

    While a run is ``going``, what does not hold does not hold yet.
    """
    claim: Claim = CLAIMS[slug]
    try:
        found = _found(claim, settings)
    except InputError as problem:
        unmeasured(claim, str(problem))
        return None
    if not all(map(math.isfinite, found)):
        immeasurable(claim, going)
        return None
    with _claimed(claim), st.container(key=f"answer-{_key(slug)}"):
        st.markdown(_numbers(claim, found, going))
        room = f"Tolerance {claim.tolerance:.2g}: " if claim.tolerance else ""
        st.caption(f"{room}{theme.plain(claim.why)}")
    return found


def _found(claim: Claim, settings: Mapping[str, Any]) -> Finding:
    """Return what a claim finds, known from before if its settings are plain values."""
    try:
        return _known(claim.slug, tuple(settings.items()))
    except TypeError:  # an array or a picture has no hash
        return claim(**settings)


@once(1000)
def _known(slug: str, settings: tuple[tuple[str, Any], ...]) -> Finding:
    found: Finding = CLAIMS[slug](**dict(settings))
    return found


def unmeasured(claim: Claim, why: str) -> None:
    """Draw a claim that nothing was measured of."""
    with _claimed(claim):
        st.warning(theme.plain(why))


def immeasurable(claim: Claim, going: bool) -> None:
    """Draw a claim that has no number, not yet while a run is ``going``."""
    unmeasured(claim, EARLY if going else OTHERWISE)


@contextlib.contextmanager
def _claimed(claim: Claim) -> Iterator[None]:
    with st.container(key=f"claim-{_key(claim.slug)}", border=True):
        st.markdown(f"{theme.plain(claim.statement)} &emsp; ${claim.formula}$")
        yield


def _numbers(claim: Claim, found: Finding, going: bool) -> str:
    not_now = "not yet" if going else "✗ does not hold"
    mark = ":green[**✓ holds**]" if claim.holds(found) else f":orange[**{not_now}**]"
    unit = f" {theme.plain(claim.unit)}" if claim.unit else ""
    predicted = f"{SIGN[claim.kind]} {number(found.predicted)}{unit}"
    return f"{mark} &emsp; predicted {predicted} &emsp; measured {number(found.measured)}{unit}"


def _key(slug: str) -> str:
    return slug.replace(".", "-")


def number(value: float) -> str:
    """Return a number with four digits, as it is shown in a verdict."""
    return theme.plain(f"{value:.4g}".replace("-", "−"))


def corrected(sentence: str) -> None:
    """Say what is corrected from the transcript of the lecture."""
    st.caption(f"Corrected from the transcript: {sentence}")


def lab(spec: Spec, words: str = "Open this in the Lab") -> None:
    """Write a link to the Lab with exactly these settings."""
    known = catalogue.read()
    if known is not None and spec.dataset in known.datasets and spec.model in known.models:
        linked(link.of(spec, known), known, words)


def linked(chosen: link.Chosen, known: Catalogue, words: str) -> None:
    """Write a link to the Lab with what is chosen."""
    st.markdown(f"[{theme.plain(words)}](/{link.share(chosen, known)})")


def question(key: str, text: str, options: Sequence[str], answer: str, why: str) -> None:
    """Ask for a prediction among some; once it is made, grade it by the measured answer."""
    st.markdown(f"**Predict.** {text}")
    chosen = st.radio(
        text, options, index=None, key=f"ask-{key}", label_visibility="collapsed", horizontal=True
    )
    if chosen is not None:
        right = chosen == answer
        _graded(key, text, chosen, right, why if right else f"It is: {answer}. {why}")


def estimate(
    key: str, text: str, low: float, high: float, measured: float, within: float, why: str
) -> None:
    """Ask for a number; once it is committed, grade it by the measured one."""
    st.markdown(f"**Predict.** {text}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        middle = type(low)((low + high) / 2)  # whole numbers stay whole
        guess = st.slider(text, low, high, middle, key=f"ask-{key}", label_visibility="collapsed")
        committed = st.button("Check", key=f"check-{key}")
    if committed:
        near = abs(guess - measured) <= within
        _graded(key, text, number(guess), near, f"Measured {number(measured)}. {why}")
    elif key in answers():
        _shown(key)


def _graded(key: str, text: str, answer: str, right: bool, why: str) -> None:
    answers()[key] = Answer(text, answer, right, why)
    _shown(key)


def _shown(key: str) -> None:
    with st.container(key=f"answer-given-{_key(key)}"):
        st.markdown(graded(answers()[key]))


def graded(answer: Answer) -> str:
    """Return the answer with its mark and the reason, in Markdown."""
    mark = ":green[✓]" if answer.right else ":orange[✗]"
    return f"{mark} Your answer: {answer.answer}. {answer.why}"


def answers() -> dict[str, Answer]:
    """Return the answers of this session by the key of their question."""
    given: dict[str, Answer] = st.session_state.setdefault(ANSWERS, {})
    return given


def home(*sentences: str) -> None:
    """Write what to take home."""
    with st.container(key="section-home"):
        st.header("To take home", anchor="home")
        st.markdown("\n".join(f"1. {sentence}" for sentence in sentences))
