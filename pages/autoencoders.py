"""Autoencoders: linear and not, under- and overcomplete, and what their codes are good for."""

import streamlit as st

from aelab.ui import charts, lecture, scheme
from aelab.ui.stage import Stage

stage = Stage("autoencoders")
with st.sidebar:
    scheme.follow()
dark = charts.dark()

lecture.open("Autoencoders", "A network to a code and a network back, trained to give back x.")

with lecture.section("latent", "What the code is good for", rows=(20,)):
    stage.show("ae-mnist")

with lecture.section("subspace", "A linear autoencoder spans the subspace of PCA", rows=(19,)):
    stage.show("ae-linear")
