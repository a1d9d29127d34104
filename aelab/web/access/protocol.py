"""The WebSocket protocol of the server, with bounds on what never reaches the app.

Pings, fragments and what comes after a connection was closed are handled below the app, where
`sockets` cannot hold them back: a client could send them without pause and read no answer.
"""

from collections import deque
from typing import cast

from starlette.types import Receive
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

READ_BYTES = 2**14  # taken at once, so that many small frames do not hold up everybody
LATE_BYTES = 2**16  # read after the server has closed, while the client's answer is awaited
FRAGMENTS = 1_000  # of a message
PINGS, PING_SECONDS = 20, 10.0  # pings, and the seconds that they are counted in


class Bounded(WebSocketsSansIOProtocol):
    """Ends a connection that sends too many small things."""

    def bind(self) -> None:
        """Begin to count."""
        self.late = 0  # bytes since the server closed
        self.pings: deque[float] = deque(maxlen=PINGS)  # when the last ones came
        self.transport.max_size = READ_BYTES  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Take bytes of the client."""
        if self.close_sent:
            self.late += len(data)
            if self.late > LATE_BYTES:
                return self.transport.abort()
        super().data_received(data)
        if len(self.frames) > FRAGMENTS:
            return self.transport.abort()
        return None

    def handle_ping(self) -> None:
        """Answer a ping, if there were not too many."""
        now, full = self.loop.time(), len(self.pings) == PINGS
        if full and now - self.pings[0] < PING_SECONDS:
            return self.transport.abort()
        self.pings.append(now)
        return super().handle_ping()

    def keepalive_timeout(self) -> None:
        """End the connection of a client that does not answer, with what it has not read."""
        super().keepalive_timeout()
        self.transport.abort()


def bound(receive: Receive) -> None:
    """Set bounds to the connection that an app receives from, where uvicorn serves it.

    The server has chosen its protocol before the app is loaded, so that each connection becomes a
    `Bounded` one when it comes to the app.
    """
    protocol = getattr(receive, "__self__", None)
    if type(protocol) is WebSocketsSansIOProtocol:
        protocol.__class__ = Bounded
        cast(Bounded, protocol).bind()
