"""Anomaly detection: learn what is normal, and see what else is found by its score."""

import streamlit as st

from aelab.presets.anomaly import TASKS
from aelab.web import component, controls, scheme, session, theme
from aelab.web.anomaly import findings
from aelab.web.anomaly import sidebar as anomaly


def page() -> None:
    """Draw the page."""
    known = session.known()
    session.begin(known, "anomaly", TASKS)
    chosen = controls.read(known)

    with st.sidebar:
        scheme.follow()
        st.header("Task", anchor=False)
        anomaly.tasks(known, chosen, session.choose)
        st.header("Score", anchor=False)
        anomaly.score(known, chosen)
        st.header("Model", anchor=False)
        controls.model(known, chosen)
        controls.minimised(known.models[chosen["model"]], chosen)
        controls.parameters(known, chosen, but=anomaly.SHOWN)

    shown = session.follow(chosen, known, TASKS)
    session.write(chosen, known)

    with st.container(key="sentences"):  # always there, so that the picture keeps its place
        if mended := st.session_state.mended:
            st.warning(theme.plain(mended))
        if error := st.session_state.error:
            st.error(theme.plain(error))
    component.show(shown, **session.asked())
    findings.show(chosen, known)
