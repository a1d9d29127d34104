"""Questions: the student predicts, and the prediction is graded by what is measured."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from aelab.web.lecture.verdicts import number

ANSWERS = "lecture.answers"  # by the key of the question


class Answer(NamedTuple):
    """What a student predicted, and how it was graded."""

    question: str
    answer: str
    right: bool
    why: str


def question(key: str, text: str, options: Sequence[str], answer: str, why: str) -> None:
    """Ask for a prediction among some; once it is made, grade it by the measured answer.

    Args:
        key: name of the question, which begins with that of its page.
        text: the question.
        options: the answers that are offered.
        answer: the right one.
        why: its reason.

    """
    st.markdown(f"**Predict.** {text}")
    chosen = st.radio(
        text, options, index=None, key=f"ask-{key}", label_visibility="collapsed", horizontal=True
    )
    if chosen is not None:
        right = chosen == answer
        _graded(key, text, chosen, right, why if right else f"It is: {answer}. {why}")


def estimate(
    key: str,
    text: str,
    low: float,
    high: float,
    answer: float,
    within: float,
    why: str,
    exact: bool = False,
) -> None:
    """Ask for a number; once it is committed, grade it by the right one.

    Args:
        key: name of the question, which begins with that of its page.
        text: the question.
        low: lower end of the slider.
        high: upper end of the slider.
        answer: the right answer.
        within: how far a guess may be off to be right.
        why: reason of the right answer.
        exact: whether the answer follows from theory; otherwise it was measured.

    """
    st.markdown(f"**Predict.** {text}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        middle = type(low)((low + high) / 2)  # whole numbers stay whole
        guess = st.slider(text, low, high, middle, key=f"ask-{key}", label_visibility="collapsed")
        committed = st.button("Check", key=f"check-{key}")
    if committed:
        near = abs(guess - answer) <= within
        source = "Exactly" if exact else "Measured"
        _graded(key, text, number(guess), near, f"{source} {number(answer)}. {why}")
    elif key in answers():
        _shown(key)


def _graded(key: str, text: str, answer: str, right: bool, why: str) -> None:
    answers()[key] = Answer(text, answer, right, why)
    _shown(key)


def _shown(key: str) -> None:
    with st.container(key=f"answer-given-{key.replace('.', '-')}"):
        st.markdown(graded(answers()[key]))


def graded(answer: Answer) -> str:
    """Return the answer with its mark and the reason, in Markdown."""
    mark = ":green[✓]" if answer.right else ":orange[✗]"
    return f"{mark} Your answer: {answer.answer}. {answer.why}"


def answers() -> dict[str, Answer]:
    """Return the answers of this session by the key of their question."""
    given: dict[str, Answer] = st.session_state.setdefault(ANSWERS, {})
    return given
