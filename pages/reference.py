"""Reference: what each model minimises, and every parameter, from their declarations."""

import streamlit as st

from aelab.web import reference, session

catalogue = session.wait_for_catalogue()

st.title("Reference", anchor=False)
st.markdown(
    "Exact definitions. Every loss is summed over the features of a sample and averaged over "
    "samples; its terms add up to J. A *key* is the name in links, in "
    "`aelab.Spec` and, for a parameter, of the Python class."
)
st.header("Models", anchor=False)
for entry in catalogue.models.values():
    reference.model(entry)
st.header("Data", anchor=False)
for entry in catalogue.datasets.values():
    reference.dataset(entry)
st.header("Anomaly scores", anchor=False)
st.markdown("A number for each sample, the higher the more anomalous; from `aelab.SCORES`.")
reference.scores(catalogue)
