"""The script that Streamlit runs at each rerun: it dresses the page and runs the one chosen."""

from pathlib import Path

import streamlit as st

from aelab.ui import theme

PAGES = Path(__file__).resolve().parents[2] / "pages"

st.set_page_config(
    page_title="Autoencoder Lab", layout="wide", initial_sidebar_state=theme.SIDEBAR
)
theme.dress()
pages = [
    st.Page(PAGES / "lab.py", title="Lab", default=True),
    st.Page(PAGES / "jets.py", title="Jet images"),
    st.Page(PAGES / "anomaly.py", title="Anomaly detection"),
    st.Page(PAGES / "reference.py", title="Reference"),
]
chosen = st.navigation(pages, position="hidden")
with st.sidebar:
    st.title("Autoencoder Lab", anchor=False)
    with st.container(key="pages", horizontal=True):
        for page in pages:
            st.page_link(page)
chosen.run()
