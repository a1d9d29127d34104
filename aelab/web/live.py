"""The live route: frames of a run to the browser, its commands back, and what it draws with."""

import asyncio
import contextlib
import gc
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from aelab import frames, home
from aelab.cluster import scheduler
from aelab.cluster.cluster import Cluster
from aelab.cluster.interface import RunCluster
from aelab.cluster.queue import runs_each
from aelab.cluster.subscription import Subscription
from aelab.params import InputError
from aelab.runs import checkpoints, commands
from aelab.training.limits import limits
from aelab.web import charts, scripts, shipped, warm
from aelab.web.access import pace, visitors

OPEN_COMMANDS = 32  # of one browser whose acknowledgement has not been sent yet, at most
WRONG_ORIGIN, UNKNOWN_RUN, TOO_BIG = 4403, 4404, 1009

_held: list[RunCluster] = []
_claims = contextlib.ExitStack()  # until the process ends


def cluster() -> RunCluster:
    """Return the cluster that this server's runs go to."""
    if not _held:
        use(Cluster())
    return _held[0]


def use(other: RunCluster) -> None:
    """Use ``other`` as the cluster, such as a fake one in a test."""
    _held[:] = [other]


@contextlib.asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Import what the pages need; start the cluster beside the server, and end it with it."""
    home.tidy()
    # Not a thread of the pool: the server would wait for it to end.
    threading.Thread(target=cluster().start, name="aelab-start", daemon=True).start()
    warm.up()
    pace.keep_to_one_core()
    # All that is imported by now stays: the garbage collector can skip it.
    gc.collect()
    gc.freeze()
    yield {}
    await asyncio.to_thread(cluster().close)


def require() -> None:
    """Check the settings, and keep the lab's folder for this process.

    Raises:
        SystemExit: With a sentence, if a setting makes no sense or another server has the folder.

    """
    try:
        for setting in (limits, runs_each, checkpoints.limit, scheduler.wanted_workers):
            setting()
        _claims.enter_context(home.claim())
    except InputError as problem:
        raise SystemExit(str(problem)) from None


def routes() -> list[BaseRoute]:
    """Return the lab's own routes."""
    return [
        WebSocketRoute("/live", live),
        scripts.route(),
        charts.route(),
        shipped.route(),
    ]


async def live(socket: WebSocket) -> None:
    """Send a run to a browser and obey its commands, until either of them ends."""
    if not _same_origin(socket):
        return await socket.close(WRONG_ORIGIN)
    await socket.accept()
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(news.set)

    to = cluster()
    subscription = to.watch(socket.query_params.get("run", ""), wake, visitors.of(socket))
    if subscription is None:
        return await socket.close(UNKNOWN_RUN)
    try:
        await Connection(socket, to, subscription, news).serve()
    finally:
        to.unwatch(subscription)


def _same_origin(socket: WebSocket) -> bool:
    """Return whether the page comes from this server; other routes have no such check."""
    _, separator, host = socket.headers.get("origin", "").partition("://")
    return bool(separator) and host == socket.headers.get("host")


class Connection:
    """One browser looking at one run."""

    def __init__(
        self, socket: WebSocket, to: RunCluster, subscription: Subscription, news: asyncio.Event
    ) -> None:
        """Connect ``socket`` with the run of ``subscription``."""
        self.socket, self.to, self.subscription, self.news = socket, to, subscription, news
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
            if len(text.encode()) > commands.MESSAGE_BYTES or message.get("bytes"):
                return await self.socket.close(TOO_BIG)
            self._take(text)

    def _take(self, text: str) -> None:
        """Do what a message asks for; ignore one that is no command, or one too many."""
        try:
            order = commands.read(text)
        except commands.Refused as refused:
            if self._open < OPEN_COMMANDS:
                self._open += 1
                self._acknowledge({"ack": refused.number, "message": str(refused)})
            return
        if order is None:
            return
        if order.op == "drawn":
            self.subscription.drawn()
            return self.to.request_frame(self.subscription)
        if self._open >= OPEN_COMMANDS:
            return
        self._open += 1
        reply = self.to.command(self.subscription.job.id, order.op, order.value)
        done = asyncio.wrap_future(reply)
        done.add_done_callback(lambda done: self._done(order.number, done))

    def _done(self, number: int | str | None, done: "asyncio.Future[dict[str, Any]]") -> None:
        """Note that a command is in force, or why not."""
        if done.cancelled():
            self._open -= 1
            return
        reply = done.result()
        ack: dict[str, Any] = {"ack": number}
        if not reply["ok"]:
            ack["message"] = reply.get("message", "")
        if "probe" in reply:
            ack["probe"] = reply["probe"]
        self._acknowledge(ack)

    def _acknowledge(self, ack: dict[str, Any]) -> None:
        self._acks.append(ack)
        self.news.set()

    async def _send(self) -> None:
        """Send acknowledgements, the status when it has changed, and frames.

        A command stays open until its acknowledgement is sent: a browser that reads nothing
        gets no more of them to be kept.
        """
        while True:
            await self.news.wait()
            self.news.clear()
            status = self.subscription.status()
            acks, self._acks = self._acks, []
            if status is not None and not acks:
                await self._say(status)
            for ack in acks:
                await self._say(self.subscription.job.status() | ack)
                self._open -= 1
            if frame := self.subscription.frame():
                await self.socket.send_bytes(frame)

    async def _say(self, content: dict[str, Any]) -> None:
        await self.socket.send_text(json.dumps(frames.finite(content), allow_nan=False))
