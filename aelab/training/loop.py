"""The training loop, a generator of steps, and the model and the data of a Spec."""

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import numpy as np

from aelab.registry import DATASETS, MODELS
from aelab.spec import Spec
from aelab.training.data_protocols import Data
from aelab.training.limits import Cost, limits
from aelab.training.model_protocols import Array, Model, Progress, Raw, Trainable

M = TypeVar("M", bound=Trainable)
Redrawn: TypeAlias = Callable[[int], Array | None]


def same(epoch: int) -> None:
    """Give no samples of an epoch: they are the same in all of them."""


@dataclass(frozen=True, eq=False)
class Step(Generic[M]):
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
    model: M
    raw: Raw

    @property
    def terms(self) -> dict[str, float]:
        """The terms of J on this step's samples, evaluated before each update."""
        return {name: float(value) for name, value in self.raw.items()}


def train(
    model: M, x: Array, *, state: Mapping[str, Array] | None = None, redrawn: Redrawn = same
) -> Iterator[Step[M]]:
    """Initialise ``model`` for ``x`` of shape (n, d), and return a generator of its `Step`s.

    Args:
        model: What is trained.
        x: Training samples (n, d).
        state: That of an earlier training, from `snapshot`, which is continued; all later numbers
            are those of an uninterrupted training.
        redrawn: Gives the samples of an epoch, if each has its own.

    """
    model.begin(x)
    if state is not None:
        _restore(model, state)
    return _updates(model, redrawn)


def _updates(model: M, redrawn: Redrawn) -> Iterator[Step[M]]:
    at = model.progress
    while at.epoch < model.epochs:
        if (samples := redrawn(at.epoch)) is not None:
            model.renew(samples)
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


def snapshot(model: Trainable) -> dict[str, Array]:
    """Return all that a training needs to be continued, as arrays by name."""
    at = model.progress
    position = np.array([at.index, at.epoch, at.batch], np.int64)
    return {**model.state(), "progress.position": position, "progress.order": at.order}


def _restore(model: Trainable, state: Mapping[str, Array]) -> None:
    model.restore(state)
    index, epoch, batch = (int(v) for v in state["progress.position"])
    model.progress = Progress(index, epoch, batch, np.asarray(state["progress.order"]))


def resolve(spec: Spec) -> tuple[Model, Data]:
    """Return the unfitted model and the dataset that ``spec`` names."""
    model: Model = MODELS[spec.model](**spec.model_params, seed=spec.seed)
    data: Data = DATASETS[spec.dataset](**spec.dataset_params)
    return model, data


def cost(spec: Spec) -> Cost:
    """Return the cost of an update of a run, estimated from its declaration alone."""
    model = MODELS[spec.model](**spec.model_params, seed=spec.seed)
    samples, shape = DATASETS[spec.dataset].extent(spec.dataset_params)
    estimate: Cost = model.cost(samples, math.prod(shape))
    return estimate


def steps(spec: Spec) -> Iterator[Step[Model]]:
    """Train the model of a Spec; each `Step` has it as ``model``.

    A run beyond the limits of a shared lab only gives a warning.
    """
    if why := limits().refusal(cost(spec)):
        warnings.warn(why, stacklevel=2)
    model, data = resolve(spec)
    yield from train(model, data.train, redrawn=data.redrawn)
