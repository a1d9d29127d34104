"""The live route: frames of a run to the browser, its commands back, and what it draws with."""

import asyncio
import contextlib
import gc
import json
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from aelab.channel import LOOKS
from aelab.cluster import Cluster
from aelab.job import Watcher
from aelab.ui import charts, scripts

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "shipped"
VALUED = ("rate", *LOOKS)
COMMANDS = ("play", "pause", "step", "stop", "reset", *VALUED)
MESSAGE_BYTES = 4096  # from a browser, at most
OPEN_COMMANDS = 32  # of one browser not yet acknowledged, at most
WRONG_ORIGIN, UNKNOWN_RUN, TOO_BIG = 4403, 4404, 1009

_held: list[Any] = []


class Live(Protocol):
    """What the route needs of a cluster."""

    def watch(self, run: str, wake: Callable[[], None]) -> Watcher | None:
        """Look at a run."""

    def look(self, watcher: Watcher) -> None:
        """Fetch the next frame for a watcher."""

    def unwatch(self, watcher: Watcher) -> None:
        """Stop looking."""

    def command(self, run: str, op: str, value: Any = None) -> Any:
        """Ask a run for something."""


def cluster() -> Any:
    """Return the cluster that this server's runs go to."""
    if not _held:
        use(Cluster())
    return _held[0]


def use(other: Any) -> None:
    """Let runs go to ``other``, such as a fake one in a test."""
    _held[:] = [other]


@contextlib.asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Start the cluster beside the server, and end it with the server."""
    # Not a thread of the pool: the server would wait for it to end.
    threading.Thread(target=_start, args=(cluster(),), name="aelab-start", daemon=True).start()
    yield {}
    await asyncio.to_thread(cluster().close)


def _start(started: Any) -> None:
    started.start()
    # What is here by now stays: the collector need not go through it again and again.
    gc.collect()
    gc.freeze()


def routes() -> list[BaseRoute]:
    """Return the lab's own routes."""
    return [
        WebSocketRoute("/live", live),
        scripts.route(),
        charts.route(),
        Route("/shipped/{name}", shipped),
    ]


async def shipped(request: Request) -> Response:
    """Return the last frame of a run that comes with the lab, packed if it is kept so."""
    name = request.path_params["name"]
    here = {path.name: path for path in SHIPPED.iterdir()} if SHIPPED.is_dir() else {}
    found = here.get(name) or here.get(f"{name}.gz")
    if found is None:
        return PlainTextResponse("There is no such run.", 404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if found.suffix == ".gz":
        headers["Content-Encoding"] = "gzip"
    return FileResponse(found, media_type="application/octet-stream", headers=headers)


async def live(socket: WebSocket) -> None:
    """Show a run to a browser and obey it, until one of both leaves."""
    if not _same_origin(socket):
        return await socket.close(WRONG_ORIGIN)
    await socket.accept()
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(news.set)

    to = cluster()
    watcher = to.watch(socket.query_params.get("run", ""), wake)
    if watcher is None:
        return await socket.close(UNKNOWN_RUN)
    try:
        await Connection(socket, to, watcher, news).serve()
    finally:
        to.unwatch(watcher)


def _same_origin(socket: WebSocket) -> bool:
    """Return whether the page comes from this server; other routes have no such check."""
    _, separator, host = socket.headers.get("origin", "").partition("://")
    return bool(separator) and host == socket.headers.get("host")


class Connection:
    """One browser looking at one run."""

    def __init__(self, socket: WebSocket, to: Live, watcher: Watcher, news: asyncio.Event) -> None:
        """Connect ``socket`` with the run of ``watcher``."""
        self.socket, self.to, self.watcher, self.news = socket, to, watcher, news
        self._acks: list[dict[str, Any]] = []
        self._open = 0

    async def serve(self) -> None:
        """Send and receive until the browser leaves."""
        sender = asyncio.create_task(self._send())
        try:
            await self._receive()
        finally:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect):
                await sender

    async def _receive(self) -> None:
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text") or ""
            if len(text) > MESSAGE_BYTES or message.get("bytes"):
                return await self.socket.close(TOO_BIG)
            self._take(text)

    def _take(self, text: str) -> None:
        """Do what a message says; ignore one that says nothing sensible."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not isinstance(said, dict):
            return
        op = said.get("op")
        if op == "drawn":
            self.watcher.drawn()
            self.to.look(self.watcher)
        elif isinstance(op, str) and op in COMMANDS and self._open < OPEN_COMMANDS:
            self._open += 1
            value = said.get("value") if op in VALUED else None
            done = asyncio.wrap_future(self.to.command(self.watcher.job.id, op, value))
            done.add_done_callback(lambda done: self._done(said.get("id"), done))

    def _done(self, command: Any, done: "asyncio.Future[dict[str, Any]]") -> None:
        """Note that a command is in force, or why not."""
        self._open -= 1
        if done.cancelled():
            return
        reply = done.result()
        ack: dict[str, Any] = {"ack": command if isinstance(command, int | str) else None}
        if not reply["ok"]:
            ack["message"] = reply.get("message", "")
        if "probe" in reply:
            ack["probe"] = reply["probe"]
        self._acks.append(ack)
        self.news.set()

    async def _send(self) -> None:
        """Send acknowledgements, the status when it has changed, and frames."""
        while True:
            await self.news.wait()
            self.news.clear()
            status = self.watcher.status()
            acks, self._acks = self._acks, []
            if status is not None and not acks:
                await self._say(status)
            for ack in acks:
                await self._say(self.watcher.job.status() | ack)
            if frame := self.watcher.frame():
                await self.socket.send_bytes(frame)

    async def _say(self, said: dict[str, Any]) -> None:
        await self.socket.send_text(json.dumps(said))
