"""WebSockets that are not read, too many of them, and who a visitor is."""

import asyncio
import json
import sys
from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest
from starlette.requests import HTTPConnection

from aelab.cluster.job import Job
from aelab.cluster.subscription import Subscription
from aelab.runs.channel import Reply
from aelab.spec import Spec
from aelab.web import live
from aelab.web.access import pace, sockets, visitors
from tests.asgi import run
from tests.notes import Notes

TOKEN = "a" * 22


def scope(token: Any = TOKEN, address: str = "10.0.0.1") -> Any:
    cookie = f"{visitors.COOKIE}={token}".encode()
    return {"type": "websocket", "headers": [(b"cookie", cookie)], "client": (address, 1)}


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer each message with a large one, as a page does."""
    while (await receive())["type"] != "websocket.disconnect":
        for _ in range(3):
            asyncio.get_running_loop().create_task(send({"type": "websocket.send"}))
        await asyncio.sleep(0)


def test_nothing_is_taken_from_a_client_that_does_not_read() -> None:
    async def unread() -> None:
        taken, stuck = 0, asyncio.Event()

        async def receive() -> Any:
            nonlocal taken
            taken += 1
            return {"type": "websocket.receive"}

        async def send(message: Any) -> None:
            await stuck.wait()

        serving = asyncio.create_task(sockets.Sockets(echo)(scope(), receive, send))
        await asyncio.sleep(0.05)
        assert taken <= 2  # the first, and one that waits
        stuck.set()
        await asyncio.sleep(0.05)
        assert taken > 10
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving

    run(unread())


async def unused(*_: object) -> Any:
    raise AssertionError("nothing is received or sent")


@pytest.mark.slow
def test_a_visitor_has_a_limited_number_of_sockets_and_gets_them_back() -> None:
    async def many() -> None:
        wrapped, ends = sockets.Sockets(echo), asyncio.Event()
        closed = []

        async def receive() -> Any:
            await ends.wait()
            return {"type": "websocket.disconnect"}

        async def send(message: Any) -> None:
            closed.append(message.get("code"))

        open_ones = [
            asyncio.create_task(wrapped(scope(), receive, send)) for _ in range(sockets.EACH)
        ]
        await asyncio.sleep(0)
        await wrapped(scope(), receive, send)
        assert closed == [sockets.TRY_AGAIN]
        other = asyncio.create_task(wrapped(scope("b" * 22), receive, send))
        await asyncio.sleep(0)
        assert not other.done()  # another visitor is not concerned
        ends.set()
        await asyncio.gather(*open_ones, other)
        assert not wrapped.open

    run(many())


class Answering(Notes):
    """A cluster that answers each command at once."""

    def __init__(self) -> None:
        super().__init__()
        self.commands = 0

    def command(self, run: Any, op: Any, value: Any = None) -> Any:
        self.commands += 1
        done: Future[Reply] = Future()
        done.set_result({"ok": True, "state": "running", "probe": {"x": "x" * 5000}})
        return done


def test_a_browser_that_reads_no_acknowledgements_gets_no_more_of_them() -> None:
    async def flooded() -> None:
        cluster, stuck = Answering(), asyncio.Event()
        texts = [json.dumps({"op": op, "value": 1, "id": 1}) for op in ("step", "flat")] * 500

        class Socket:
            async def receive(self) -> Any:
                if not texts:
                    await asyncio.sleep(9)
                await asyncio.sleep(0)
                return {"type": "websocket.receive", "text": texts.pop()}

            async def send_text(self, text: Any) -> None:
                await stuck.wait()

        job = Job("an-id-of-a-run", Spec(dataset="two-moons", model="pca"), "somebody")
        socket: Any = Socket()
        connection = live.Connection(
            socket, cluster, Subscription(job, lambda: None), asyncio.Event()
        )
        serving = asyncio.create_task(connection.serve())
        while texts:
            await asyncio.sleep(0)
        assert cluster.commands <= live.OPEN_COMMANDS
        assert len(connection._acks) <= live.OPEN_COMMANDS
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving

    run(flooded())


# Visitors.


def fetched(cookie: str = "", kind: str = "text/html; charset=utf-8") -> Any:
    """Return the cookie that comes with an answer of a content type, empty if none does."""
    sent = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", kind.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message: Any) -> None:
        sent.append(message)

    asked = {"type": "http", "scheme": "https", "headers": [(b"cookie", cookie.encode())]}
    run(visitors.Visitors(answer)(asked, unused, send))
    return dict(sent[0]["headers"]).get(b"set-cookie", b"").decode()


def test_a_page_gives_a_browser_a_token_once_for_all_tabs() -> None:
    given = fetched()
    assert "HttpOnly" in given and "SameSite=Lax" in given and "Secure" in given
    token = given.partition(";")[0]
    assert visitors.TOKEN.fullmatch(token.removeprefix(f"{visitors.COOKIE}="))
    assert fetched(token) == "" and fetched(kind="text/plain") == ""
    assert fetched().partition(";")[0] != token


def test_a_token_that_is_none_is_replaced() -> None:
    assert fetched(f"{visitors.COOKIE}=short")


def test_a_visitor_without_a_token_counts_by_the_address() -> None:
    assert visitors.of(HTTPConnection(scope())) == TOKEN
    assert visitors.of(HTTPConnection(scope("short"))) == "10.0.0.1"
    for here in ("127.0.0.1", "::1"):
        asked = scope("short") | {"client": (here, 1234)}
        assert visitors.of(HTTPConnection(asked)) == visitors.current() == visitors.LOOPBACK


# How often a visitor is served.


def test_a_visitor_who_opens_sockets_without_pause_waits_and_others_do_not() -> None:
    async def opened() -> None:
        served = []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            served.append(scope["client"][0])

        wrapped = sockets.Sockets(app)
        wrapped.opening = pace.Pace(10, burst=5, clock=lambda: 100.0)
        many = [
            asyncio.create_task(wrapped(scope(address="one"), unused, unused)) for _ in range(20)
        ]
        await asyncio.sleep(0.01)
        async with asyncio.timeout(1):
            await wrapped(scope("b" * 22, address="other"), unused, unused)
        assert served == ["one"] * 5 + ["other"]
        for task in many:
            task.cancel()
        await asyncio.gather(*many, return_exceptions=True)
        assert not wrapped.open

    run(opened())


def test_threads_take_the_interpreter_from_each_other_soon() -> None:
    before = sys.getswitchinterval()
    try:
        pace.share()
        assert sys.getswitchinterval() == pytest.approx(pace.SWITCH_SECONDS)
    finally:
        sys.setswitchinterval(before)


def test_a_visitor_who_asks_without_pause_is_served_at_the_pace_and_others_at_once() -> None:
    now = 100.0
    turns = pace.Pace(10, burst=5, clock=lambda: now)
    assert [turns.wait("me") for _ in range(5)] == [0] * 5
    waits = [turns.wait("me") for _ in range(4)]
    np.testing.assert_allclose(waits, [0.1, 0.2, 0.3, 0.4])
    assert turns.wait("other") == 0
    now += 0.9 + 0.5  # all that was taken, and the burst again
    assert [turns.wait("me") for _ in range(5)] == [0] * 5 and turns.wait("me") > 0


def test_visitors_who_have_left_are_forgotten() -> None:
    now = 0.0
    turns = pace.Pace(10, burst=1, clock=lambda: now)
    for number in range(5_000):
        turns.wait(str(number))
        now += 1
    assert len(turns._due) <= pace.MOST_VISITORS + 1


@pytest.mark.parametrize(("path", "most", "rate"), [(sockets.STREAM, 10, 10), ("/live", 200, 100)])
def test_of_a_flood_only_so_many_messages_are_taken_at_once(
    path: Any, most: int, rate: int
) -> None:
    async def flooded() -> None:
        taken = 0

        async def app(scope: Any, receive: Any, send: Any) -> None:
            nonlocal taken
            while True:
                await receive()
                taken += 1

        async def receive() -> Any:
            await asyncio.sleep(0)
            return {"type": "websocket.receive"}

        wrapped = sockets.Sockets(app)
        serving = asyncio.create_task(wrapped(scope() | {"path": path}, receive, unused))
        await asyncio.sleep(0.2)
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving
        assert most <= taken <= most + 0.5 * rate

    run(flooded())
