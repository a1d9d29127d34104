"""A run as the web server knows it: its state, its phase, its last frame, its subscriptions."""

import logging
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aelab import frames
from aelab.cluster.events import Place
from aelab.cluster.subscription import Subscription
from aelab.cluster.transitions import MOVES, Phase
from aelab.runs.attempt import Attempt
from aelab.runs.channel import Command, Reply, settle
from aelab.runs.last_frame import store
from aelab.runs.protocol import VIEWING, State
from aelab.spec import Spec

FRESH_SECONDS = 3.0  # a frame not older than this needs only the next moving frame
MOST_PENDING = 32  # commands that wait for a run to be on a worker
MOVING = 20  # moving frames that are stored: after so many, every share has been renewed
TOO_MANY_PENDING = "Too many commands wait for this run: wait until it is on a worker."

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Job:
    """A run: its Spec, its owner, its state, and where it is."""

    id: str
    spec: Spec
    owner: str  # the session; a later run of it replaces this one
    shown: bool = True  # whether it is for a page, and stops when no page shows it
    state: State = State.QUEUED
    message: str = ""
    fix: Mapping[str, Any] | None = None
    rate: float | None = None
    pace: int = 0  # updates per second to show it at; 0 is as fast as possible
    index: int = 0  # updates done, as of the last reply
    position: int = 0  # in the queue; 1 is next, 0 is not queued
    phase: Phase = Phase.WAITING
    generation: int = 0  # how often it has been started with fresh weights
    attempt: int = 0  # the sequence number of its last attempt on a worker
    begin: State = State.RUNNING  # the state that its next attempt begins in
    end: State | None = None  # the final state of a run that has ended and is only shown again
    address: str = ""  # of its worker
    suspending: bool = False  # whether it has been told to leave its worker, or leaves it
    leaving_since: float = 0.0  # when it was told to stop or to suspend
    stopping: bool = False  # whether somebody has asked for its end
    sent: list[Command] = field(default_factory=list)  # to a worker, and not answered yet
    reason: str = ""  # why it stops or is suspended, shown once it is
    launched: float = 0.0  # when it got its slot
    visitor: str = ""  # whose it is, over all tabs; slots are shared fairly between visitors
    resumes: bool = False  # its workers died: Play continues from the checkpoint
    is_stored: bool = True  # whether the last frame of a run that is over is on disk
    carried: bytes = b""  # the checkpoint that could not be written
    frame: bytes = b""  # the last full one
    moving: deque[bytes] = field(default_factory=lambda: deque(maxlen=MOVING))  # those after it
    frame_time: float = 0.0  # when the last frame came
    pending: list[Command] = field(default_factory=list)  # commands for when it is on a worker
    subscriptions: set[Subscription] = field(default_factory=set)
    unwatched_since: float = field(default_factory=time.monotonic)
    state_since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Assign a run of no visitor to its session."""
        self.visitor = self.visitor or self.owner

    @property
    def viewers(self) -> int:
        """How many browsers show it."""
        return len(self.subscriptions)

    @property
    def unseen(self) -> bool:
        """Whether it is for a page, has or wants a slot, and no page shows it."""
        active = self.has_slot or self.phase is Phase.WAITING
        return active and self.shown and not self.subscriptions

    @property
    def place(self) -> Place:
        """Its last attempt and the worker that it is on."""
        return Place(self.id, self.attempt, self.address)

    @property
    def next_attempt(self) -> Attempt:
        """What a worker is sent with the run."""
        rate = self.rate if self.generation else None
        return Attempt(
            self.generation, self.attempt, self.begin, rate, pace=self.pace, carried=self.carried
        )

    def status(self) -> dict[str, Any]:
        """Return what a browser is sent besides the frames."""
        status = {"state": self.state, "queue": self.position, "ack": None}
        return status | {"message": self.message, "fix": self.fix}

    def reply(self, *, ok: bool = True) -> Reply:
        """Return the reply to a command that no worker was asked for."""
        return {"ok": ok, "state": self.state, "index": self.index, "message": self.message}

    def postpone(self, command: Command) -> None:
        """Store a command until the run is on a worker.

        Of those that only choose what is shown the last one of a kind counts; more than
        `MOST_PENDING` of the others are refused.
        """
        if command.op in VIEWING:
            for earlier in [c for c in self.pending if c.op == command.op]:
                self.pending.remove(earlier)
                settle(earlier.done, self.reply())
        if len(self.pending) >= MOST_PENDING:
            return settle(command.done, self.reply(ok=False) | {"message": TOO_MANY_PENDING})
        self.pending.append(command)

    def take_sent(self) -> list[Command]:
        """Return the commands that were sent and not answered, and forget them."""
        sent, self.sent = self.sent, []
        return sent

    def take_pending(self) -> list[Command]:
        """Return the postponed commands and forget them."""
        pending, self.pending = self.pending, []
        return pending

    def set_state(
        self, state: State, message: str = "", fix: Mapping[str, Any] | None = None
    ) -> None:
        """Set state and message, and notify all subscriptions if they changed."""
        if state != self.state:
            self.state_since = time.monotonic()
        changed = (state, message, fix) != (self.state, self.message, self.fix)
        self.state, self.message, self.fix = state, message, fix
        if changed:
            self.notify()

    def set_position(self, position: int) -> None:
        """Set the position in the queue."""
        if position != self.position:
            self.position = position
            self.notify()

    def notify(self) -> None:
        """Tell all subscriptions that the status changed."""
        for subscription in tuple(self.subscriptions):
            subscription.status_changed()

    # Its frames.

    @property
    def wants_frame(self) -> bool:
        """Whether a browser is ready for the next frame."""
        return any(subscription.ready for subscription in tuple(self.subscriptions))

    def deliver(self, frame: bytes, *, full: bool) -> None:
        """Give a frame to all subscriptions; store the last full one and those after it."""
        self.frame_time = time.monotonic()
        if full:
            self.frame = frame
            self.moving.clear()
        elif self.frame:
            self.moving.append(frame)
        for subscription in tuple(self.subscriptions):
            subscription.give(frame, full=full)

    @property
    def fresh(self) -> bool:
        """Whether the last frame is newer than FRESH_SECONDS."""
        return bool(self.frame) and time.monotonic() - self.frame_time < FRESH_SECONDS

    def picture(self) -> bytes:
        """Return the last full frame with the moving ones after it; there must be a full one."""
        return frames.merged(self.frame, tuple(self.moving))  # another thread may add to them

    def _store_frame(self) -> bool:
        """Write the last frame; return whether it is on disk."""
        try:
            store(self.id, self.frame)
        except OSError as problem:
            log.warning("The last frame of run %s could not be stored: %s", self.id, problem)
            return False
        return True

    # Its phase, which only these methods assign.

    def _enter(self, phase: Phase) -> None:
        """Enter another phase.

        Raises:
            RuntimeError: If there is no move from this phase to that one.

        """
        if phase is not self.phase:
            if phase not in MOVES[self.phase]:
                raise RuntimeError(f"A run that is {self.phase.value} cannot be {phase.value}.")
            self.phase = phase

    @property
    def has_slot(self) -> bool:
        """Whether it is on a worker or on its way to one."""
        return self.phase in (Phase.STARTING, Phase.LIVE)

    def wait(self) -> None:
        """Enter the queue."""
        self._enter(Phase.WAITING)

    def launch(self) -> None:
        """Leave the queue for a worker, with another attempt."""
        self._enter(Phase.STARTING)
        self.attempt += 1
        self.launched = time.monotonic()

    def arrive(self, address: str) -> None:
        """Be on the worker at an address."""
        self._enter(Phase.LIVE)
        self.address, self.suspending = address, False

    def lose_worker(self) -> None:
        """Be on the way to another worker, since this one is lost."""
        self._enter(Phase.STARTING)
        self.address, self.suspending = "", False

    def suspend(self, reason: str = "") -> None:
        """Have no slot and wait for Play; the reason is shown."""
        self._enter(Phase.SUSPENDED)
        self.set_state(State.PAUSED, reason)

    def left_worker(self) -> None:
        """Forget the worker, which the run has left."""
        self.suspending, self.leaving_since, self.address = False, 0.0, ""

    def renew(self) -> None:
        """Begin another generation, with fresh weights, at the next attempt."""
        self.generation, self.end = self.generation + 1, None
        self.resumes, self.carried = False, b""

    def finish(
        self, state: State, message: str = "", fix: Mapping[str, Any] | None = None
    ) -> None:
        """Enter the final state, and store the last frame, if there is one, with that state."""
        self._enter(Phase.OVER)
        self.end = None
        self.suspending, self.stopping, self.leaving_since = False, False, 0.0
        self.set_state(state, message, fix)
        if not self.frame:
            return
        header, parts = frames.unpack(self.frame)
        if header["state"] != state:
            final = {"state": state, "message": message, "fix": fix, "speed": 0.0}
            self.deliver(frames.pack(header | final, parts), full=True)
        self.is_stored = self._store_frame()
        if self.is_stored and not self.subscriptions:
            self.frame = b""
