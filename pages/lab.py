"""The Lab: choose data and a model, press Play, and watch it learn."""

import streamlit as st

from aelab.web import component, controls, session, theme

catalogue = session.wait_for_catalogue()
session.begin(catalogue)
chosen = controls.read(catalogue)

with st.sidebar:
    st.header("Presets", anchor=False)
    controls.presets(catalogue, chosen, session.choose)
    st.header("Data", anchor=False)
    controls.data_choice(catalogue, chosen)
    st.header("Model", anchor=False)
    controls.model_choice(catalogue, chosen)
    entry = catalogue.models[chosen["model"]]
    st.header("Minimise" if entry.minimises else "Learning rule", anchor=False)
    controls.minimised(entry, chosen)
    controls.parameters(catalogue, chosen)

shown = session.follow(chosen, catalogue)
session.write(chosen, catalogue)

with st.container(key="sentences"):  # always there, so that the picture keeps its place
    if mended := st.session_state.mended:
        st.warning(theme.plain(mended))
    if error := st.session_state.error:
        st.error(theme.plain(error))
component.show(shown, **session.callbacks())
