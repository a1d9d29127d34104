"""A subscription to a run: what is to be sent to one browser."""

import threading
from collections.abc import Callable
from typing import Any, Protocol


class Publisher(Protocol):
    """What a subscription needs of its run."""

    @property
    def id(self) -> str:
        """The id of the run."""

    def status(self) -> dict[str, Any]:
        """Return what a browser is sent besides the frames."""


class Subscription:
    """One browser that shows a run: the newest frame not yet sent, and whether the status changed.

    ``wake`` is called, from any thread, when there is something to send.
    """

    def __init__(self, job: Publisher, wake: Callable[[], None]) -> None:
        """Subscribe to ``job``."""
        self.job, self.wake = job, wake
        self._lock = threading.Lock()
        self._ready, self._changed = True, True
        self._full = self._moving = b""
        self._begun = False  # a moving frame changes a full one, which has to come first

    @property
    def ready(self) -> bool:
        """Whether the browser has drawn the last frame and no frame waits to be sent."""
        return self._ready and not (self._full or self._moving)

    def give(self, frame: bytes, *, full: bool) -> None:
        """Store a frame to send: a full one replaces any, a moving one only a moving one."""
        with self._lock:
            if full:
                self._full, self._moving, self._begun = frame, b"", True
            elif self._begun:
                self._moving = frame
        self.wake()

    def status_changed(self) -> None:
        """Note that the status changed."""
        self._changed = True
        self.wake()

    def drawn(self) -> None:
        """Note that the browser has drawn the last frame; the next one may be sent."""
        self._ready = True
        self.wake()

    def frame(self) -> bytes:
        """Take the frame to send now, empty if there is none or the last one is not drawn."""
        with self._lock:
            if not self._ready:
                return b""
            if self._full:
                frame, self._full = self._full, b""
            else:
                frame, self._moving = self._moving, b""
            self._ready = not frame
            return frame

    def status(self) -> dict[str, Any] | None:
        """Take the status to send now, None if it has not changed."""
        changed, self._changed = self._changed, False
        return self.job.status() if changed else None
