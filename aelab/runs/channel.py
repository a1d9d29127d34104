"""The channel between a run and its worker: commands go in, frames come out."""

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aelab.runs.protocol import LEAVING, State

T = TypeVar("T")
Reply = dict[str, Any]
GONE: Reply = {"ok": False, "state": State.GONE}  # the run has left this worker


@dataclass(frozen=True, eq=False)
class Command:
    """A command to a run; ``done`` holds the reply once the command is in force."""

    op: str  # a member of `Op`, or the name of a view option
    value: Any = None
    done: "Future[Reply]" = field(default_factory=Future)


@dataclass(frozen=True)
class Shown:
    """A published frame, its sequence number, and whether it is full."""

    number: int
    full: bool
    frame: bytes


class Channel:
    """Carries commands to the thread of a run, and its newest frame to other threads.

    The run makes frames only while another thread waits for one, see `wanted`.
    """

    def __init__(self) -> None:
        """Open the channel."""
        self._changed = threading.Condition()
        self._commands: deque[Command] = deque()
        self._waiting: deque[Future[Shown | None]] = deque()
        self._newest: Shown | None = None
        self._open = True

    def send(self, op: str, value: Any = None) -> "Future[Reply]":
        """Send a command; the future holds the reply once the command is in force."""
        command = Command(op, value)
        with self._changed:
            if self._open:
                self._commands.append(command)
                self._changed.notify_all()
            else:
                command.done.set_result(GONE)
        return command.done

    def poll(self, seen: int) -> "Future[Shown | None]":
        """Return a future of the first frame after number ``seen``; None when the run ends."""
        future: Future[Shown | None] = Future()
        with self._changed:
            newest = self._newest
            if newest is not None and newest.number > seen:
                future.set_result(newest)
            elif not self._open:
                future.set_result(None)
            else:
                self._waiting.append(future)
        return future

    @property
    def commanded(self) -> bool:
        """Whether commands wait to be taken."""
        return bool(self._commands)

    def leaving(self) -> bool:
        """Return whether the run has been told to leave its worker."""
        with self._changed:
            return any(command.op in LEAVING for command in self._commands)

    def wanted(self) -> bool:
        """Return whether a thread waits for a frame."""
        with self._changed:
            while self._waiting and self._waiting[0].cancelled():
                self._waiting.popleft()
            return bool(self._waiting)

    def take(self) -> list[Command]:
        """Return the commands that have come, oldest first, and forget them."""
        with self._changed:
            taken = list(self._commands)
            self._commands.clear()
        return taken

    def rest(self, seconds: float) -> None:
        """Wait until a command comes, for ``seconds`` at most."""
        with self._changed:
            if not self._commands:
                self._changed.wait(seconds)

    def publish(self, frame: bytes, *, full: bool) -> None:
        """Give a frame to all waiting threads, and to the next one that polls."""
        with self._changed:
            number = self._newest.number + 1 if self._newest else 1
            self._newest = Shown(number, full, frame)
            waiting, self._waiting = self._waiting, deque()
        for future in waiting:
            settle(future, self._newest)

    def close(self) -> None:
        """Answer all commands and polls that the run has not taken."""
        with self._changed:
            self._open = False
            commands, waiting = self.take(), list(self._waiting)
            self._waiting.clear()
        for command in commands:
            settle(command.done, GONE)
        for future in waiting:
            settle(future, None)


def settle(future: "Future[T]", result: T) -> None:
    """Set the result of a future, unless it has one or is cancelled."""
    if not future.done() and future.set_running_or_notify_cancel():
        future.set_result(result)
