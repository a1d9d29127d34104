"""A run as the web server knows it, and those who look at it."""

import logging
import secrets
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aelab import frames
from aelab.cluster.transitions import MOVES, Phase
from aelab.home import write
from aelab.runs import checkpoints
from aelab.runs.channel import Command, Reply, settle
from aelab.runs.protocol import ENDED, VIEWING, State
from aelab.spec import Spec

FRESH_SECONDS = 3.0  # a picture not older than this needs only the next moving frame
MOST_ORDERS = 32  # that wait for a run to be on a worker
MOVING = 20  # moving frames kept: after so many, every share has come round
TOO_MANY_ORDERS = "Too many commands wait for this run: wait until it is on a worker."


log = logging.getLogger(__name__)


class Watcher:
    """One who looks at a run: the newest frame not yet sent, and whether the status changed.

    ``wake`` is called, from any thread, when there is something to send.
    """

    def __init__(self, job: "Job", wake: Callable[[], None]) -> None:
        """Look at ``job``."""
        self.job, self.wake = job, wake
        self._lock = threading.Lock()
        self._ready, self._changed = True, True
        self._full = self._moving = b""
        self._begun = False  # a moving frame means nothing before a full one

    @property
    def ready(self) -> bool:
        """Whether the last frame was drawn and none waits to be sent."""
        return self._ready and not (self._full or self._moving)

    def give(self, frame: bytes, *, full: bool) -> None:
        """Keep a frame to be sent: a full one replaces what waits, a moving one only its like."""
        with self._lock:
            if full:
                self._full, self._moving, self._begun = frame, b"", True
            elif self._begun:
                self._moving = frame
        self.wake()

    def notice(self) -> None:
        """Note that the status changed."""
        self._changed = True
        self.wake()

    def drawn(self) -> None:
        """Note that the last frame was drawn; the next one may be sent."""
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


@dataclass(eq=False)
class Job:
    """A run: its Spec, its owner, its state, and where it is."""

    id: str
    spec: Spec
    owner: str  # the session; whose later run replaces this one
    shown: bool = True
    state: State = State.QUEUED
    message: str = ""
    fix: Mapping[str, Any] | None = None
    rate: float | None = None
    pace: int = 0  # updates per second to watch it at; 0 is as fast as it goes
    index: int = 0
    position: int = 0  # in the queue; 1 is next, 0 is not queued
    phase: Phase = Phase.WAITING
    life: int = 0
    turn: int = 0
    begin: State = State.RUNNING
    end: State | None = None  # of a run that has ended and is only shown again
    address: str = ""
    parking: bool = False
    leaving: float = 0.0  # since when it has been told to stop or to give its slot back
    stopping: bool = False  # whether somebody has asked for its end
    stops: list[Command] = field(default_factory=list)  # that its worker has not answered yet
    why: str = ""  # it is set aside, to be said once it is
    launched: float = 0.0  # when it got its slot
    visitor: str = ""  # whose it is, over all tabs; who shares slots fairly
    resumes: bool = False  # its workers died: Play goes on from the checkpoint, not afresh
    is_kept: bool = True  # whether the last frame of a run that is over is on disk
    carried: bytes = b""  # the checkpoint that could not be written
    frame: bytes = b""  # the last full one
    moving: deque[bytes] = field(default_factory=lambda: deque(maxlen=MOVING))  # those after it
    pictured: float = 0.0  # when the last frame came
    orders: list[Command] = field(default_factory=list)  # for when it is on a worker
    watchers: set[Watcher] = field(default_factory=set)
    left: float = field(default_factory=time.monotonic)  # when the last watcher left
    since: float = field(default_factory=time.monotonic)  # when the state was taken up

    def __post_init__(self) -> None:
        """Let a run of no known visitor be its session's."""
        self.visitor = self.visitor or self.owner

    @property
    def viewers(self) -> int:
        """How many look at it."""
        return len(self.watchers)

    @property
    def unseen(self) -> bool:
        """Whether it has or wants a slot to be watched, and nobody does."""
        active = self.has_slot or self.phase is Phase.WAITING
        return active and self.shown and not self.watchers

    def status(self) -> dict[str, Any]:
        """Return what a browser is told beside the frames."""
        said = {"state": self.state, "queue": self.position, "ack": None}
        return said | {"message": self.message, "fix": self.fix}

    def reply(self, *, ok: bool = True) -> Reply:
        """Return the reply to a command that no worker was asked for."""
        return {"ok": ok, "state": self.state, "index": self.index, "message": self.message}

    def order(self, command: Command) -> None:
        """Keep a command for when the run is on a worker.

        Of those that only choose what is seen the last one of a kind counts; more than
        `MOST_ORDERS` of the others are refused.
        """
        if command.op in VIEWING:
            for earlier in [o for o in self.orders if o.op == command.op]:
                self.orders.remove(earlier)
                settle(earlier.done, self.reply())
        if len(self.orders) >= MOST_ORDERS:
            return settle(command.done, self.reply(ok=False) | {"message": TOO_MANY_ORDERS})
        self.orders.append(command)

    def tell(self, state: State, message: str = "", fix: Mapping[str, Any] | None = None) -> None:
        """Take up a state, and let all who look know."""
        if state != self.state:
            self.since = time.monotonic()
        changed = (state, message, fix) != (self.state, self.message, self.fix)
        self.state, self.message, self.fix = state, message, fix
        if changed:
            self.notice()

    def move(self, position: int) -> None:
        """Note the position in the queue."""
        if position != self.position:
            self.position = position
            self.notice()

    def notice(self) -> None:
        """Let all who look know that the status changed."""
        for watcher in tuple(self.watchers):
            watcher.notice()

    def deliver(self, frame: bytes, *, full: bool) -> None:
        """Give a frame to all who look; keep the last full one and those after it."""
        self.pictured = time.monotonic()
        if full:
            self.frame = frame
            self.moving.clear()
        elif self.frame:
            self.moving.append(frame)
        for watcher in tuple(self.watchers):
            watcher.give(frame, full=full)

    @property
    def fresh(self) -> bool:
        """Whether the last frame is newer than FRESH_SECONDS."""
        return bool(self.frame) and time.monotonic() - self.pictured < FRESH_SECONDS

    def picture(self) -> bytes:
        """Return all that is known of the picture, as a full frame; there must be one."""
        return frames.merged(self.frame, tuple(self.moving))  # more may come meanwhile

    # Where it goes. Nobody else assigns its phase.

    def _go(self, phase: Phase) -> None:
        """Be in another phase; `RuntimeError` if none leads there from this one."""
        if phase is not self.phase:
            if phase not in MOVES[self.phase]:
                raise RuntimeError(f"A run that is {self.phase.value} cannot be {phase.value}.")
            self.phase = phase

    def wait(self) -> None:
        """Enter the queue."""
        self._go(Phase.WAITING)

    def launch(self) -> None:
        """Leave the queue for a worker, for another turn."""
        self._go(Phase.STARTING)
        self.turn += 1
        self.launched = time.monotonic()

    def arrive(self, address: str) -> None:
        """Be on the worker at an address."""
        self._go(Phase.LIVE)
        self.address, self.parking = address, False

    def lose(self) -> None:
        """Be on the way to another worker, since this one is lost."""
        self._go(Phase.STARTING)
        self.address, self.parking = "", False

    def set_aside(self, why: str = "") -> None:
        """Have no slot and wait for Play; ``why`` is shown."""
        self._go(Phase.ASIDE)
        self.tell(State.PAUSED, why)

    @property
    def has_slot(self) -> bool:
        """Whether it is on a worker or on its way to one."""
        return self.phase in (Phase.STARTING, Phase.LIVE)

    def afresh(self) -> None:
        """Begin another life, with fresh weights, at the next turn."""
        self.life, self.end, self.resumes, self.carried = self.life + 1, None, False, b""

    def over(self, state: State, message: str = "", fix: Mapping[str, Any] | None = None) -> None:
        """Take up the state of the end, and keep the last frame there is with that state."""
        self._go(Phase.OVER)
        self.end = None
        self.parking, self.stopping, self.leaving = False, False, 0.0
        self.tell(state, message, fix)
        if not self.frame:
            return
        header, parts = frames.unpack(self.frame)
        if header["state"] != state:
            said = {"state": state, "message": message, "fix": fix, "speed": 0.0}
            self.deliver(frames.pack(header | said, parts), full=True)
        self.is_kept = self._keep()
        if self.is_kept and not self.watchers:
            self.frame = b""

    def _keep(self) -> bool:
        """Write the last frame unless it is there; say whether it is on disk now."""
        path = checkpoints.folder(self.id) / checkpoints.LAST_FRAME
        try:
            if last_frame(self.id) != self.frame:
                write(path, self.frame)
        except OSError as problem:
            log.warning("The last frame of run %s could not be kept: %s", self.id, problem)
            return False
        return True


def last_frame(run: str) -> bytes:
    """Return the last frame that a run left on disk, empty if there is none that can be read."""
    try:
        frame = (checkpoints.folder(run) / checkpoints.LAST_FRAME).read_bytes()
        frames.unpack(frame)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return b""
    return frame


def restored(run: str) -> Job | None:
    """Return a run of an earlier server from its checkpoint: over, or set aside."""
    try:
        notes = checkpoints.notes(run)
        if notes is None:
            return None
        job = Job(run, Spec.from_json(notes["spec"]), secrets.token_urlsafe(16))
        job.visitor = ""  # is not kept: see `Cluster.watch`
        state = State(notes["state"])
        job.life, job.turn, job.index = notes["life"], notes["turn"], notes["index"]
        job.rate, job.message, job.fix = notes["rate"], notes["message"], notes["fix"]
    except (ValueError, KeyError, TypeError):  # no id, or a run of another version of the lab
        return None
    over = state in ENDED
    job.phase = Phase.OVER if over else Phase.ASIDE
    job.state = state if over else State.PAUSED
    return job
