"""A training with its history: updates, held-out evaluations, and when it is over."""

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from aelab.params import InputError, Range, declared
from aelab.spec import Spec
from aelab.training.history import HELDOUT, History
from aelab.training.limits import LONG_SECONDS
from aelab.training.loop import Step, resolve, snapshot, train

BLOCK = 32  # steps whose terms are read together
BROKEN = 1e4  # J beyond this many times the first J (or 1, if that is more) has diverged
PATIENCE = (5, 0.25)  # epochs without a better held-out J: at least, and as a share of all
GOOD_EVERY = 4  # held-out evaluations between two copies of the weights
OWN = "history."  # how names of arrays begin that are not the model's


@dataclass(frozen=True)
class Verdict:
    """Why a training is over: finished or diverged, a sentence, and a fix that may help."""

    state: str
    message: str = ""
    fix: Mapping[str, Any] | None = None


@dataclass
class Clock:
    """Counts samples and seconds of training, and says how fast it goes."""

    seconds: float = 0.0
    samples: int = 0

    def __post_init__(self) -> None:
        """Start to measure the speed here."""
        self._before = self._since = (self.seconds, self.samples)

    def tick(self, seconds: float, samples: int) -> None:
        """Count one update."""
        self.seconds += seconds
        self.samples += samples
        if self.seconds - self._since[0] >= 0.5:
            self._before, self._since = self._since, (self.seconds, self.samples)

    @property
    def speed(self) -> float:
        """Samples per second, over the last half second to second."""
        seconds, samples = self._before
        passed = self.seconds - seconds
        return (self.samples - samples) / passed if passed > 0 else 0.0


class Learning:
    """Trains what a Spec says and keeps its history; ``verdict`` says when it is over."""

    def __init__(self, spec: Spec) -> None:
        """Resolve what ``spec`` says, and start at step 0."""
        self.spec = spec
        self.model, self.data = resolve(spec)
        self._rates = _range_of(self.model, "rate")
        self._pending: list[Step] = []  # whose terms have not been read
        self._of_rate = ""  # what is to be warned of at the rate in force
        self._longest = 0.0  # seconds of the longest update
        self.restart()

    def restart(self, rate: float | None = None) -> None:
        """Start at step 0 with the Spec's own weights, at another rate if one is given."""
        self._start()
        if rate is not None:
            self.change_rate(rate)

    def resume(self, arrays: Mapping[str, Any], notes: Mapping[str, Any]) -> None:
        """Go on where `arrays` and `notes` were taken, to the numbers of no interruption."""
        self._start({n: a for n, a in arrays.items() if not n.startswith(OWN)})
        self.history.restore(arrays)
        self.clock = Clock(notes["seconds"])
        self.index, self.epoch = notes["index"], notes["epoch"]
        if notes["rate"] is not None and notes["rate"] != self.rate:
            self.model.change_rate(notes["rate"])
        self._remember()

    def arrays(self) -> dict[str, Any]:
        """Return what `resume` needs, with `notes`."""
        return self.history.state() | (snapshot(self.model) if self.index else {})

    def notes(self) -> dict[str, Any]:
        """Return the numbers that `resume` needs, as plain data."""
        seconds = self.clock.seconds
        return {"index": self.index, "epoch": self.epoch, "rate": self.rate, "seconds": seconds}

    @property
    def caution(self) -> str:
        """What is to be warned of, in sentences: the rate, and updates that hold commands up."""
        slow = f"An update takes up to {self._longest:.1f} s, and commands wait for its end."
        return " ".join(filter(None, (self._of_rate, slow * (self._longest > LONG_SECONDS))))

    @property
    def rate(self) -> float | None:
        """The learning rate in force, None if the model has none."""
        return float(self.model.rate_now) if self._rates else None

    def change_rate(self, value: Any) -> None:
        """Put another learning rate in force; `InputError` if there is none or it is bad."""
        if self._rates is None:
            raise InputError(f"“{self.model.title}” has no learning rate.")
        rate = float(self._rates.check(value))
        if rate != self.rate:
            self.model.change_rate(rate)
            self.history.changes.append((self.index, rate))
            self._of_rate = self.model.caution()

    def update(self, *, single: bool = False) -> None:
        """Do the next step, of one update if ``single``, and what is due after it."""
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
        """Read the terms of the updates since the last time, and see whether J still holds."""
        pending, self._pending = self._pending, []
        for step in pending:
            terms = step.terms
            loss = sum(terms.values())
            if self._broken(loss):
                return self._diverge(step.index, loss)
            self.history.add(step.index, terms)

    @property
    def samples_per_update(self) -> float:
        """How many samples an update sees, on average."""
        return len(self.data.train) * self.model.epochs / self.updates

    def _start(self, state: Mapping[str, Any] | None = None) -> None:
        x = self.data.train
        self._steps: Iterator[Step] = train(self.model, x, state=state or None)
        self.updates: int = self.model.updates_in(len(x))
        measured = self.model.measure()
        self.history = History(self.model.terms, self.samples_per_update, tuple(measured))
        if measured and not state:
            self.history.add_measures(0, measured)
        self._of_rate = self.model.caution()
        self.clock = Clock()
        self.verdict: Verdict | None = None
        self.index = self.epoch = 0
        self._pending = []
        self._good: Mapping[str, Any] = {}
        self._good_at = (0, 0)

    def _evaluate(self) -> None:
        """Evaluate the held-out terms; stop if they have not got better for long."""
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
        if not self.model.settles:
            return
        waited = max(PATIENCE[0], PATIENCE[1] * self.model.epochs)
        if self.index - self.history.best_index >= waited * self.updates / self.model.epochs:
            self._end(
                "finished",
                f"Stopped after epoch {self.epoch}: the held-out {self._watched} has not fallen "
                f"by more than 0.05 % for {waited:g} epochs.",
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
        """Put the last good weights back, and say what happened and what helps."""
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
        fix = None
        if lower is not None and self._rates is not None:
            lower = self._rates.clamp(float(f"{lower:.2g}"))
            fix = {"label": f"Reset with rate {lower:g}", "rate": lower}
        self._end("diverged", message, fix)

    def _end(self, state: str, message: str = "", fix: Mapping[str, Any] | None = None) -> None:
        if self.verdict is None:
            self.verdict = Verdict(state, message, fix)


def _range_of(model: Any, name: str) -> Range | None:
    found = declared(type(model)).get(name)
    return found.declaration if found and isinstance(found.declaration, Range) else None
