"""A training session: updates, history, held-out evaluations, early stopping, divergence."""

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np

from aelab.params import InputError, Range, declared
from aelab.spec import Spec
from aelab.training.evaluation import evaluation
from aelab.training.history import HELDOUT, History
from aelab.training.limits import LONG_SECONDS
from aelab.training.loop import Step, resolve, snapshot, train
from aelab.training.model_protocols import Array, Learner, Model

BLOCK = 32  # steps whose terms are read together
BROKEN = 1e4  # a J larger than the first J (or 1, if that is larger) times this has diverged
PATIENCE = (5, 0.25)  # epochs without a lower held-out J: minimum, and share of all epochs
GOOD_EVERY = 4  # held-out evaluations between two copies of the weights
OWN = "history."  # prefix of the names of arrays that are not the model's


class Fix(TypedDict):
    """A learning rate that may help, and the label of its button."""

    label: str
    rate: float


class Position(TypedDict):
    """Where a training is, beside its arrays."""

    index: int
    epoch: int
    rate: float | None
    seconds: float


@dataclass(frozen=True)
class Verdict:
    """How a training ended: finished or diverged, a sentence, and values that may help."""

    state: str
    message: str = ""
    fix: Fix | None = None


@dataclass
class Clock:
    """Counts samples and seconds of training, and measures its speed."""

    seconds: float = 0.0
    samples: int = 0

    def __post_init__(self) -> None:
        """Begin to measure the speed."""
        self._before = self._since = (self.seconds, self.samples)

    def tick(self, seconds: float, samples: int) -> None:
        """Count one update."""
        self.seconds += seconds
        self.samples += samples
        if self.seconds - self._since[0] >= 0.5:
            self._before, self._since = self._since, (self.seconds, self.samples)

    @property
    def speed(self) -> float:
        """Samples per second, averaged over the last 0.5 to 1 s."""
        seconds, samples = self._before
        passed = self.seconds - seconds
        return (self.samples - samples) / passed if passed > 0 else 0.0


class Learning:
    """Trains the model of a Spec and records its history; ``verdict`` is set at the end."""

    def __init__(self, spec: Spec) -> None:
        """Make the model and data of ``spec``, and start at step 0."""
        self.spec = spec
        self.model, self.data = resolve(spec)
        total = len(self.data.heldout(len(self.data.test)))
        self.heldout_samples = (min(HELDOUT, total), total)  # of the curves, and all
        self._rates = _range_of(self.model, "rate")
        self._pending: list[Step[Model]] = []  # steps whose terms have not been read
        self._rate_warning = ""
        self._longest = 0.0  # seconds of the longest update
        self.restart()

    def restart(self, rate: float | None = None) -> None:
        """Start at step 0 with the initial weights of the Spec, and with ``rate`` if given."""
        self._start()
        if rate is not None:
            self.change_rate(rate)

    def resume(self, arrays: Mapping[str, Array], notes: Mapping[str, Any]) -> None:
        """Resume where `arrays` and `notes` were taken.

        All later numbers are those of an uninterrupted training.
        """
        self._start({n: a for n, a in arrays.items() if not n.startswith(OWN)})
        self.history.restore(arrays)
        self.clock = Clock(notes["seconds"])
        self.index, self.epoch = notes["index"], notes["epoch"]
        if notes["rate"] is not None and notes["rate"] != self.rate:
            self.model.change_rate(notes["rate"])
        self._remember()

    def arrays(self) -> dict[str, Array]:
        """Return the arrays that `resume` needs."""
        return self.history.state() | (snapshot(self.model) if self.index else {})

    def notes(self) -> Position:
        """Return the other state that `resume` needs, as plain data."""
        seconds = self.clock.seconds
        return {"index": self.index, "epoch": self.epoch, "rate": self.rate, "seconds": seconds}

    @property
    def caution(self) -> str:
        """Warnings, in sentences: about the learning rate, and about long updates."""
        slow = f"An update takes up to {self._longest:.1f} s, and commands wait for its end."
        return " ".join(filter(None, (self._rate_warning, slow * (self._longest > LONG_SECONDS))))

    @property
    def rate(self) -> float | None:
        """The current learning rate, None if the model has none."""
        return self.model.rate_now

    def change_rate(self, value: float) -> None:
        """Change the learning rate.

        Raises:
            InputError: If the model has none, or ``value`` is outside its range.

        """
        if self._rates is None:
            raise InputError(f"“{self.model.title}” has no learning rate.")
        rate = float(self._rates.check(value))
        if rate != self.rate:
            self.model.change_rate(rate)
            self.history.changes.append((self.index, rate))
            self._rate_warning = self.model.caution()

    def update(self, *, single: bool = False) -> None:
        """Do the next step, of one update if ``single``, and the evaluations that are due."""
        before = time.monotonic()
        self.model.progress.single = single
        step = next(self._steps, None)
        if step is None:
            return self._end("finished")
        self.index, self.epoch = step.index, step.epoch
        self._pending.append(step)
        seconds = time.monotonic() - before
        self._longest = max(self._longest, seconds)
        self.clock.tick(seconds, step.samples)
        if self.history.measures_due(self.index):
            self.history.add_measures(self.index, self.model.measure())
        last = self.index >= self.updates
        if last or self.history.due(self.index):
            self._evaluate()
        elif len(self._pending) >= BLOCK:
            self.read()
        if last:
            self._end("finished")

    def read(self) -> None:
        """Read the terms of the updates since the last time, and check J for divergence."""
        pending, self._pending = self._pending, []
        for step in pending:
            terms = step.terms
            loss = sum(terms.values())
            if self._broken(loss):
                return self._diverge(step.index, loss)
            self.history.add(step.index, terms)

    @property
    def samples_per_update(self) -> float:
        """Samples per update, on average."""
        return len(self.data.train) * self.model.epochs / self.updates

    def _start(self, state: Mapping[str, Array] | None = None) -> None:
        x = self.data.train
        self._steps: Iterator[Step[Model]] = train(
            self.model, x, state=state or None, redrawn=self.data.redrawn
        )
        self.updates: int = self.model.updates_in(len(x))
        measured = self.model.measure()
        self.history = History(self.model.terms, self.samples_per_update, tuple(measured))
        if measured and not state:
            self.history.add_measures(0, measured)
        self._rate_warning = self.model.caution()
        self.clock = Clock()
        self.verdict: Verdict | None = None
        self.index = self.epoch = 0
        self._pending = []
        self._good: Mapping[str, Array] = {}
        self._good_at = (0, 0)

    def _evaluate(self) -> None:
        """Evaluate the held-out terms, and whether the training has settled."""
        self.read()
        if self.verdict:
            return
        terms = self.model.evaluate(self.data.heldout(HELDOUT), self.spec.seed)
        loss = sum(terms.values())
        if self._broken(loss):
            return self._diverge(self.index, loss)
        self.history.add_heldout(self.index, terms)
        if self.index < self.history.every or self.index % (GOOD_EVERY * self.history.every) == 0:
            self._remember()
        if self.model.settles and len(self.data.validation):
            self._validate()

    def _validate(self) -> None:
        """End the training if the validation J has not fallen for long."""
        validation = self.data.validation
        terms = self.model.evaluate(validation, self.spec.seed)
        self.history.add_validation(self.index, sum(terms.values()))
        waited = max(PATIENCE[0], PATIENCE[1] * self.model.epochs)
        if self.index - self.history.best_index >= waited * self.updates / self.model.epochs:
            self._end(
                "finished",
                f"Stopped after epoch {self.epoch}: the {self._watched} of {len(validation)} "
                f"validation samples has not fallen by more than 0.05 % for {waited:g} epochs.",
            )

    @property
    def _watched(self) -> str:
        return "loss" if self.model.minimises else "error"

    def _broken(self, loss: float) -> bool:
        first = self.history.first
        return not math.isfinite(loss) or (
            first is not None and loss > BROKEN * max(1.0, abs(first))
        )

    def _remember(self) -> None:
        state = snapshot(self.model)
        if all(np.isfinite(a).all() for a in state.values() if a.dtype.kind == "f"):
            self._good, self._good_at = state, (self.index, self.epoch)

    def _diverge(self, index: int, loss: float) -> None:
        """Restore the last good weights, and end the training with a message and a fix."""
        rate = self.rate
        self._pending.clear()
        self.index, self.epoch = self._good_at
        if self._good:
            self.model.restore(self._good)
        else:
            self.model.begin(self.data.train)
        what = "is not a number any more" if math.isnan(loss) else "has grown without bound"
        why, lower = self.model.cause(rate)
        message = f"The {self._watched} {what} at step {index}{why}. Shown is step {self.index}."
        fix: Fix | None = None
        if lower is not None and self._rates is not None:
            lower = self._rates.clamp(float(f"{lower:.2g}"))
            fix = {"label": f"Reset with rate {lower:g}", "rate": lower}
        self._end("diverged", message, fix)

    def _end(self, state: str, message: str = "", fix: Fix | None = None) -> None:
        if self.verdict is not None:
            return
        if state == "finished":
            x = self.data.heldout(len(self.data.test))
            self.history.final = evaluation(self.model, x, self.spec.seed)
        self.verdict = Verdict(state, message, fix)


def _range_of(model: Learner, name: str) -> Range | None:
    field = declared(type(model)).get(name)
    return field.declaration if field and isinstance(field.declaration, Range) else None
