"""Light or dark: Streamlit tells the script at a rerun, but a change of theme causes none."""

import streamlit as st

from aelab.web import scripts

_mount = st.components.v2.component(
    "aelab_scheme",
    js=scripts.FILES["components/scheme/scheme.js"].read_text(),
    isolate_styles=False,
)


def follow() -> None:
    """Run the script again when the theme changes."""
    _mount(key="scheme", height=1, on_changed_change=_nothing)


def _nothing() -> None:
    """Do nothing; the call makes Streamlit run the script again."""
