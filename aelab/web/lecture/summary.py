"""The summary of a student's predictions, to be printed."""

from collections import defaultdict

import streamlit as st

from aelab.web import contents, lecture, scripts
from aelab.web.lecture import Answer

_mount = st.components.v2.component(
    "aelab_print",
    html='<button type="button" class="print">Print</button>',
    js=scripts.FILES["components/print/print.js"].read_text(),
    isolate_styles=False,
)


def show() -> None:
    """Write the answers chapter by chapter, and a button that prints them."""
    given = lecture.answers()
    if not given:
        st.info("No answer yet. Each chapter asks for some predictions; look for “Predict”.")
        return
    right = sum(answer.right for answer in given.values())
    st.markdown(f"**{right} of {len(given)}** predictions were right.")
    _mount(key="answers-print")
    by: dict[str, list[Answer]] = defaultdict(list)
    for key, answer in given.items():
        by[key.partition(".")[0]].append(answer)
    for chapter, title in contents.titles().items():
        if chapter in by:
            st.header(title, anchor=False)
            for answer in by[chapter]:
                _write(answer)


def _write(answer: Answer) -> None:
    with st.container(border=True):
        st.markdown(answer.question)
        st.markdown(lecture.graded(answer))
