"""Snapshots: the frames of a run, no more of them than the training can spare."""

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from aelab import frames
from aelab.runs.protocol import LIVE
from aelab.training.learning import Learning
from aelab.views.base import View, Watch, views_for

FRAME_BYTES = 60_000  # of a moving frame, at most
HEADER_BYTES = 4_000  # of them for the header
CHANGES = 100  # changes of the rate that a header lists, at most
SECONDS = 0.1  # between two moving frames, at least
SHARE = 9  # training gets this many times the processor time that frames get
MOVING = 20  # moving frames that are remembered: after so many, every share has come round
LONGEST = 0.3  # seconds of it that a dear frame costs at most: only full ones are, and few


class Snapshots:
    """Makes frames of a training, and knows when the next one may be made."""

    def __init__(self, run: str, learning: Learning) -> None:
        """Look at ``learning``, the training of ``run``."""
        self.run, self.learning = run, learning
        self.options: dict[str, Any] = {}
        self.seq = 0
        self._turn = 0
        self._after = (0.0, 0.0)
        self._full = b""  # the last full frame, and the moving ones after it
        self._moving: deque[bytes] = deque(maxlen=MOVING)
        self.renew()

    def renew(self) -> None:
        """Look at what is another training now, in the same way as before."""
        learning = self.learning
        self._watch = Watch(learning.model, learning.data, learning.history)
        self._views: list[View] = views_for(self._watch)
        for op, value in self.options.items():
            self._watch.set(op, value)

    def set_option(self, op: str, value: Any) -> None:
        """Set a view option, such as the axes or a pinned sample."""
        self.options[op] = value
        self._watch.set(op, value)

    def probe(self, value: Any) -> dict[str, Any]:
        """Return what becomes of one sample, or what one code decodes to."""
        return self._watch.probe(value)

    @property
    def behind(self) -> bool:
        """Whether something that a full frame shows is older than the weights."""
        return self._watch.behind

    def catch_up(self) -> None:
        """Bring a share of it up to date."""
        self._watch.catch_up()

    def due(self, *, full: bool) -> bool:
        """Return whether it is time for the next frame.

        Before a partial frame the training gets its share of the CPU time; a full frame, which
        somebody asked for, ignores this budget.
        """
        wall, cpu = self._after
        return time.monotonic() >= wall and (full or time.thread_time() >= cpu)

    def take(self, said: dict[str, Any], *, full: bool) -> bytes:
        """Return a frame; ``said`` is what the run itself says in the header."""
        began = time.thread_time()
        self.seq += 1
        header = self._header() | said | {"full": full}
        self._watch.take_time(said.get("state") not in LIVE)
        if full:
            frame = self._full = self._whole(header)
            self._moving.clear()
        else:
            frame = frames.pack(header, self._share())
            self._moving.append(frame)
        ended = time.thread_time()
        self._after = (time.monotonic() + SECONDS, ended + min(SHARE * (ended - began), LONGEST))
        return frame

    def picture(self, said: dict[str, Any]) -> Callable[[], bytes] | None:
        """Return what makes the last picture, as those who look have it; None if there was none.

        It may be called from another thread. ``said`` replaces what the header says.
        """
        full, moving = self._full, tuple(self._moving)
        return partial(_restated, full, moving, said) if full else None

    def _whole(self, header: dict[str, Any]) -> bytes:
        """Return a frame with all parts of all views."""
        parts = [part for view in self._views for part in view.parts(None)]
        return frames.pack(header | {"views": [v.head() for v in self._views]}, parts)

    def _share(self) -> list[frames.Part]:
        """Return the parts of this turn; who comes last may find no room, so they take turns."""
        self._turn += 1
        parts, size = [], HEADER_BYTES
        shown = [view for view in self._views if self._watch.shows(view.name)]
        first = self._turn % len(shown) if shown else 0
        for view in shown[first:] + shown[:first]:
            found = view.parts(self._turn)
            more = sum(part.array.nbytes + 150 for part in found)
            if size + more <= FRAME_BYTES:
                size += more
                parts += found
        return parts

    def _header(self) -> dict[str, Any]:
        learning, history = self.learning, self.learning.history
        return {
            "run": self.run,
            "seq": self.seq,
            "index": learning.index,
            "epoch": learning.epoch,
            "epochs": learning.model.epochs,
            "updates": learning.updates,
            "rate": learning.rate,
            "speed": learning.clock.speed,
            "seconds": learning.clock.seconds,
            "caution": learning.caution,
            "minimises": learning.model.minimises,
            "options": self._watch.options(),
            "first": history.first,
            "loss": history.last,
            "heldout": history.heldout_loss,
            "changes": [list(change) for change in history.changes[-CHANGES:]],
        }


def _restated(full: bytes, moving: tuple[bytes, ...], said: dict[str, Any]) -> bytes:
    """Return a full frame with what came after it, and with other words in its header."""
    header, parts = frames.unpack(frames.merged(full, moving))
    return frames.pack(header | said, parts)
