"""Base class of the anomaly scores: a number per sample, higher for anomalies."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.registry import SCORES
from aelab.training.data_protocols import ScoredData
from aelab.training.model_protocols import ScoredModel, WithMixture, WithPosterior

__all__ = [
    "Array",
    "Score",
    "ScoredData",
    "ScoredModel",
    "Values",
    "mixture_of",
    "posterior_of",
    "score",
    "subset",
]

Array: TypeAlias = NDArray[Any]
Values: TypeAlias = NDArray[np.float64]


class Score(ABC):
    """A number for each sample: the higher, the more anomalous.

    ``learn`` fits the score to normal samples; then it is called with a model and samples (n, d).
    After further training of the model, ``learn`` has to be called again.
    """

    slug: ClassVar[str]  # its name in specs, links, presets and files
    title: ClassVar[str]  # what people are shown
    former_titles: ClassVar[tuple[str, ...]] = ()  # understood in links and files for good
    description: ClassVar[str]  # one sentence
    unit: ClassVar[str] = ""
    order: ClassVar[int] = 100
    models: ClassVar[tuple[str, ...]] = ()  # slugs of the models that have it; () is all
    images: ClassVar[bool] = False  # whether samples have to be images
    quantity: ClassVar[str] = ""  # that the data have to provide for each test sample
    baseline: ClassVar[bool] = False  # needs no model; a model has to be better than it
    slow: ClassVar[bool] = False  # too slow to be evaluated while a model trains

    @classmethod
    def suits(cls, model: ScoredModel, data: ScoredData) -> bool:
        """Return whether the score is defined for this model and these data."""
        return (
            (cls.baseline or model.encodes)
            and (not cls.models or model.slug in cls.models)
            and (not cls.images or len(data.sample_shape) == 2)
            and (not cls.quantity or cls.quantity in data.quantities())
        )

    def unit_for(self, model: ScoredModel) -> str:
        """Return the unit of the score for this model; empty if it has none."""
        return self.unit

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Fit the score to normal samples (n, d), each of the given ``shape``, if it needs to."""
        return None

    @abstractmethod
    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the score (n,) of samples (n, d)."""

    def of(self, model: ScoredModel, data: ScoredData, rows: slice | Array) -> Values:
        """Return the score (n,) of the test samples ``rows`` of the data."""
        return self(model, data.test[rows])


def posterior_of(model: ScoredModel) -> WithPosterior:
    """Return the model as one with a q(z|x).

    Raises:
        InputError: It has none.

    """
    if not isinstance(model, WithPosterior):
        raise InputError(f"“{model.slug}” has no q(z|x), which this score needs.")
    return model


def mixture_of(model: ScoredModel) -> WithMixture:
    """Return the model as one that mixes topics.

    Raises:
        InputError: It has none.

    """
    if not isinstance(model, WithMixture):
        raise InputError(f"“{model.slug}” has no topics, which this score needs.")
    return model


def subset(x: Array, most: int) -> Array:
    """Return at most ``most`` evenly spaced samples of all (n, d).

    >>> subset(np.arange(10), 4)
    array([0, 3, 6, 9])
    """
    return x[:: max(1, -(-len(x) // most))]


S = TypeVar("S", bound=type[Score])


def score(slug: str, title: str) -> Callable[[S], S]:
    """Register a class as the score ``slug``, shown to people as ``title``."""

    def register(owner: S) -> S:
        owner.slug, owner.title = slug, title
        SCORES.add(slug, owner)
        return owner

    return register
