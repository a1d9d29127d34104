"""WebSockets that are read only as fast as they are written; each visitor has a limit.

Without this, a client that asks again and again and never reads lets the answers pile up in the
server's memory; one that reads takes the time of all others.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aelab.web.access import protocol, visitors
from aelab.web.access.pace import Pace
from aelab.web.access.tabs import Tab

EACH = 100  # open sockets of a visitor: a tab has two
TRY_AGAIN = 1013
STREAM = "/_stcore/stream"  # of a page, each of whose messages lets a script run


class Sockets:
    """Takes no message from a client while something that was sent to it has not left."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app
        self.open: Counter[str] = Counter()  # by visitor
        self.pages: dict[str, asyncio.Lock] = {}  # by visitor, whose turn it is
        self.begun = asyncio.Lock()  # of the page that is opened
        self.opening = Pace(10, burst=40)
        self.coming = Pace(2, burst=8)  # to new pages, whose first run is the longest
        self.scripts = Pace(10, burst=10)
        self.commands = Pace(100, burst=200)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection."""
        if scope["type"] != "websocket":
            return await self.app(scope, receive, send)
        protocol.bound(receive)
        visitor = visitors.of(HTTPConnection(scope))
        if self.open[visitor] >= EACH:
            return await send({"type": "websocket.close", "code": TRY_AGAIN})
        self.open[visitor] += 1
        try:
            await self.opening.pause(visitor)
            if scope.get("path") == STREAM:
                await self._page(visitor, scope, receive, send)
            else:
                await self._live(visitor, scope, receive, send)
        finally:
            self.open[visitor] -= 1
            self.open += Counter()  # visitors without a socket are forgotten
            if visitor not in self.open:
                self.pages.pop(visitor, None)

    async def _page(self, visitor: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a page: at a pace, and in turn with the visitor's other pages."""
        tab = Tab(self.pages.setdefault(visitor, asyncio.Lock()), self.begun)

        async def wait(message: Message) -> None:
            await self.scripts.pause(visitor)
            if tab.comes(message):
                await self.coming.pause(visitor)
            await tab.take(message)

        async def telling(message: Message) -> None:
            tab.sent(message)
            await send(message)

        try:
            await self.app(scope, *_coupled(receive, telling, wait))
        finally:
            tab.end()

    async def _live(self, visitor: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a run that is looked at: its commands come at a pace."""

        async def wait(message: Message) -> None:
            await self.commands.pause(visitor)

        await self.app(scope, *_coupled(receive, send, wait))


def _coupled(
    receive: Receive, send: Send, wait: Callable[[Message], Awaitable[None]]
) -> tuple[Receive, Send]:
    """Return receive and send of a connection; receiving waits for sending and for ``wait``."""
    pending, sent = 0, asyncio.Event()
    sent.set()

    async def sending(message: Message) -> None:
        nonlocal pending
        pending += 1
        sent.clear()
        try:
            await send(message)
        finally:
            pending -= 1
            if not pending:
                sent.set()

    async def receiving() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive":
            await sent.wait()
            await wait(message)
        return message

    return receiving, sending


def middleware() -> list[Middleware]:
    """Return the middleware of the app."""
    return [Middleware(Sockets)]
