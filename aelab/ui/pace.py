"""How often one visitor is served, over all of that one's tabs.

The web process has one interpreter for everybody: whoever asks without pause would take the
answers of others. What comes too soon waits in its socket; nothing is lost.
"""

import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_VISITORS = 1_000  # whose times are kept without a look at which are over
PATIENCE = 3.0  # seconds that a script waits for another one of its visitor to end
LOOK = 0.02  # seconds between two looks whether it has
SWITCH_SECONDS = 0.001  # that a thread keeps the interpreter while others wait for it

_scripts: Counter[str] = Counter()  # that run or wait to, by visitor
_running: set[str] = set()  # visitors one of whose scripts runs
_changed = threading.Condition()


def share() -> None:
    """Let threads take the interpreter from each other sooner than by default.

    Every message of a page passes from its script's thread to the server's and back; with a
    script of somebody else between them, each way would take five milliseconds.
    """
    sys.setswitchinterval(SWITCH_SECONDS)


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

    async def turn(self, visitor: str) -> None:
        """Wait for the next turn of a visitor."""
        await asyncio.sleep(self.wait(visitor))


@contextmanager
def script(visitor: str) -> Iterator[None]:
    """Let no other script of a visitor run while the block does; wait for it, but not for ever.

    A script that another one of its tab takes the place of ends when it next draws something.
    """
    with _changed:
        _scripts[visitor] += 1
        _changed.wait_for(lambda: visitor not in _running, PATIENCE)
        _running.add(visitor)
    try:
        yield
    finally:
        with _changed:
            _scripts[visitor] -= 1
            _running.discard(visitor)
            if not _scripts[visitor]:
                del _scripts[visitor]
            _changed.notify_all()


class Tab:
    """The connection of a page, whose messages let its script run."""

    last: dict[str, "Tab"] = {}  # by visitor, the one whose script was asked for last

    def __init__(self, visitor: str, pace: Pace) -> None:
        """Take messages of a visitor at a pace."""
        self.visitor, self.pace = visitor, pace

    async def turn(self) -> None:
        """Wait until the script may run again: it takes its own place, but no other tab's."""
        await self.pace.turn(self.visitor)
        end = time.monotonic() + PATIENCE
        while self._others() and time.monotonic() < end:
            await asyncio.sleep(LOOK)
        self.last[self.visitor] = self

    def leave(self) -> None:
        """Forget the tab."""
        if self.last.get(self.visitor) is self:
            del self.last[self.visitor]

    def _others(self) -> bool:
        """Tell whether a script of another tab of the visitor runs."""
        return _scripts[self.visitor] > 0 and self.last.get(self.visitor) is not self
