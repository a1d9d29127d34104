"""Presenter mode: large type, one section of a chapter at a time, answers hidden until asked."""

import streamlit as st

from aelab.web import scripts

ON = "presenting"

_mount = scripts.component("components/presenter/presenter", "presenter", "Presenter mode")


def on() -> bool:
    """Return whether the visitor presents; the link says so at first."""
    asked = st.query_params.get("present") == "1"
    return bool(st.session_state.setdefault(ON, asked))


def follow() -> None:
    """Listen to the keys of presenter mode, and keep it in the link."""
    presenting = on()
    with st.container(key="presenter"):
        _mount(key="presenting", data={"on": presenting}, on_toggled_change=toggle)
    if presenting != ("present" in st.query_params):
        if presenting:
            st.query_params["present"] = "1"
        else:
            del st.query_params["present"]


def switch() -> None:
    """Draw the switch."""
    st.button(
        "Present",
        key="present",
        type="tertiary",
        on_click=toggle,
        help="Large type, one section at a time, answers hidden until asked. Key: P.",
    )


def toggle() -> None:
    """Begin to present, or end it."""
    st.session_state[ON] = not on()
