"""What every view is: fixed words, and arrays of which a share goes into each frame."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.registry import VIEWS

CODES = 4000  # held-out samples whose codes are watched
SHARE = 1000  # of them in each frame


class Curves(Protocol):
    """The history of a run, as far as it is drawn."""

    @property
    def steps(self) -> NDArray[np.float32]:
        """Updates at which the training terms stand, (n,)."""

    @property
    def terms(self) -> NDArray[np.float32]:
        """Training terms, (n, T)."""

    @property
    def heldout_steps(self) -> NDArray[np.float32]:
        """Updates at which the held-out terms stand, (m,)."""

    @property
    def heldout(self) -> NDArray[np.float32]:
        """Held-out terms, (m, T)."""


class Watch:
    """A run as its views see it: the model, the data, the history, and codes of held-out samples.

    ``picked`` is the index of the sample that a person pinned, ``axes`` are the two dimensions of
    the code that are drawn.
    """

    def __init__(self, model: Any, data: Any, history: Curves) -> None:
        """Watch ``model`` learn ``data``."""
        self.model, self.data, self.history = model, data, history
        self.x = data.test[:CODES]
        self.labels = data.test_labels[:CODES]
        self.axes = tuple(range(min(2, model.latent)))
        self.picked: int | None = None
        self._codes = np.zeros((len(self.x), model.latent), np.float32)
        self._encoded: tuple[int | None, int] = (-1, -1)

    def share(self, turn: int | None) -> slice:
        """Return which held-out samples belong to this turn; all, if it is None."""
        if turn is None or len(self.x) <= SHARE:
            return slice(0, len(self.x))
        start = turn % -(-len(self.x) // SHARE) * SHARE
        return slice(start, min(start + SHARE, len(self.x)))

    def codes(self, turn: int | None) -> NDArray[np.float32]:
        """Return the codes (n, k) of all watched samples, those of this turn's share renewed."""
        now = (turn, self.model.progress.index)
        if now != self._encoded:  # once for all views of a frame
            share = self.share(turn)
            self._codes[share] = self.model.encode(self.x[share])
            self._encoded = now
        return self._codes

    def window(self, turn: int | None) -> NDArray[np.float32]:
        """Return where most codes lie: (k, 2), from the 2nd to the 98th percentile."""
        return np.percentile(self.codes(turn), (2, 98), axis=0).T.astype(np.float32)

    def set(self, op: str, value: Any) -> None:
        """Choose the axes that are drawn, or pin a sample; what makes no sense is ignored."""
        if op == "axes" and isinstance(value, list | tuple):
            axes = tuple(v for v in value if type(v) is int and 0 <= v < self.model.latent)
            if len(axes) == len(self.axes):
                self.axes = axes
        if op == "pick":
            known = type(value) is int and 0 <= value < len(self.x)
            self.picked = value if known else None

    def coded(self, x: NDArray[Any]) -> NDArray[np.uint8]:
        """Return values within the data's span as 0 to 255."""
        low, high = self.data.span
        return (np.clip((x - low) / (high - low), 0, 1) * 255 + 0.5).astype(np.uint8)


class View(ABC):
    """One picture of a run; the browser draws it by its ``kind``."""

    name: ClassVar[str]
    order: ClassVar[int] = 100

    def __init__(self, watch: Watch) -> None:
        """Look at the run through ``watch``."""
        self.watch = watch

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether this model on these data can be seen so."""
        return True

    @property
    @abstractmethod
    def kind(self) -> str:
        """How the browser draws it."""

    @abstractmethod
    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay, title first."""

    @abstractmethod
    def parts(self, turn: int | None) -> list[Part]:
        """Return what is drawn: the share of this turn, or everything if it is None."""

    def part(
        self, name: str, array: NDArray[Any], start: int = 0, rows: int | None = None
    ) -> Part:
        """Return an array under the name of this view."""
        return Part(f"{self.name}.{name}", array, start, rows)

    def head(self) -> dict[str, Any]:
        """Return name, kind and layout for the header of a frame."""
        return {"name": self.name, "kind": self.kind} | self.layout()


V = TypeVar("V", bound=type[View])


def view(name: str) -> Callable[[V], V]:
    """Register a class as the view ``name``, which models list in their ``views``."""

    def register(owner: V) -> V:
        owner.name = name
        VIEWS.add(name, owner)
        return owner

    return register


def views_for(watch: Watch) -> list[View]:
    """Return the views that the model of a run declares and that suit it and its data."""
    wanted = [VIEWS[name] for name in watch.model.views]
    return [v(watch) for v in wanted if v.suits(watch.model, watch.data)]
