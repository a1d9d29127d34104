"""The training loop, a generator, and the protocol of a model that it trains."""

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
    """The progress of a training.

    Attributes:
        index: Updates done.
        epoch: Epochs completed.
        batch: Batches done in this epoch.
        order: State of the generator of the batch order at the beginning of this epoch.
        single: Whether to do one update at a time, where a model would do many at once.

    """

    index: int = 0
    epoch: int = 0
    batch: int = 0
    order: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    single: bool = False


class Trainable(Protocol):
    """A model that the loop can train."""

    progress: Progress

    @property
    def epochs(self) -> int:
        """Number of passes over the data."""

    def begin(self, x: NDArray[Any]) -> None:
        """Initialise weights, optimiser and generators for training data ``x`` (n, d)."""

    def batches(self) -> Sequence[Any]:
        """Return the batches of the epoch that begins."""

    def order_state(self) -> NDArray[np.uint8]:
        """Return the state of the generator of the batch order; empty if there is none."""

    def together(self, at: Progress) -> int:
        """Return how many of the next batches are learnt at once."""

    def learn(self, batch: Any) -> Mapping[str, Any]:
        """Do one update, or one for each batch, and return the terms as tensors or numbers."""

    def state(self) -> dict[str, NDArray[Any]]:
        """Return weights, optimiser and generators as arrays."""

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """Restore the arrays that `state` returned."""


@dataclass(frozen=True, eq=False)
class Step:
    """One update or several at once.

    The terms are converted to numbers when they are read, so that the loop never waits for them.

    Attributes:
        index: Number of the last update.
        epoch: Epochs completed.
        samples: Samples that were used.
        model: The model that is trained.
        raw: The terms of J, as tensors or numbers.

    """

    index: int
    epoch: int
    samples: int
    model: Any
    raw: Mapping[str, Any]

    @property
    def terms(self) -> dict[str, float]:
        """The terms of J on this step's samples, evaluated before each update."""
        return {name: float(value) for name, value in self.raw.items()}


def train(
    model: Trainable, x: NDArray[Any], *, state: Mapping[str, NDArray[Any]] | None = None
) -> Iterator[Step]:
    """Initialise ``model`` for ``x`` of shape (n, d), and return a generator of its `Step`s.

    With the ``state`` of an earlier training, from `snapshot`, it continues there; all later
    numbers are those of an uninterrupted training.
    """
    model.begin(x)
    if state is not None:
        _restore(model, state)
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
    """Return all that a training needs to be continued, as arrays by name."""
    at = model.progress
    position = np.array([at.index, at.epoch, at.batch], np.int64)
    return {**model.state(), "progress.position": position, "progress.order": at.order}


def _restore(model: Trainable, state: Mapping[str, NDArray[Any]]) -> None:
    model.restore(state)
    index, epoch, batch = (int(v) for v in state["progress.position"])
    model.progress = Progress(index, epoch, batch, np.asarray(state["progress.order"]))


def resolve(spec: Spec) -> tuple[Any, Any]:
    """Return the unfitted model and the dataset that ``spec`` names."""
    model = MODELS[spec.model](**spec.model_params, seed=spec.seed)
    return model, DATASETS[spec.dataset](**spec.dataset_params)


def cost(spec: Spec) -> Cost:
    """Return the cost of an update of a run, estimated from its declaration alone."""
    model = MODELS[spec.model](**spec.model_params, seed=spec.seed)
    samples, shape = DATASETS[spec.dataset].extent(spec.dataset_params)
    return model.cost(samples, math.prod(shape))


def steps(spec: Spec) -> Iterator[Step]:
    """Train the model of a Spec; each `Step` has it as ``model``.

    A run beyond the limits of a shared lab only gives a warning.
    """
    if why := limits().refusal(cost(spec)):
        warnings.warn(why, stacklevel=2)
    model, data = resolve(spec)
    yield from train(model, data.train)
