"""The tabs of a visitor take turns: the script of one runs at a time.

The web process has one interpreter for everybody, and each script that runs at once with others
takes a share of it. A tab has its turn from a message that lets its script run until Streamlit
says that the script has ended; meanwhile such messages of the visitor's other tabs wait. A page
that is opened, which is the longest run of its script, takes turns with those of all visitors:
a class that comes at once would else wait for the last page, each of them.
"""

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LONGEST = 10.0  # seconds of a turn, after which the next tab has its own whatever happens
OPENING = 2.0  # seconds that a page is opened alone, finished or not
PATIENCE = 5.0  # seconds that a page waits to be opened, whoever else opens some
ENDS = 64  # maximum size in bytes of the message that a script has ended


class Tab:
    """The connection of a page, which has its turn or not."""

    def __init__(self, lock: asyncio.Lock, opening: asyncio.Lock) -> None:
        """Take turns with the tabs of this ``lock``, and with all of ``opening`` at first."""
        self._lock = lock
        self._opening, self._new = opening, True
        self._opened: asyncio.TimerHandle | None = None  # while it is the one
        self._expiry: asyncio.TimerHandle | None = None  # while it has its turn
        self._again = False  # whether the script has been asked for once more since it began

    def comes(self, message: Message) -> bool:
        """Return whether a message lets the script run for the first time."""
        return self._new and _runs(message)

    async def take(self, message: Message) -> None:
        """Wait for the turn, if a message from the browser lets the script run.

        A script that runs already is replaced: Streamlit runs one at a time in each tab.
        """
        if not _runs(message):
            return
        if self._expiry is not None:
            self._again = True
            return
        await self._lock.acquire()
        try:
            if self._new:
                await self._open()
        except asyncio.CancelledError:  # the visitor has left
            self._lock.release()
            raise
        self._again = False
        self._expiry = asyncio.get_running_loop().call_later(LONGEST, self.end)

    def sent(self, message: Message) -> None:
        """End the turn, if a message to the browser says that the script has ended for good."""
        if self._expiry is None or not _ended(message):
            return
        if not self._again:
            self.end()
        self._again = False

    def end(self) -> None:
        """Let another tab have its turn."""
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
            self._lock.release()
        self._leave()

    async def _open(self) -> None:
        """Wait until no other page is being opened, for at most PATIENCE seconds."""
        self._new = False
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._opening.acquire()
            self._opened = asyncio.get_running_loop().call_later(OPENING, self._leave)

    def _leave(self) -> None:
        """Let another page be opened."""
        if self._opened is not None:
            self._opened.cancel()
            self._opened = None
            self._opening.release()


def _runs(message: Message) -> bool:
    try:
        return bool(BackMsg.FromString(message.get("bytes") or b"").HasField("rerun_script"))
    except DecodeError:
        return False


def _ended(message: Message) -> bool:
    content = message.get("bytes") or b""
    if len(content) > ENDS:
        return False
    return bool(ForwardMsg.FromString(content).WhichOneof("type") == "script_finished")
