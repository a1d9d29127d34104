"""Who a visitor is, over all tabs of a browser: a random token in a cookie.

Slots are shared fairly between visitors. A browser that keeps no cookie counts by its address.
"""

import re
import secrets

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "aelab_visitor"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
LOOPBACK = "127.0.0.1"  # Streamlit gives no address of the loopback
YEAR = 365 * 86400  # seconds that the cookie is kept


class Visitors:
    """Gives the cookie to a browser that fetches a page without one."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the cookie where it is missing."""
        if scope["type"] != "http" or _token(HTTPConnection(scope).cookies.get(COOKIE)):
            return await self.app(scope, receive, send)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = (
            f"{COOKIE}={secrets.token_urlsafe(16)}; Path=/; Max-Age={YEAR}; HttpOnly; "
            f"SameSite=Lax{secure}"
        )

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, adding)


def current() -> str:
    """Return who is looking at the page: the token, else the address."""
    context = st.context
    return _token(context.cookies.get(COOKIE)) or str(context.ip_address or LOOPBACK)


def of(connection: HTTPConnection) -> str:
    """Return whose connection it is: the token, else the address."""
    address = connection.client.host if connection.client else ""
    here = address in ("", "::1", LOOPBACK)
    return _token(connection.cookies.get(COOKIE)) or (LOOPBACK if here else address)


def middleware() -> list[Middleware]:
    """Return the middleware of the app."""
    return [Middleware(Visitors)]


def _token(value: object) -> str:
    """Return a token as we give it, empty if it is something else."""
    return value if isinstance(value, str) and TOKEN.fullmatch(value) else ""
