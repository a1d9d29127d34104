"""Requests to an ASGI app without a server, sent as they are written."""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

INCOMING = {"http": "http.request", "websocket": "websocket.connect"}
OPENED = 101


@dataclass
class Answer:
    """What came back: a status, or the code with which a socket was closed."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def take(self, message: dict[str, Any]) -> None:
        """Take in a message of the app."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
        elif message["type"] == "websocket.accept":
            self.status = OPENED
        elif message["type"] == "websocket.send":
            self.body += message["text"].encode()
        elif message["type"] == "websocket.close":
            self.status = self.status or message["code"]


def ask(
    app: Any,
    path: str,
    *headers: tuple[str, str],
    kind: str = "http",
    method: str = "GET",
) -> Answer:
    """Return the answer of an app.

    Args:
        app: the ASGI app.
        path: percent-encoded, as it stands in the request.
        headers: pairs of name and value; a name may come twice.
        kind: "http" or "websocket".
        method: of a request that is none of a socket.
    """
    answer = Answer()
    pairs: Sequence[tuple[bytes, bytes]] = [
        (name.encode(), value.encode("latin-1")) for name, value in headers
    ]
    scope = {
        "type": kind,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": pairs,
        "method": method,
        "scheme": kind,
        "root_path": "",
        "subprotocols": [],
    }

    incoming = [{"type": INCOMING[kind], "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not incoming:
            await asyncio.Event().wait()  # nobody leaves
        return incoming.pop()

    async def send(message: dict[str, Any]) -> None:
        answer.take(message)

    run(app(scope, receive, send))
    return answer


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of a coroutine, run in a thread: a browser's loop may be in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
