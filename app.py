"""The server of the Autoencoder Lab: ``streamlit run app.py`` finds ``app`` and serves it."""

from pathlib import Path

import streamlit as st

if __name__ != "__mp_main__":  # a worker process imports this file again and needs nothing of it
    from streamlit import config

    from aelab.web import (
        address,
        failures,
        live,
        memory,
        metrics,
        pace,
        scripts,
        sockets,
        uploads,
        visitors,
    )

    memory.limit_arenas()
    pace.share()
    address.require(config.get_option("server.address"))
    live.require()

    SCRIPT = Path(__file__).resolve().parent / "aelab" / "web" / "main.py"
    app = st.App(
        SCRIPT,
        lifespan=live.lifespan,
        routes=live.routes(),
        middleware=[
            *address.middleware(),
            *metrics.middleware(),
            *sockets.middleware(),
            *visitors.middleware(),
            *scripts.middleware(),
            *uploads.middleware(),
        ],
        on_script_error=failures.handle,
    )
