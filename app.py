"""The server of the Autoencoder Lab: ``streamlit run app.py`` finds ``app`` and serves it."""

from pathlib import Path

import streamlit as st

if __name__ != "__mp_main__":  # a worker process imports this file again and needs nothing of it
    from aelab.ui import live, scripts, uploads

    SCRIPT = Path(__file__).resolve().parent / "aelab" / "ui" / "main.py"
    app = st.App(
        SCRIPT,
        lifespan=live.lifespan,
        routes=live.routes(),
        middleware=[*scripts.middleware(), *uploads.middleware()],
    )
