"""Your answers: what was predicted on the pages of the lecture, and how it was graded."""

import streamlit as st

from aelab.web.lecture import summary

st.title("Your answers", anchor=False)
st.markdown(
    "Each prediction of this session, with what was measured. They are kept until the page is "
    "loaded again, so print them before you leave."
)
summary.show()
