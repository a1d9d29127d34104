"""Light or dark: Streamlit tells the script at a rerun, and a change of theme makes none."""

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
    """Do nothing: that it is called runs the script again."""
