"""The pace of a run: how many updates it does per second."""

import time
from typing import Any

SINGLY = 1000  # up to this pace, in updates per second, updates are done one by one
LATE = 0.1  # a run that is behind its pace makes up for so many seconds at most


class Pacing:
    """Tells when the next update is due; a pace of 0 is as fast as possible."""

    def __init__(self) -> None:
        self.pace = 0
        self._next = 0.0  # when the next update is due

    def set(self, pace: Any) -> None:
        """Set the updates per second; what is no positive whole number is 0."""
        self.pace = pace if type(pace) is int and pace > 0 else 0
        self._next = 0.0

    @property
    def single(self) -> bool:
        """Whether updates are done one by one."""
        return 0 < self.pace <= SINGLY

    @property
    def seconds(self) -> float:
        """Seconds until the next update is due, negative if it is late."""
        return self._next - time.monotonic()

    def done(self, updates: int) -> None:
        """Count updates, which sets when the next one is due."""
        if self.pace:
            earliest = time.monotonic() - LATE
            self._next = max(self._next, earliest) + max(0, updates) / self.pace
