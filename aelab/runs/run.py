"""A run: a training that obeys commands, shows frames to who looks, and keeps checkpoints."""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from aelab.params import InputError
from aelab.registry import DATASETS, MODELS, VIEWS
from aelab.runs import checkpoints
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import GONE, Channel, Command, Reply, settle
from aelab.runs.checkpoint_writer import Keeper
from aelab.runs.protocol import LIVE, VIEWING, Op, State
from aelab.runs.publisher import Snapshots
from aelab.spec import Spec
from aelab.training.learning import Learning
from aelab.training.loop import snapshot, train

SAVE_SECONDS = 2.0  # between two checkpoints
SAVE_SOON = 0.25  # from a command to the checkpoint that has it
SAVE_SHARE = 20  # training gets this many times the time that checkpoints get
LINGER_SECONDS = 1.0  # how long a run that has ended, looked at again, waits for another command
SINGLY = 1000  # updates per second up to which a run at a pace does them one by one
LATE = 0.1  # seconds of updates that a run at a pace catches up with, at most
CARRIED_BYTES = 8_000_000  # of a checkpoint that a run takes to its next turn itself, at most
UNKEPT = "the run goes on, but nothing of it is kept."
AGAIN = "The checkpoint of this run cannot be read: it began again."
NOTHING = "Nothing of this run was kept: press Play to run it again."

log = logging.getLogger(__name__)


class Run:
    """One attempt of a run on a worker."""

    def __init__(
        self, spec: Spec, channel: Channel, run: str, attempt: Attempt | None = None
    ) -> None:
        """Prepare the run, from its checkpoint if this generation has one.

        Args:
            spec: What to train.
            channel: Brings commands, and takes frames.
            run: The id of the run.
            attempt: How to begin; None for a first attempt.

        """
        self.id, self.channel, self.attempt = run, channel, attempt or Attempt()
        self.state = State(self.attempt.begin)
        self.message = ""
        self.fix: Mapping[str, Any] | None = None
        self._over = False
        self._full = True  # the next frame is to be a full one
        self._saved: dict[str, Any] = {}
        self._keeper = Keeper(run)
        self._caution = ""  # of what is shown now
        self._again = ""  # that the run began again, in a sentence
        self._begin(spec)
        resumed = self._take_up(spec)
        self._empty = not resumed and self.state not in LIVE  # it has ended, and nothing is left
        if not resumed and self.attempt.rate is not None:
            self.learning.restart(self.attempt.rate)
            self.snapshots.renew()
        if self.attempt.pace:
            self.snapshots.set_option("pace", self.attempt.pace)
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
            if self.state == State.RUNNING and time.monotonic() >= self._next:
                self._update()
            else:
                self._wait()
            if not self._over and self._wanted():
                self._publish()
            if not self._over and time.monotonic() >= self._save_due and not self._keeper.busy:
                self._save()
        return Ending(self.state, NOTHING) if self._empty else self._end()

    def _end(self) -> Ending:
        """Keep what is needed to go on or to be looked at again, and return how it ended."""
        self._save()
        self._keeper.wait()
        problem = self._keeper.problem
        carried = self._packed() if problem and self.state in LIVE else b""
        if problem and self.state not in LIVE:
            self.message = f"{self.message} {problem}: nothing of this run is kept.".strip()
        self._full = True
        frame = self._publish()
        self._keeper.show(frame)
        learning = self.learning
        return Ending(
            self.state, self.message, self.fix, learning.rate, learning.index, frame, carried
        )

    def _begin(self, spec: Spec) -> None:
        """Stand at step 0."""
        self.learning = Learning(spec)
        self.snapshots = Snapshots(self.id, self.learning)

    def _take_up(self, spec: Spec) -> bool:
        """Go on from the checkpoint of this life; return whether there is one.

        Of one that is broken the run begins again.
        """
        kept = checkpoints.read(self.id)
        broken = kept is None and checkpoints.exists(self.id)
        if self.attempt.carried and (
            kept is None or kept.notes.get("attempt") != self.attempt.number
        ):
            kept = checkpoints.unpacked(self.attempt.carried)
        if kept is not None and kept.notes.get("generation") == self.attempt.generation:
            try:
                self._resume(kept)
                return True
            except Exception:  # whatever a file holds, the training goes on
                log.exception("Run %s cannot go on from its checkpoint.", self.id)
                broken = True
                self._begin(spec)
        if broken:
            self._again = AGAIN
        return False

    def _resume(self, kept: checkpoints.Checkpoint) -> None:
        """Go on from a checkpoint; after a death in this turn also in the state of then."""
        notes = kept.notes
        state, message, fix = State(notes["state"]), notes["message"], notes["fix"]
        same_attempt = notes["attempt"] == self.attempt.number
        self.learning.resume(kept.arrays, notes)
        self.snapshots.options, self.snapshots.seq = notes["options"], notes["seq"]
        self.snapshots.renew()
        self.state = state if same_attempt else self.state
        if self.state not in LIVE:
            self.message, self.fix = message, fix

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
        pace = self.snapshots.options.get("pace")
        return pace if type(pace) is int and pace > 0 else 0

    def _read(self) -> None:
        self.learning.read()
        self._judge()

    def _judge(self) -> None:
        """End this turn if the training is over."""
        verdict = self.learning.verdict
        if verdict is not None and self.state in LIVE:
            self.state = State(verdict.state)
            self.message, self.fix = verdict.message, verdict.fix
            self._over = True

    def _wait(self) -> None:
        """Wait for a command, or until the next update is due, or for long enough.

        A paused run brings up to date what was too much to be renewed at once.
        """
        if self.state == State.PAUSED and self.snapshots.behind:
            self.snapshots.catch_up()
            self._full = self._full or not self.snapshots.behind
            return
        self._full = self._full or self._warning() != self._caution
        due = self._next - time.monotonic() if self.state == State.RUNNING else LINGER_SECONDS
        self.channel.rest(max(0.0, min(due, LINGER_SECONDS / 4)))
        if self.state not in LIVE and time.monotonic() > self._linger:
            self._over = not self.channel.commanded

    # Commands. A method `_on_...` puts one in force.

    def _obey(self, command: Command) -> None:
        """Put a command in force and then say so; show what it did if nothing moves."""
        self._linger = time.monotonic() + LINGER_SECONDS
        look = command.op in (*VIEWING, Op.FULL)
        if self._empty:
            return settle(command.done, self._reply(NOTHING))
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
        if self._full and self.state != State.RUNNING and not self._over:
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
        self.state = State.RUNNING

    def _on_pause(self, _: Any) -> None:
        self._read()
        if self.state == State.RUNNING:
            self.state, self._full = State.PAUSED, True

    def _on_step(self, _: Any) -> None:
        self._on_pause(None)
        if self.state == State.PAUSED:
            self.learning.update(single=True)
            self._read()
            self._full = True

    def _on_stop(self, why: Any) -> None:
        self._read()
        if not self._over:
            self.state, self.message, self._over = State.STOPPED, str(why or ""), True

    def _on_reset(self, _: Any) -> None:
        self.state, self._full = State.PAUSED, True
        self.learning.restart(self.learning.rate)
        self.snapshots.renew()

    def _on_suspend(self, _: Any) -> None:
        self._read()
        if not self._over:
            self.state, self._over = State.PAUSED, True

    def _on_rate(self, value: Any) -> None:
        try:
            rate = float(value)
        except (TypeError, ValueError, OverflowError):
            raise InputError("A learning rate is a number.") from None
        self.learning.change_rate(rate)
        self._full = self._full or self.state == State.PAUSED

    def _look(self, op: str, value: Any) -> None:
        """Look at something else; it shows at once."""
        self.snapshots.set_option(op, value)
        self._full = True

    def _on_pace(self, value: Any) -> None:
        self.snapshots.set_option("pace", value)
        self._next = 0.0

    def _on_probe(self, value: Any) -> Reply:
        return {"probe": self.snapshots.probe(value)}

    def _on_full(self, _: Any) -> None:
        self._full = True

    # Frames and checkpoints.

    def _wanted(self) -> bool:
        """Return whether a frame is to be made: somebody waits for one, and it is time."""
        something = (self._full or self.state == State.RUNNING) and not self._empty
        return something and self.snapshots.due(full=self._full) and self.channel.wanted()

    def _publish(self) -> bytes:
        self._read()
        full, self._full = self._full or self._over, False
        said = {"state": self.state, "message": self.message, "fix": self.fix} | self._speed()
        self._caution = self._warning()
        frame = self.snapshots.take(said | {"caution": self._caution}, full=full)
        self.channel.publish(frame, full=full)
        return frame

    def _warning(self) -> str:
        """Return what is to be warned of: of the rate, and of what is not kept."""
        problem = self._keeper.problem
        unkept = f"{problem}: {UNKEPT}" if problem else ""
        if problem is None:  # nothing has been written yet
            unkept = self.learning.data.unkept
        return " ".join(filter(None, (self.learning.caution, self._again, unkept)))

    def _picture(self) -> Callable[[], bytes] | None:
        """Return what makes the picture that is shown if the run is interrupted: paused."""
        said = {"state": State.PAUSED, "message": "", "fix": None, "speed": 0.0}
        return self.snapshots.picture(said | {"caution": self.learning.caution})

    def _speed(self) -> dict[str, float]:
        """Return the samples per second, where they are not those of the training alone."""
        if self.state != State.RUNNING:
            return {"speed": 0.0}
        learning = self.learning
        paced = self._pace * learning.samples_per_update
        return {"speed": paced} if 0 < paced < learning.clock.speed else {}

    def _save(self) -> None:
        """Write a checkpoint with its picture, unless nothing has changed since the last one."""
        if self._empty:
            return
        began = time.monotonic()
        self._read()
        notes = self._notes()
        if notes != self._saved or self._keeper.problem:
            self._saved = notes
            picture = self._picture() if self.state in LIVE else None
            self._keeper.put(self.learning.arrays(), self._numbered(notes), picture)
        now = time.monotonic()
        self._save_due = now + max(SAVE_SECONDS, SAVE_SHARE * (now - began))

    def _packed(self) -> bytes:
        """Return the checkpoint to be taken along, empty if that is too much."""
        try:
            packed = checkpoints.packed(self.learning.arrays(), self._numbered(self._notes()))
        except OSError:
            return b""
        return packed if len(packed) <= CARRIED_BYTES else b""

    def _numbered(self, notes: dict[str, Any]) -> dict[str, Any]:
        return notes | {"seq": self.snapshots.seq}

    def _notes(self) -> dict[str, Any]:
        return self.learning.notes() | {
            "spec": self.learning.spec.to_json(),
            "generation": self.attempt.generation,
            "attempt": self.attempt.number,
            "state": self.state,
            "message": self.message,
            "fix": self.fix,
            "options": dict(self.snapshots.options),
        }


def warm() -> None:
    """Import what a run needs and train every model a little, so that a run starts at once."""
    for registry in (DATASETS, VIEWS):
        len(registry)
    for made in MODELS.values():
        try:
            _rehearse(made())
        except OSError:  # numba could not keep what it compiled: it has it in memory now
            _rehearse(made())


def _rehearse(model: Any) -> None:
    """Do all that a run does with a model once."""
    x = np.random.default_rng(0).random((64, 4), np.float32)
    next(train(model, x))
    model.decode(model.encode(x) if model.encodes else x[:, : model.latent])
    snapshot(model)
