"""The script that Streamlit runs at each rerun: it dresses the page and runs the one chosen."""

from pathlib import Path

import streamlit as st

from aelab.ui import presenting, theme

PAGES = Path(__file__).resolve().parents[2] / "pages"
LAB = {"lab": "Lab", "reference": "Reference"}
LECTURE = {
    "pca": "PCA",
    "hebb": "Hebb and Oja",
    "autoencoders": "Autoencoders",
    "jets": "Jet images",
    "anomaly": "Anomaly detection",
}

st.set_page_config(
    page_title="Autoencoder Lab", layout="wide", initial_sidebar_state=theme.SIDEBAR
)
theme.dress()
pages = {
    name: st.Page(PAGES / f"{name}.py", title=title, default=name == "lab")
    for name, title in (LAB | LECTURE).items()
}
chosen = st.navigation(list(pages.values()), position="hidden")
with st.sidebar:
    st.title("Autoencoder Lab", anchor=False)
    presenting.switch()
    for key, group in (("pages", LAB), ("chapters", LECTURE)):
        with st.container(key=key, horizontal=True):
            for name in group:
                st.page_link(pages[name])
presenting.follow()
chosen.run()
