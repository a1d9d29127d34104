"""What every anomaly score is: a number for each sample, higher for a stranger one."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from aelab.registry import SCORES

Array: TypeAlias = NDArray[Any]
Values: TypeAlias = NDArray[np.float64]


class Score(ABC):
    """A number for each sample: the higher, the more anomalous.

    ``learn`` takes in samples of the normal kind; then the score is called with a model and
    samples (n, d). Of a model that has learnt on, what was taken in has to be learnt again.
    """

    title: ClassVar[str]
    description: ClassVar[str]  # one sentence
    unit: ClassVar[str] = ""
    order: ClassVar[int] = 100
    models: ClassVar[tuple[str, ...]] = ()  # titles of the models that have it; () is all
    images: ClassVar[bool] = False  # whether samples have to be images
    quantity: ClassVar[str] = ""  # that the data have to know of each test sample
    baseline: ClassVar[bool] = False  # needs no model: what a model has to be better than
    slow: ClassVar[bool] = False  # too slow to be followed while a model trains

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether this model on these data can be scored so."""
        return (
            (cls.baseline or model.encodes)
            and (not cls.models or model.title in cls.models)
            and (not cls.images or len(data.sample_shape) == 2)
            and (not cls.quantity or cls.quantity in data.quantities())
        )

    def unit_for(self, model: Any) -> str:
        """Return the unit of the score of this model, empty if it has none."""
        return self.unit

    def learn(self, model: Any, x: Array, shape: tuple[int, ...]) -> None:
        """Take in normal samples (n, d), each of the given ``shape``, as far as it needs them."""
        return None

    @abstractmethod
    def __call__(self, model: Any, x: Array) -> Values:
        """Return the score (n,) of samples (n, d)."""

    def of(self, model: Any, data: Any, rows: slice | Array) -> Values:
        """Return the score (n,) of some test samples."""
        return self(model, data.test[rows])


def some(x: Array, most: int) -> Array:
    """Return at most so many samples, evenly spaced among all (n, d)."""
    return x[:: max(1, -(-len(x) // most))]


S = TypeVar("S", bound=type[Score])


def score(title: str) -> Callable[[S], S]:
    """Register a class as the score ``title``."""

    def register(owner: S) -> S:
        owner.title = title
        SCORES.add(title, owner)
        return owner

    return register
