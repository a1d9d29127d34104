"""The Lab: choose data and a model, press Play, and watch it learn."""

import streamlit as st

from aelab.web import component, controls, session, theme

known = session.known()
session.begin(known)
chosen = controls.read(known)

with st.sidebar:
    st.header("Presets", anchor=False)
    controls.presets(known, chosen, session.choose)
    st.header("Data", anchor=False)
    controls.data(known, chosen)
    st.header("Model", anchor=False)
    controls.model(known, chosen)
    entry = known.models[chosen["model"]]
    st.header("Minimise" if entry.minimises else "Learning rule", anchor=False)
    controls.minimised(entry, chosen)
    controls.parameters(known, chosen)

shown = session.follow(chosen, known)
session.write(chosen, known)

with st.container(key="sentences"):  # always there, so that the picture keeps its place
    if mended := st.session_state.mended:
        st.warning(theme.plain(mended))
    if error := st.session_state.error:
        st.error(theme.plain(error))
component.show(shown, **session.asked())
