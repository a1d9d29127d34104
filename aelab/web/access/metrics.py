"""Streamlit's figures of itself, such as its sessions and caches: closed unless asked for."""

import os
import re

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SETTING = "AELAB_METRICS"
ROUTE = "/_stcore/metrics"


class Closed:
    """Answers 404 for the route of the figures, however its path is written."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless it is about the figures."""
        asked = scope["type"] == "http" and ROUTE in re.sub("/+", "/", scope["path"]).lower()
        answer = PlainTextResponse("There is nothing here.", 404) if asked else self.app
        await answer(scope, receive, send)


def middleware() -> list[Middleware]:
    """Return the middleware of the app: none if the setting allows the figures."""
    return [] if os.environ.get(SETTING) == "1" else [Middleware(Closed)]
