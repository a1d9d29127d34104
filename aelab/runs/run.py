"""A run: a training that obeys commands, publishes frames and writes checkpoints."""

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aelab.params import InputError
from aelab.runs import checkpoints
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import GONE, Channel, Command, Reply, settle
from aelab.runs.checkpoint_writer import CheckpointWriter
from aelab.runs.pacing import Pacing
from aelab.runs.protocol import LIVE, VIEWING, Op, State
from aelab.runs.publisher import FramePublisher
from aelab.runs.resuming import stored_checkpoint
from aelab.spec import Spec
from aelab.training.learning import Learning
from aelab.views.options import PACE

SAVE_SECONDS = 2.0  # between two checkpoints
SAVE_SOON = 0.25  # from a command to the checkpoint after it
SAVE_SHARE = 20  # training gets this many times the time of the checkpoints
LINGER_SECONDS = 1.0  # a run that is shown again waits so long for another command
CARRIED_BYTES = 8_000_000  # maximum size of a checkpoint that is passed on unwritten
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
        self._over = False  # whether this attempt ends
        self._full = True  # whether the next frame is a full one
        self._saved: dict[str, Any] = {}  # notes of the last checkpoint
        self._writer = CheckpointWriter(run)
        self._caution = ""  # the warning in the last frame
        self._again = ""  # a warning that the run has started over
        self._begin(spec)
        resumed = self._resume_if_stored(spec)
        self._empty = not resumed and self.state not in LIVE  # it has ended, and nothing is stored
        if not resumed and self.attempt.rate is not None:
            self.learning.restart(self.attempt.rate)
            self.publisher.renew()
        if self.attempt.pace:
            self._on_pace(self.attempt.pace)
        self._save_due = time.monotonic() + SAVE_SECONDS
        self._linger = time.monotonic() + LINGER_SECONDS

    def go(self) -> Ending:
        """Train until the training is over or a command ends this attempt."""
        while not self._over:
            if self.channel.commanded:
                for command in self.channel.take():
                    self._obey(command)
                continue
            if self.state == State.RUNNING and self.pacing.seconds <= 0:
                self._update()
            else:
                self._wait()
            if not self._over and self._wanted():
                self._publish()
            if not self._over and time.monotonic() >= self._save_due and not self._writer.busy:
                self._save()
        return Ending(self.state, NOTHING) if self._empty else self._end()

    def _end(self) -> Ending:
        """Write what is needed to resume or to show the run again, and return how it ended."""
        self._save()
        self._writer.wait()
        problem = self._writer.problem
        carried = self._packed() if problem and self.state in LIVE else b""
        if problem and self.state not in LIVE:
            self.message = f"{self.message} {problem}: nothing of this run is kept.".strip()
        self._full = True
        frame = self._publish()
        self._writer.show(frame)
        learning = self.learning
        return Ending(
            self.state, self.message, self.fix, learning.rate, learning.index, frame, carried
        )

    def _begin(self, spec: Spec) -> None:
        """Prepare the training at step 0."""
        self.learning = Learning(spec)
        self.publisher = FramePublisher(self.id, self.learning)
        self.pacing = Pacing()

    def _resume_if_stored(self, spec: Spec) -> bool:
        """Resume from the checkpoint of this generation; return whether there is one.

        If it is broken, the run starts over.
        """
        stored, broken = stored_checkpoint(self.id, self.attempt)
        if stored is not None:
            try:
                self._resume(stored)
                return True
            except Exception:  # whatever a file contains, the run starts
                log.exception("Run %s cannot resume from its checkpoint.", self.id)
                broken = True
                self._begin(spec)
        if broken:
            self._again = AGAIN
        return False

    def _resume(self, checkpoint: checkpoints.Checkpoint) -> None:
        """Resume from a checkpoint; if it is of this attempt, also in the same state."""
        notes = checkpoint.notes
        state, message, fix = State(notes["state"]), notes["message"], notes["fix"]
        same_attempt = notes["attempt"] == self.attempt.number
        self.learning.resume(checkpoint.arrays, notes)
        self.publisher.options, self.publisher.seq = notes["options"], notes["seq"]
        self.publisher.renew()
        self.pacing.set(self.publisher.options.get(PACE))
        self.state = state if same_attempt else self.state
        if self.state not in LIVE:
            self.message, self.fix = message, fix

    def _update(self) -> None:
        """Do the next step; at a pace, note when the following one is due."""
        before = self.learning.index
        self.learning.update(single=self.pacing.single)
        self.pacing.done(self.learning.index - before)
        self._judge()

    def _read(self) -> None:
        self.learning.read()
        self._judge()

    def _judge(self) -> None:
        """End this attempt if the training is over."""
        verdict = self.learning.verdict
        if verdict is not None and self.state in LIVE:
            self.state = State(verdict.state)
            self.message, self.fix = verdict.message, verdict.fix
            self._over = True

    def _wait(self) -> None:
        """Wait for a command, until the next update is due, or for a quarter of a second.

        A paused run computes the parts of its views that are older than the weights.
        """
        if self.state == State.PAUSED and self.publisher.behind:
            self.publisher.catch_up()
            self._full = self._full or not self.publisher.behind
            return
        self._full = self._full or self._warning() != self._caution  # show a new warning
        due = self.pacing.seconds if self.state == State.RUNNING else LINGER_SECONDS
        self.channel.rest(max(0.0, min(due, LINGER_SECONDS / 4)))
        if self.state not in LIVE and time.monotonic() > self._linger:
            self._over = not self.channel.commanded

    # Commands. A method `_on_...` carries one out.

    def _obey(self, command: Command) -> None:
        """Carry out a command, then answer it; publish a frame if the run does not train."""
        self._linger = time.monotonic() + LINGER_SECONDS
        viewing = command.op in (*VIEWING, Op.FULL)
        if self._empty:
            return settle(command.done, self._reply(NOTHING))
        if self._over or (self.state not in LIVE and not viewing):
            self._over = True
            return settle(command.done, GONE)
        act = self._actions.get(command.op)
        if act is None and viewing:
            act = partial(self._set_option, command.op)
        if act is None:
            return settle(command.done, self._reply(f"“{command.op}” is not a command."))
        try:
            answer = act(command.value)
        except InputError as problem:
            return settle(command.done, self._reply(str(problem)))
        settle(command.done, self._reply() | (answer or {}))
        if not viewing:
            self._save_due = min(self._save_due, time.monotonic() + SAVE_SOON)
        if self._full and self.state != State.RUNNING and not self._over:
            self._publish()

    @property
    def _actions(self) -> Mapping[str, Callable[[Any], Reply | None]]:
        return {
            Op.PLAY: self._on_play,
            Op.PAUSE: self._on_pause,
            Op.STEP: self._on_step,
            Op.STOP: self._on_stop,
            Op.RESET: self._on_reset,
            Op.SUSPEND: self._on_suspend,
            Op.RATE: self._on_rate,
            PACE: self._on_pace,
            Op.PROBE: self._on_probe,
            Op.FULL: self._on_full,
        }

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
        self.publisher.renew()

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

    def _set_option(self, op: str, value: Any) -> None:
        """Set a view option, which the next frame shows."""
        self.publisher.set_option(op, value)
        self._full = True

    def _on_pace(self, value: Any) -> None:
        self.publisher.set_option(PACE, value)
        self.pacing.set(value)

    def _on_probe(self, value: Any) -> Reply:
        return {"probe": self.publisher.probe(value)}

    def _on_full(self, _: Any) -> None:
        self._full = True

    # Frames and checkpoints.

    def _wanted(self) -> bool:
        """Return whether a frame is to be made: a browser waits for one, and it is due."""
        news = (self._full or self.state == State.RUNNING) and not self._empty
        return news and self.publisher.due(full=self._full) and self.channel.wanted()

    def _publish(self) -> bytes:
        self._read()
        full, self._full = self._full or self._over, False
        status = {"state": self.state, "message": self.message, "fix": self.fix} | self._speed()
        self._caution = self._warning()
        frame = self.publisher.take(status | {"caution": self._caution}, full=full)
        self.channel.publish(frame, full=full)
        return frame

    def _warning(self) -> str:
        """Return the warnings: about the rate, and about what cannot be stored."""
        problem = self._writer.problem
        unkept = f"{problem}: {UNKEPT}" if problem else ""
        if problem is None:  # no checkpoint has been written yet
            unkept = self.learning.data.unkept
        return " ".join(filter(None, (self.learning.caution, self._again, unkept)))

    def _picture(self) -> Callable[[], bytes] | None:
        """Return what makes the frame that is shown if the run is interrupted: paused."""
        status = {"state": State.PAUSED, "message": "", "fix": None, "speed": 0.0}
        return self.publisher.picture(status | {"caution": self.learning.caution})

    def _speed(self) -> dict[str, float]:
        """Return the samples per second, unless they are those that the training measures."""
        if self.state != State.RUNNING:
            return {"speed": 0.0}
        learning = self.learning
        paced = self.pacing.pace * learning.samples_per_update
        return {"speed": paced} if 0 < paced < learning.clock.speed else {}

    def _save(self) -> None:
        """Write a checkpoint with its frame, unless nothing has changed since the last one."""
        if self._empty:
            return
        began = time.monotonic()
        self._read()
        notes = self._notes()
        if notes != self._saved or self._writer.problem:
            self._saved = notes
            picture = self._picture() if self.state in LIVE else None
            self._writer.put(self.learning.arrays(), self._numbered(notes), picture)
        now = time.monotonic()
        self._save_due = now + max(SAVE_SECONDS, SAVE_SHARE * (now - began))

    def _packed(self) -> bytes:
        """Return the checkpoint to pass on to the next attempt, empty if it is too large."""
        try:
            packed = checkpoints.packed(self.learning.arrays(), self._numbered(self._notes()))
        except OSError:
            return b""
        return packed if len(packed) <= CARRIED_BYTES else b""

    def _numbered(self, notes: dict[str, Any]) -> dict[str, Any]:
        return notes | {"seq": self.publisher.seq}

    def _notes(self) -> dict[str, Any]:
        return self.learning.notes() | {
            "spec": self.learning.spec.to_json(),
            "generation": self.attempt.generation,
            "attempt": self.attempt.number,
            "state": self.state,
            "message": self.message,
            "fix": self.fix,
            "options": dict(self.publisher.options),
        }
