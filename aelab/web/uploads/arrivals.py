"""Uploads that have arrived and that no page has read yet: on disk, and not for long.

Streamlit keeps an upload in memory until the session is closed properly, which a session that just
goes away never is. So what Streamlit gets is a token, and the file lies in a temporary file that
is gone with the server.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from aelab.params import InputError
from aelab.uploads.sandbox import Source

MOST_BYTES = 400 * 2**20  # of all that lies here or is arriving
MOST_FILES, OF_A_SESSION = 200, 3
MOST_ARRIVING, ARRIVING_OF_A_SESSION = 64, 2  # at once
BEGIN = b"aelab-upload:"
LATE = "The upload is no longer there: choose the file again."
FULL = "The lab is receiving as many files as it can: try again in a minute."


@dataclass(eq=False)
class Arrival:
    """An upload on its way to the page: how many bytes have come, and what is wrong with it."""

    session: str
    file: BinaryIO | None = None
    size: int = 0
    problem: str = ""
    token: bytes = field(default_factory=lambda: BEGIN + secrets.token_hex(16).encode())


class Arrivals:
    """All arrivals of a server; safe to be used from any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = threading.Lock()
        self._coming: set[Arrival] = set()
        self._lying: OrderedDict[bytes, Arrival] = OrderedDict()  # by token, the oldest first

    @property
    def held(self) -> int:
        """How many bytes lie here or are arriving."""
        with self._lock:
            return self._held()

    def _held(self) -> int:
        return sum(a.size for a in (*self._coming, *self._lying.values()) if not a.problem)

    def begin(self, session: str) -> Arrival | None:
        """Expect an upload; None if too many are on their way."""
        arrival = Arrival(session)
        with self._lock:
            own = sum(other.session == session for other in self._coming)
            if own >= ARRIVING_OF_A_SESSION or len(self._coming) >= MOST_ARRIVING:
                return None
            self._coming.add(arrival)
        return arrival

    def grow(self, arrival: Arrival, size: int) -> bool:
        """Count more bytes of an upload; False if there is no room and they are to be dropped."""
        with self._lock:
            if self._held() + size > MOST_BYTES:
                arrival.problem = FULL
                return False
            arrival.size += size
            return True

    def lay(self, arrival: Arrival, file: BinaryIO | None) -> None:
        """Keep what has arrived, until it is taken; a session's older ones make room."""
        with self._lock:
            self._coming.discard(arrival)
            if arrival.problem and file:
                file.close()
            arrival.file = None if arrival.problem else file
            self._lying[arrival.token] = arrival
            own = [a for a in self._lying.values() if a.session == arrival.session]
            old = [*own[:-OF_A_SESSION], *[*self._lying.values()][: len(self._lying) - MOST_FILES]]
        for other in old:
            self.drop(other)

    def take(self, token: bytes) -> Arrival:
        """Return an upload, which the caller closes; `InputError` if it is gone."""
        with self._lock:
            arrival = self._lying.pop(token, None)
        if arrival is None:
            raise InputError(LATE)
        if arrival.problem:
            raise InputError(arrival.problem)
        return arrival

    def drop(self, arrival: Arrival) -> None:
        """Forget an upload that nobody has taken."""
        with self._lock:
            self._coming.discard(arrival)
            lying = self._lying.pop(arrival.token, None)
        if lying is not None and arrival.file is not None:
            arrival.file.close()

    def sweep(self, active: Callable[[str], bool]) -> None:
        """Forget the uploads of sessions that are no longer there."""
        with self._lock:
            gone = [a for a in self._lying.values() if not active(a.session)]
        for arrival in gone:
            self.drop(arrival)


ARRIVALS = Arrivals()


@contextmanager
def received(content: bytes) -> Iterator[tuple[Source, int]]:
    """Yield the upload of a token and its size; content that is no token is itself the upload."""
    if not content.startswith(BEGIN):
        yield content, len(content)
        return
    arrival = ARRIVALS.take(content)
    assert arrival.file is not None  # or there is a problem
    with arrival.file as file:
        yield file, arrival.size
