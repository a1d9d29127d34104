"""Limits how often one visitor is served, over all of the visitor's tabs.

The web process has one interpreter for everybody: whoever asks without pause would take the
answers of others. What comes too soon waits in its socket; nothing is lost.
"""

import asyncio
import sys
import time
from collections.abc import Callable

from threadpoolctl import threadpool_limits

MOST_VISITORS = 1_000  # whose times are stored before outdated ones are removed
SWITCH_SECONDS = 0.0005  # after which a thread hands the interpreter to a waiting one


def share() -> None:
    """Let threads take the interpreter from each other sooner than by default.

    Every message of a page passes from its script's thread to the server's and back; with a
    script of somebody else between them, each way would take five milliseconds.
    """
    sys.setswitchinterval(SWITCH_SECONDS)


def keep_to_one_core() -> None:
    """Let the arithmetic of pages, of libraries that are loaded by now, take one thread each.

    Theirs is short; threads that wait for the next of it would take a core from the workers.
    """
    threadpool_limits(1)


class Pace:
    """So many turns a second for each visitor, after a few that come at once."""

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Give ``rate`` turns a second, and ``burst`` at once to who has not come for long."""
        self.step, self.burst, self.clock = 1 / rate, burst / rate, clock
        self._due: dict[str, float] = {}  # when the next turn of a visitor would be

    def wait(self, visitor: str) -> float:
        """Take the next turn of a visitor; return the seconds until it comes."""
        now = self.clock()
        if len(self._due) > MOST_VISITORS:
            self._due = {name: due for name, due in self._due.items() if due > now}
        due = max(self._due.get(visitor, 0.0), now) + self.step
        self._due[visitor] = due
        return max(0.0, due - self.burst - now)

    async def pause(self, visitor: str) -> None:
        """Wait for the next turn of a visitor."""
        await asyncio.sleep(self.wait(visitor))
