"""The one training loop, a generator, and what it needs of a model."""

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from aelab.registry import DATASETS, MODELS
from aelab.spec import Spec
from aelab.training.limits import Cost, limits


@dataclass
class Progress:
    """Where a training stands: updates done, epochs completed, batches done in this epoch.

    ``order`` is the state that the generator of the batch order had when this epoch began.
    ``single`` asks for one update at a time, where a model would do many in one go.
    """

    index: int = 0
    epoch: int = 0
    batch: int = 0
    order: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    single: bool = False


class Trainable(Protocol):
    """What the loop asks of a model."""

    progress: Progress

    @property
    def epochs(self) -> int:
        """Number of passes over the data."""

    def begin(self, x: NDArray[Any]) -> None:
        """Make weights, optimiser and generators anew for training data of shape (n, d)."""

    def batches(self) -> Sequence[Any]:
        """Return the batches of the epoch that begins."""

    def order_state(self) -> NDArray[np.uint8]:
        """Return the state of the generator of the batch order; empty if there is none."""

    def together(self, at: Progress) -> int:
        """Return how many of the batches that follow are learnt in one go."""

    def learn(self, batch: Any) -> Mapping[str, Any]:
        """Do one update, or one for each batch, and return the terms, not yet read."""

    def state(self) -> dict[str, NDArray[Any]]:
        """Return weights, optimiser and generators as arrays."""

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Put back what `state` returned."""


@dataclass(frozen=True, eq=False)
class Step:
    """One update or several: the last one's number, the epochs completed, the samples seen.

    The terms are read when asked for, so that the loop never waits for a number.
    """

    index: int
    epoch: int
    samples: int
    model: Any
    raw: Mapping[str, Any]

    @property
    def terms(self) -> dict[str, float]:
        """The terms of J on this step's samples, each before the update that it is for."""
        return {name: float(value) for name, value in self.raw.items()}


def train(
    model: Trainable, x: NDArray[Any], *, state: Mapping[str, NDArray[Any]] | None = None
) -> Iterator[Step]:
    """Make ``model`` anew for ``x`` of shape (n, d), and return a generator of its `Step`s.

    Each is done when it is asked for. With the ``state`` that `snapshot` took of an
    earlier training, it goes on from there, to the same numbers as if it had never been
    interrupted.
    """
    model.begin(x)
    if state is not None:
        _put_back(model, state)
    return _updates(model)


def _updates(model: Trainable) -> Iterator[Step]:
    at = model.progress
    while at.epoch < model.epochs:
        at.order = model.order_state()
        batches = model.batches()
        while at.batch < len(batches):
            count = model.together(at)
            start, stop = at.batch, at.batch + count
            batch = batches[start] if count == 1 else batches[start:stop]
            raw = model.learn(batch)
            at.index, at.batch = at.index + count, stop
            ended = stop == len(batches)
            if ended:
                at.epoch, at.batch, at.order = at.epoch + 1, 0, model.order_state()
            yield Step(at.index, at.epoch, len(batch), model, raw)
            if ended:
                break


def snapshot(model: Trainable) -> dict[str, NDArray[Any]]:
    """Return all that a training needs to go on later, as a flat mapping of arrays."""
    at = model.progress
    position = np.array([at.index, at.epoch, at.batch], np.int64)
    return {**model.state(), "progress.position": position, "progress.order": at.order}


def _put_back(model: Trainable, state: Mapping[str, NDArray[Any]]) -> None:
    model.restore(state)
    index, epoch, batch = (int(v) for v in state["progress.position"])
    model.progress = Progress(index, epoch, batch, np.asarray(state["progress.order"]))


def resolve(spec: Spec) -> tuple[Any, Any]:
    """Return the unfitted model and the dataset that ``spec`` names."""
    model = MODELS[spec.model](**spec.model_params, seed=spec.seed)
    return model, DATASETS[spec.dataset](**spec.dataset_params)


def cost(spec: Spec) -> Cost:
    """Return what an update of a run takes, estimated from its declaration alone."""
    model = MODELS[spec.model](**spec.model_params, seed=spec.seed)
    samples, shape = DATASETS[spec.dataset].extent(spec.dataset_params)
    return model.cost(samples, math.prod(shape))


def steps(spec: Spec) -> Iterator[Step]:
    """Train what ``spec`` says; the model of the run is each `Step`'s ``model``.

    A run beyond the limits of a shared lab is trained here all the same, with a warning.
    """
    if why := limits().refusal(cost(spec)):
        warnings.warn(why, stacklevel=2)
    model, data = resolve(spec)
    yield from train(model, data.train)
