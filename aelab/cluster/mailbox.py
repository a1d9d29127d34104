"""The queue between the Dask side, which posts events, and the cluster, which consumes them."""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

from aelab.cluster.events import Event

CLOSE_SECONDS = 1.0  # the event that is being handled at the end is waited for so long

log = logging.getLogger(__name__)


class Mailbox:
    """Hands events to one consumer in the order in which they were posted.

    The consumer runs in a thread of its own, so that a loop that posts an event never waits.
    """

    def __init__(self, handle: Callable[[Event], None]) -> None:
        """Prepare the delivery of events to ``handle``; `start` begins it."""
        self._handle = handle
        self._events: SimpleQueue[Event | None] = SimpleQueue()  # None ends the thread
        self._thread = threading.Thread(target=self._consume, name="aelab-events", daemon=True)

    def post(self, event: Event) -> None:
        """Queue an event and return at once; may be called from any thread."""
        self._events.put(event)

    def start(self) -> None:
        """Begin to deliver events."""
        self._thread.start()

    def close(self) -> None:
        """Deliver what has been posted, and end the thread."""
        self._events.put(None)
        if self._thread.is_alive():
            self._thread.join(CLOSE_SECONDS)

    def _consume(self) -> None:
        while (event := self._events.get()) is not None:
            try:
                self._handle(event)
            except Exception:  # one event that fails must not keep the next from being handled
                log.exception("The event %s could not be handled.", type(event).__name__)
