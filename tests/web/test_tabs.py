"""The tabs of a visitor run their scripts one after the other."""

import asyncio
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from aelab.web.access import tabs
from aelab.web.access.pace import Pace
from aelab.web.access.sockets import STREAM, Sockets
from tests.asgi import run

FRAGMENT = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY


RUN = BackMsg()
RUN.rerun_script.SetInParent()


def asked(message: BackMsg = RUN) -> dict[str, Any]:
    """Return what a browser sends to let the script run, or for something else."""
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


def told(status: Any = ForwardMsg.FINISHED_SUCCESSFULLY) -> Any:
    """Return what the server sends when a script has ended."""
    content = ForwardMsg(script_finished=status).SerializeToString()
    return {"type": "websocket.send", "bytes": content}


class Page:
    """A page whose browser asks for its script twice, and whose script ends when it is told to."""

    def __init__(self, served: Any, visitor: Any, first: Any = None) -> None:
        self.runs, self.finish = 0, asyncio.Event()
        self.status: Any = ForwardMsg.FINISHED_SUCCESSFULLY
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.messages.put_nowait(first or asked())
        scope: dict[str, Any] = {"type": "websocket", "path": STREAM, "headers": []}
        scope |= {"client": (visitor, 1), "page": self}
        self.serving = asyncio.create_task(served(scope, self.messages.get, self.send))

    async def send(self, message: Any) -> None:
        pass

    def leave(self) -> None:
        self.messages.put_nowait({"type": "websocket.disconnect"})


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Run the script of a page at each message, until the page has left."""
    page = scope["page"]
    while (await receive())["type"] != "websocket.disconnect":
        page.runs += 1
        await page.finish.wait()
        await send(told(page.status))
        page.finish.clear()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize("status", [ForwardMsg.FINISHED_SUCCESSFULLY, FRAGMENT])
def test_the_script_of_another_tab_waits_until_the_first_has_ended(status: int) -> None:
    async def visit() -> None:
        served = Sockets(app)
        mine, other, somebody = (Page(served, who) for who in ("me", "me", "somebody else"))
        for page in (mine, other, somebody):
            page.finish.set()
            await settled()
        for page in (mine, other, somebody):  # which are open by now
            page.messages.put_nowait(asked())
            await settled()
        assert (mine.runs, other.runs, somebody.runs) == (2, 1, 2)
        mine.status = status
        mine.finish.set()
        await settled()
        assert other.runs == 2
        for page in (mine, other, somebody):
            page.leave()
            page.finish.set()
        await settled()
        assert not served.pages

    run(visit())


def test_a_script_that_was_asked_for_again_meanwhile_keeps_its_turn_until_it_has_run_again() -> (
    None
):
    async def visit() -> None:
        lock, opening = asyncio.Lock(), asyncio.Lock()
        tab, other = tabs.Tab(lock, opening), tabs.Tab(lock, opening)
        await tab.take(asked())
        await tab.take(asked())
        waiting = asyncio.create_task(other.take(asked()))
        tab.sent(told(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
        await settled()
        assert not waiting.done()
        tab.sent({"type": "websocket.send", "bytes": b"x" * 100})
        tab.sent(told())
        await settled()
        assert waiting.done() and lock.locked()
        tab.end()
        assert lock.locked()  # the turn is the other's
        other.end()
        assert not lock.locked()

    run(visit())


def test_pages_are_opened_one_at_a_time_and_what_is_open_waits_for_nobody() -> None:
    async def many() -> None:
        served = Sockets(app)
        pages = []
        for i in range(5):
            pages.append(Page(served, f"visitor {i}"))
            await settled()
        assert [page.runs for page in pages] == [1, 0, 0, 0, 0]
        pages[1].serving.cancel()  # one leaves before its turn, and another while it has it
        pages[0].serving.cancel()
        await settled()
        assert [page.runs for page in pages] == [1, 0, 1, 0, 0]
        pages[2].finish.set()
        await settled()
        pages[2].messages.put_nowait(asked())
        await settled()
        assert [page.runs for page in pages] == [1, 0, 2, 1, 0]
        for page in pages:
            page.serving.cancel()

    run(many())


def test_a_visitor_who_opens_page_after_page_waits_and_what_is_open_does_not() -> None:
    async def many() -> None:
        served = Sockets(app)
        served.coming = Pace(2, burst=3, clock=lambda: 100.0)
        pages = []
        for _ in range(5):
            pages.append(Page(served, "me"))
            pages[-1].finish.set()
            await settled()
        other = Page(served, "somebody else")
        pages[0].finish.set()
        pages[0].messages.put_nowait(asked())
        await settled()
        assert [page.runs for page in pages] == [2, 1, 1, 0, 0]
        assert other.runs == 1
        for page in (*pages, other):
            page.serving.cancel()

    run(many())


@pytest.mark.parametrize("name", ["OPENING", "PATIENCE"])
def test_pages_that_are_never_finished_keep_nobody_from_opening_one(
    monkeypatch: pytest.MonkeyPatch, name: Any
) -> None:
    monkeypatch.setattr(tabs, name, 0.1)

    async def many() -> None:
        served = Sockets(app)
        first = Page(served, "first")
        await settled()
        late = Page(served, "late")
        await settled()
        runs = [late.runs]
        await asyncio.sleep(0.15)
        assert [*runs, late.runs] == [0, 1]
        for page in (first, late):
            page.serving.cancel()
        await settled()
        assert not served.begun.locked()

    run(many())


def test_a_tab_that_leaves_ends_its_turn() -> None:
    async def visit() -> None:
        served = Sockets(app)
        page = Page(served, "me")
        await settled()
        other = Page(served, "me")
        await settled()
        page.serving.cancel()
        await settled()
        assert other.runs == 1
        other.serving.cancel()

    run(visit())


def test_a_turn_is_over_when_it_has_been_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "LONGEST", 0.1)

    async def three() -> None:
        served = Sockets(app)
        pages = []
        for _ in range(3):
            pages.append(Page(served, "me"))
            await settled()
        assert [page.runs for page in pages] == [1, 0, 0]
        await asyncio.sleep(0.15)
        assert [page.runs for page in pages] == [1, 1, 0]
        for page in pages:
            page.serving.cancel()

    run(three())


@pytest.mark.parametrize(
    "other", [asked(BackMsg(app_heartbeat=True)), {"type": "websocket.receive", "bytes": b"\xff"}]
)
def test_what_lets_no_script_run_waits_for_nobody(other: dict[str, Any]) -> None:
    async def visit() -> None:
        served = Sockets(app)
        page = Page(served, "me")
        await settled()
        beside = Page(served, "me", other)
        await settled()
        assert (page.runs, beside.runs) == (1, 1)
        page.serving.cancel()
        beside.serving.cancel()

    run(visit())
