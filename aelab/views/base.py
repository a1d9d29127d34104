"""What every view is: fixed words, and arrays of which a share goes into each frame."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from numpy.typing import NDArray

from aelab.frames import Part
from aelab.registry import VIEWS
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import Level, ViewedModel
from aelab.views.context import Context

__all__ = ["View", "ViewedData", "ViewedModel", "finite", "per_epoch", "view", "views_for"]


class View(ABC):
    """One picture of a run; the browser draws it by its ``kind``."""

    name: ClassVar[str]
    order: ClassVar[int] = 100
    offered: ClassVar[bool] = False  # also where no model and no data list it, if it suits them

    def __init__(self, context: Context) -> None:
        """Look at the run through ``context``."""
        self.context = context

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether this model on these data can be seen so."""
        return True

    @property
    @abstractmethod
    def kind(self) -> str:
        """How the browser draws it."""

    @abstractmethod
    def layout(self) -> Mapping[str, Any]:
        """Return the words and numbers that stay, title first."""

    @abstractmethod
    def parts(self, frame_number: int | None) -> list[Part]:
        """Return what is drawn: the share of this frame, or everything if it is None."""

    def part(
        self, name: str, array: NDArray[Any], start: int = 0, rows: int | None = None
    ) -> Part:
        """Return an array under the name of this view.

        Args:
            name: Name of the array in its kind.
            array: The array, or a share of its rows.
            start: The first of these rows.
            rows: How many rows the whole array has; None if it is whole.

        """
        return Part(f"{self.name}.{name}", array, start, rows)

    def head(self) -> dict[str, Any]:
        """Return name, kind and layout for the header of a frame."""
        return {"name": self.name, "kind": self.kind, **self.layout()}


V = TypeVar("V", bound=type[View])


def view(name: str) -> Callable[[V], V]:
    """Register a class as the view ``name``, which models list in their ``views``.

    A view that is ``offered`` needs not be listed; it comes last.
    """

    def register(owner: V) -> V:
        owner.name = name
        VIEWS.add(name, owner)
        return owner

    return register


def views_for(context: Context) -> list[View]:
    """Return the views that suit a run, and that its model or data list or that are offered.

    The first one is drawn large: never the strip of images, and for points of the plane with a
    code of one number the plane rather than the histogram of that number.
    """
    offered = (name for name, v in VIEWS.items() if v.offered)
    named = dict.fromkeys((*context.data.views, *context.model.views, *offered))
    wanted = [VIEWS[name] for name in named]
    views: list[View] = [v(context) for v in wanted if v.suits(context.model, context.data)]
    names = [v.name for v in views]
    line = context.data.sample_shape == (2,) and context.model.latent == 1
    if line and names[:1] == ["latent"] and "reconstructions" in names:
        other = names.index("reconstructions")
        views[0], views[other] = views[other], views[0]
    if len(views) > 1 and views[0].kind == "strip":
        views[0], views[1] = views[1], views[0]
    return views


def finite(levels: Iterable[Level]) -> list[Level]:
    """Return the reference lines that have a finite value."""
    return [
        Level(label=level["label"], value=level["value"])
        for level in levels
        if math.isfinite(level["value"])
    ]


def per_epoch(context: Context) -> float | None:
    """Return the updates of an epoch, None for a single epoch, which is told in steps."""
    model = context.model
    return model.updates_in(len(context.data.train)) / model.epochs if model.epochs > 1 else None
