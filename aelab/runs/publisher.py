"""The frames of a run, within a share of its processor time."""

import math
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from aelab import frames
from aelab.runs.protocol import LIVE
from aelab.training.evaluation import Evaluation
from aelab.training.learning import Learning
from aelab.views.base import View, views_for
from aelab.views.context import Context
from aelab.views.probes import Probe

FRAME_BYTES = 60_000  # maximum size of a moving frame
HEADER_BYTES = 4_000  # of which the header may take so many
CHANGES = 100  # maximum number of changes of the rate in a header
SECONDS = 0.1  # minimum time between two frames
SHARE = 9  # training gets this many times the processor time that frames get
MOVING = 20  # moving frames that are stored: after so many, every share has been renewed
LONGEST = 0.3  # maximum processor time to wait after an expensive frame, in seconds


class FramePublisher:
    """Makes frames of a training, and decides when the next one may be made."""

    def __init__(self, run: str, learning: Learning) -> None:
        """Make frames of ``learning``, the training of ``run``."""
        self.run, self.learning = run, learning
        self.options: dict[str, Any] = {}
        self.seq = 0
        self._share_number = 0
        self._next = (0.0, 0.0)  # when the next frame is due: wall time, processor time
        self._full = b""  # the last full frame, and the moving ones after it
        self._moving: deque[bytes] = deque(maxlen=MOVING)
        self.renew()

    def renew(self) -> None:
        """Begin to show another training, with the same view options."""
        learning = self.learning
        self._context = Context(learning.model, learning.data, learning.history)
        self._views: list[View] = views_for(self._context)
        for op, value in self.options.items():
            self._context.set(op, value)

    def set_option(self, op: str, value: Any) -> None:
        """Set a view option, such as the axes or a pinned sample."""
        self.options[op] = value
        self._context.set(op, value)

    def probe(self, value: object) -> Probe:
        """Return the reconstruction of a sample, or what a code is decoded to."""
        return self._context.probe(value)

    @property
    def behind(self) -> bool:
        """Whether a part of a full frame was computed with older weights."""
        return self._context.behind

    def catch_up(self) -> None:
        """Compute a share of these parts again."""
        self._context.catch_up()

    def due(self, *, full: bool) -> bool:
        """Return whether it is time for the next frame.

        Before a moving frame the training gets its share of the processor time; full frames
        ignore this budget.
        """
        wall, cpu = self._next
        return time.monotonic() >= wall and (full or time.thread_time() >= cpu)

    def take(self, status: dict[str, Any], *, full: bool) -> bytes:
        """Return a frame; ``status`` is added to its header."""
        began = time.thread_time()
        self.seq += 1
        header = self._header() | status | {"full": full}
        self._context.take_time(status.get("state") not in LIVE)
        if full:
            frame = self._full = self._whole(header)
            self._moving.clear()
        else:
            frame = frames.pack(header, self._share())
            self._moving.append(frame)
        ended = time.thread_time()
        self._next = (time.monotonic() + SECONDS, ended + min(SHARE * (ended - began), LONGEST))
        return frame

    def picture(self, status: dict[str, Any]) -> Callable[[], bytes] | None:
        """Return a function that makes the frame that browsers show now, None if there is none.

        It may be called from another thread. ``status`` replaces parts of the header.
        """
        full, moving = self._full, tuple(self._moving)
        return partial(_merged, full, moving, status) if full else None

    def _whole(self, header: dict[str, Any]) -> bytes:
        """Return a frame with all parts of all views."""
        parts = [part for view in self._views for part in view.parts(None)]
        return frames.pack(header | {"views": [v.head() for v in self._views]}, parts)

    def _share(self) -> list[frames.Part]:
        """Return the next share of the parts of the shown views, as many as fit into a frame.

        Each frame begins with another view, so that none is always left out.
        """
        self._share_number += 1
        parts, size = [], HEADER_BYTES
        shown = [view for view in self._views if self._context.shows(view.name)]
        first = self._share_number % len(shown) if shown else 0
        for view in shown[first:] + shown[:first]:
            share = view.parts(self._share_number)
            added = sum(part.array.nbytes + 150 for part in share)
            if size + added <= FRAME_BYTES:
                size += added
                parts += share
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
            "options": self._context.options(),
            "first": history.first,
            "loss": history.last,
            "heldout": history.heldout_loss,
            "heldout_samples": learning.heldout_samples,
            "final": history.final and _final(history.final),
            "changes": [list(change) for change in history.changes[-CHANGES:]],
        }


def _final(final: Evaluation) -> dict[str, Any]:
    """Return the final evaluation as plain data; an error that is not known is null."""
    error = final.error if math.isfinite(final.error) else None
    return {"terms": list(final.terms.values()), "error": error}


def _merged(full: bytes, moving: tuple[bytes, ...], status: dict[str, Any]) -> bytes:
    """Return a full frame with the moving ones after it, and another status in its header."""
    header, parts = frames.unpack(frames.merged(full, moving))
    return frames.pack(header | status, parts)
