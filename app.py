"""The server of the Autoencoder Lab: ``streamlit run app.py`` finds ``app`` and serves it."""

import streamlit as st

if __name__ != "__mp_main__":  # a worker process imports this file again and needs nothing of it
    from streamlit import config

    from aelab.web import failures, live, scripts
    from aelab.web.access import address, memory, metrics, pace, sockets, visitors
    from aelab.web.site import SCRIPT
    from aelab.web.uploads import route as uploads

    memory.limit_arenas()
    pace.share()
    address.require(config.get_option("server.address"))
    live.require()

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
