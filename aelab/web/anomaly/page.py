"""Anomaly detection: train on normal samples, and detect others by their score."""

import streamlit as st

from aelab.presets.anomaly import TASKS
from aelab.web import component, controls, scheme, session, theme
from aelab.web.anomaly import findings, sidebar


def page() -> None:
    """Draw the page."""
    catalogue = session.wait_for_catalogue()
    session.begin(catalogue, "anomaly", TASKS)
    chosen = controls.read(catalogue)

    with st.sidebar:
        scheme.follow()
        st.header("Task", anchor=False)
        sidebar.tasks(catalogue, chosen, session.choose)
        st.header("Score", anchor=False)
        sidebar.score(catalogue, chosen)
        st.header("Model", anchor=False)
        controls.model_choice(catalogue, chosen)
        controls.minimised(catalogue.models[chosen["model"]], chosen)
        controls.parameters(catalogue, chosen, but=sidebar.SHOWN)

    shown = session.follow(chosen, catalogue, TASKS)
    session.write(chosen, catalogue)

    with st.container(key="sentences"):  # always there, so that the picture keeps its place
        if mended := st.session_state.mended:
            st.warning(theme.plain(mended))
        if error := st.session_state.error:
            st.error(theme.plain(error))
    component.show(shown, **session.callbacks())
    findings.show(chosen, catalogue)
