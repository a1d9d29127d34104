"""A run: a training that obeys commands, shows frames to who looks, and keeps checkpoints."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from aelab import checkpoints
from aelab.channel import GONE, LIVE, LOOKS, Channel, Command, Reply, settle
from aelab.home import write
from aelab.learning import Learning
from aelab.params import InputError
from aelab.registry import DATASETS, MODELS, VIEWS
from aelab.snapshots import Snapshots
from aelab.spec import Spec
from aelab.training import snapshot, train

SAVE_SECONDS = 2.0  # between two checkpoints
SAVE_SOON = 0.25  # from a command to the checkpoint that has it
SAVE_SHARE = 20  # training gets this many times the time that checkpoints get
LINGER_SECONDS = 1.0  # how long a run that has ended, looked at again, waits for another command
SINGLY = 1000  # updates per second up to which a run at a pace does them one by one
LATE = 0.1  # seconds of updates that a run at a pace catches up with, at most


@dataclass(frozen=True)
class Ticket:
    """Which of a run's lives this is, which turn on a worker, and in what state it begins.

    A life begins with fresh weights, a turn each time that the run gets a slot. A run that has
    ended gets a turn in the state of its end to be looked at. ``rate`` is a fresh life's own, and
    ``pace`` the updates per second to begin with, 0 for as fast as it goes.
    """

    life: int = 0
    turn: int = 0
    begin: str = "running"
    rate: float | None = None
    pace: int = 0


@dataclass(frozen=True)
class Ending:
    """How a turn of a run ended: its state (paused if it gave its slot back), its last frame."""

    state: str
    message: str = ""
    fix: Mapping[str, Any] | None = None
    rate: float | None = None
    index: int = 0
    frame: bytes = b""


class Run:
    """One turn of a run on a worker."""

    def __init__(
        self, spec: Spec, channel: Channel, run: str, ticket: Ticket | None = None
    ) -> None:
        """Get the run ready, from its checkpoint if this life has one."""
        self.id, self.channel, self.ticket = run, channel, ticket or Ticket()
        self.state = self.ticket.begin
        self.message = ""
        self.fix: Mapping[str, Any] | None = None
        self._over = False
        self._full = True  # the next frame is to be a full one
        self._saved: dict[str, Any] = {}
        self._keeper = checkpoints.Keeper(run)
        self.learning = Learning(spec)
        self.snapshots = Snapshots(run, self.learning)
        kept = checkpoints.read(run)
        if kept is not None and kept.notes["life"] == self.ticket.life:
            self._resume(kept)
        elif self.ticket.rate is not None:
            self.learning.restart(self.ticket.rate)
            self.snapshots.renew()
        if self.ticket.pace:
            self.snapshots.look("pace", self.ticket.pace)
        self._save_due = time.monotonic() + SAVE_SECONDS
        self._linger = time.monotonic() + LINGER_SECONDS
        self._next = 0.0  # when the next update of a run at a pace is due

    def go(self) -> Ending:
        """Run until the training is over or a command ends this turn."""
        while not self._over:
            if self.channel.commanded:
                for command in self.channel.take():
                    self._obey(command)
                continue
            if self.state == "running" and time.monotonic() >= self._next:
                self._update()
            else:
                self._wait()
            if not self._over and self._wanted():
                self._publish()
            if not self._over and time.monotonic() >= self._save_due and not self._keeper.busy:
                self._save()
        self._save()
        self._keeper.wait()
        self._full = True
        frame = self._publish()
        write(checkpoints.folder(self.id) / checkpoints.LAST_FRAME, frame)
        learning = self.learning
        return Ending(self.state, self.message, self.fix, learning.rate, learning.index, frame)

    def _resume(self, kept: checkpoints.Checkpoint) -> None:
        """Go on from a checkpoint; after a death in this turn also in the state of then."""
        notes = kept.notes
        self.learning.resume(kept.arrays, notes)
        self.snapshots.looks, self.snapshots.seq = notes["looks"], notes["seq"]
        self.snapshots.renew()
        if notes["turn"] == self.ticket.turn:
            self.state = notes["state"]
        if self.state not in LIVE:
            self.message, self.fix = notes["message"], notes["fix"]

    def _update(self) -> None:
        """Do the next step; at a pace, note when the one after it is due."""
        pace, before = self._pace, self.learning.index
        self.learning.update(single=0 < pace <= SINGLY)
        if pace:
            done = max(0, self.learning.index - before)
            self._next = max(self._next, time.monotonic() - LATE) + done / pace
        self._judge()

    @property
    def _pace(self) -> int:
        """Updates per second at which somebody wants to watch; 0 is as fast as it goes."""
        pace = self.snapshots.looks.get("pace")
        return pace if type(pace) is int and pace > 0 else 0

    def _read(self) -> None:
        self.learning.read()
        self._judge()

    def _judge(self) -> None:
        """End this turn if the training is over."""
        verdict = self.learning.verdict
        if verdict is not None and self.state in LIVE:
            self.state, self.message, self.fix = verdict.state, verdict.message, verdict.fix
            self._over = True

    def _wait(self) -> None:
        """Wait for a command, or until the next update is due, or for long enough.

        A paused run brings up to date what was too much to be renewed at once.
        """
        if self.state == "paused" and self.snapshots.behind:
            self.snapshots.catch_up()
            self._full = self._full or not self.snapshots.behind
            return
        due = self._next - time.monotonic() if self.state == "running" else LINGER_SECONDS
        self.channel.rest(max(0.0, min(due, LINGER_SECONDS / 4)))
        if self.state not in LIVE and time.monotonic() > self._linger:
            self._over = not self.channel.commanded

    # Commands. A method `_on_...` puts one in force.

    def _obey(self, command: Command) -> None:
        """Put a command in force and then say so; show what it did if nothing moves."""
        self._linger = time.monotonic() + LINGER_SECONDS
        look = command.op in (*LOOKS, "full")
        if self._over or (self.state not in LIVE and not look):
            self._over = True
            return settle(command.done, GONE)
        seen = partial(self._look, command.op) if look else None
        act: Callable[[Any], Reply | None] | None = getattr(self, f"_on_{command.op}", seen)
        if act is None:
            return settle(command.done, self._reply(f"“{command.op}” is not a command."))
        try:
            found = act(command.value)
        except InputError as problem:
            return settle(command.done, self._reply(str(problem)))
        settle(command.done, self._reply() | (found or {}))
        if not look:
            self._save_due = min(self._save_due, time.monotonic() + SAVE_SOON)
        if self._full and self.state != "running" and not self._over:
            self._publish()

    def _reply(self, problem: str = "") -> Reply:
        return {
            "ok": not problem,
            "state": self.state,
            "index": self.learning.index,
            "rate": self.learning.rate,
            "message": problem or self.message,
            "fix": self.fix,
        }

    def _on_play(self, _: Any) -> None:
        self.state = "running"

    def _on_pause(self, _: Any) -> None:
        self._read()
        if self.state == "running":
            self.state, self._full = "paused", True

    def _on_step(self, _: Any) -> None:
        self._on_pause(None)
        if self.state == "paused":
            self.learning.update(single=True)
            self._read()
            self._full = True

    def _on_stop(self, why: Any) -> None:
        self._read()
        if not self._over:
            self.state, self.message, self._over = "stopped", str(why or ""), True

    def _on_reset(self, _: Any) -> None:
        self.state, self._full = "paused", True
        self.learning.restart(self.learning.rate)
        self.snapshots.renew()

    def _on_park(self, _: Any) -> None:
        self._read()
        if not self._over:
            self.state, self._over = "paused", True

    def _on_rate(self, value: Any) -> None:
        try:
            rate = float(value)
        except (TypeError, ValueError, OverflowError):
            raise InputError("A learning rate is a number.") from None
        self.learning.change_rate(rate)
        self._full = self._full or self.state == "paused"

    def _look(self, op: str, value: Any) -> None:
        """Look at something else; it shows at once."""
        self.snapshots.look(op, value)
        self._full = True

    def _on_pace(self, value: Any) -> None:
        self.snapshots.look("pace", value)
        self._next = 0.0

    def _on_probe(self, value: Any) -> Reply:
        return {"probe": self.snapshots.probe(value)}

    def _on_full(self, _: Any) -> None:
        self._full = True

    # Frames and checkpoints.

    def _wanted(self) -> bool:
        """Return whether a frame is to be made: somebody waits for one, and it is time."""
        something = self._full or self.state == "running"
        return something and self.snapshots.due(full=self._full) and self.channel.wanted()

    def _publish(self) -> bytes:
        self._read()
        full, self._full = self._full or self._over, False
        said = {"state": self.state, "message": self.message, "fix": self.fix} | self._speed()
        frame = self.snapshots.take(said, full=full)
        self.channel.publish(frame, full=full)
        return frame

    def _speed(self) -> dict[str, float]:
        """Return the samples per second, where they are not those of the training alone."""
        if self.state != "running":
            return {"speed": 0.0}
        learning = self.learning
        paced = self._pace * learning.samples_per_update
        return {"speed": paced} if 0 < paced < learning.clock.speed else {}

    def _save(self) -> None:
        """Write a checkpoint, unless nothing has changed since the last one."""
        began = time.monotonic()
        self._read()
        notes = self.learning.notes() | {
            "spec": self.learning.spec.to_json(),
            "life": self.ticket.life,
            "turn": self.ticket.turn,
            "state": self.state,
            "message": self.message,
            "fix": self.fix,
            "looks": dict(self.snapshots.looks),
        }
        if notes != self._saved:
            self._saved = notes
            self._keeper.put(self.learning.arrays(), notes | {"seq": self.snapshots.seq})
        now = time.monotonic()
        self._save_due = now + max(SAVE_SECONDS, SAVE_SHARE * (now - began))


def warm() -> None:
    """Import what a run needs and train every model a little, so that a run starts at once."""
    for registry in (DATASETS, VIEWS):
        len(registry)
    x = np.random.default_rng(0).random((64, 4), np.float32)
    for made in MODELS.values():
        model = made()
        next(train(model, x))
        model.decode(model.encode(x) if model.encodes else x[:, : model.latent])
        snapshot(model)
