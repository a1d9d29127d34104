"""The way of an upload into the server: limited, onto the disk, and never into memory as a whole.

Streamlit's own route would read all of it into memory. So it is written to a temporary file while
it comes, and the route gets a token in its place (see `arrivals`).
"""

import asyncio
from collections import OrderedDict
from typing import Any, Protocol

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

from aelab.uploads.limits import MOST_BYTES
from aelab.web.uploads import receiving
from aelab.web.uploads.arrivals import ARRIVALS, Arrival
from aelab.web.uploads.own import QUOTA
from aelab.web.uploads.receiving import Refused

ROUTE = "/_stcore/upload_file/"
LIMIT = QUOTA + 2 * MOST_BYTES  # of a session; the page says its sentence first
AROUND = 2**16  # bytes that the form around a file may have
SESSIONS = 10_000  # remembered
EXPIRY = 120.0  # seconds after which an upload that no page has read is dropped
TYPES = ("content-type", "content-length")
BOUNDARY = "aelab-token"


class Server(Protocol):
    """The part of Streamlit's runtime that is used here."""

    @property
    def uploaded_file_mgr(self) -> Any:
        """What keeps uploads."""

    def is_active_session(self, session_id: str) -> bool:
        """Return whether a browser is connected to that session."""


def server() -> Server | None:
    """Return Streamlit's runtime, None before it is there."""
    return runtime.get_instance() if runtime.exists() else None


class Uploads:
    """Takes uploads of connected sessions, up to a limit of bytes each."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app
        self.sent: OrderedDict[str, int] = OrderedDict()  # bytes by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; of an upload, the app gets a token."""
        _, prefix, rest = scope["path"].partition(ROUTE) if scope["type"] == "http" else ("",) * 3
        if not prefix or scope["method"] != "PUT":
            return await self.app(scope, receive, send)
        session, _, file = rest.partition("/")
        try:
            await self._upload(session, file, scope, receive, send)
        except Refused as refused:
            await refused.response(scope, receive, send)
        except ClientDisconnect:
            return

    async def _upload(
        self, session: str, file: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Receive an upload and hand its token on.

        Args:
            session: The session it belongs to.
            file: The name that Streamlit has given it.
            scope: The request.
            receive: Where it comes from.
            send: Where the answer goes.

        """
        length = self._length(session, Headers(scope=scope))
        arrival = ARRIVALS.begin(session)
        if arrival is None:
            raise Refused(503, "Too many uploads are on their way: try again in a minute.")
        taken = False
        try:
            name = await receiving.received(arrival, length, scope, receive)
            taken = await _handed_on(self.app, arrival, name, scope, receive, send)
        finally:
            if not taken:
                ARRIVALS.drop(arrival)
        asyncio.get_running_loop().call_later(EXPIRY, _forget, arrival, file)

    def _length(self, session: str, headers: Headers) -> int:
        """Return how long an upload is, counted to its session; `Refused` if it is too much."""
        there = server()
        if there is None or not there.is_active_session(session):
            raise Refused(403, "There is no such session: reload the page.")
        ARRIVALS.sweep(there.is_active_session)
        text = headers.get("content-length", "")
        if not (text.isascii() and text.isdigit() and len(text) < 20):
            raise Refused(411, "An upload says its length.")
        length = int(text)
        total = self.sent.pop(session, 0) + length
        self.sent[session] = total
        if len(self.sent) > SESSIONS:
            self.sent.popitem(last=False)
        if total > LIMIT or length > MOST_BYTES + AROUND:
            raise Refused(413, "That is too much.")
        return length


async def _handed_on(
    app: ASGIApp, arrival: Arrival, name: str, scope: Scope, receive: Receive, send: Send
) -> bool:
    """Pass the token to Streamlit as if it were the file; return whether it was accepted.

    Args:
        app: What Streamlit's route is in.
        arrival: The upload.
        name: The name of the file.
        scope: The request as it came.
        receive: What comes after the body.
        send: Where the answer goes.

    """
    form = _form(arrival.token, name)
    bodies = iter([form])
    statuses: list[int] = []

    async def receive_form() -> Message:
        body = next(bodies, None)
        return {"type": "http.request", "body": body} if body is not None else await receive()

    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        await send(message)

    passed_on = [(k, v) for k, v in scope["headers"] if k.decode("latin-1").lower() not in TYPES]
    kind = f"multipart/form-data; boundary={BOUNDARY}".encode()
    headers = [*passed_on, (b"content-type", kind), (b"content-length", b"%d" % len(form))]
    await app({**scope, "headers": headers}, receive_form, noting)
    return bool(statuses) and statuses[0] < 400


def _form(token: bytes, name: str) -> bytes:
    """Return the body of a form that has a token as its file."""
    safe = name.replace("\\", "_").replace('"', "_")
    disposition = f'Content-Disposition: form-data; name="file"; filename="{safe}"'
    begin = f"--{BOUNDARY}\r\n{disposition}\r\n\r\n".encode()
    return begin + token + f"\r\n--{BOUNDARY}--\r\n".encode()


def _forget(arrival: Arrival, file: str) -> None:
    """Drop an upload, and what Streamlit keeps of it."""
    ARRIVALS.drop(arrival)
    if there := server():
        there.uploaded_file_mgr.remove_file(arrival.session, file)
        if not there.is_active_session(arrival.session):
            there.uploaded_file_mgr.remove_session_files(arrival.session)


def middleware() -> list[Middleware]:
    """Return the middleware of the app."""
    return [Middleware(Uploads)]
