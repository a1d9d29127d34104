"""What every view is: fixed words, and arrays of which a share goes into each frame."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.registry import VIEWS
from aelab.views._axes import Plane, principal_plane
from aelab.views._probe import probed
from aelab.views._scoring import Scoring
from aelab.views._segmenting import Segmenting, suits

CODES = 4000  # held-out samples whose codes are watched
SHARE = 1000  # of them in each frame
LONGEST = 40  # letters of the name of a sample
MOST = 32  # names of views that are shown, at most


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

    @property
    def measure_names(self) -> Sequence[str]:
        """What the model measures of itself, as "group.label", Q in all."""

    @property
    def measure_steps(self) -> NDArray[np.float32]:
        """Updates after which it was measured, (n,)."""

    @property
    def measures(self) -> NDArray[np.float32]:
        """What was measured, (n, Q)."""


class Watch:
    """A run as its views see it: the model, the data, the history, and codes of held-out samples.

    ``picked`` is the index of the sample that a person pinned, ``named`` a sample that a page asks
    for by its name, if the data have it, ``axes`` are the two dimensions of
    the code that are drawn, or "pca" for the two principal axes of the watched codes.
    """

    def __init__(self, model: Any, data: Any, history: Curves) -> None:
        """Watch ``model`` learn ``data``."""
        self.model, self.data, self.history = model, data, history
        self.x = data.test[:CODES]
        self.labels = data.test_labels[:CODES]
        dims = min(2, model.latent)
        self.axes: tuple[int, ...] | str = "pca" if model.latent > 2 else tuple(range(dims))
        self.picked: int | None = None
        self.named: tuple[str, NDArray[np.float32] | None] = ("", None)
        self.shown: set[str] | None = None  # all
        self._codes: NDArray[np.float32] | None = None
        self._encoded: tuple[int | None, int] = (-1, -1)
        self._plane: Plane | None = None
        self._planed: tuple[int | None, int] = (-1, -1)

    @cached_property
    def scoring(self) -> Scoring:
        """The anomaly scores of all test samples, where something is looked for in the data."""
        return Scoring(self.model, self.data)

    @cached_property
    def segmenting(self) -> Segmenting:
        """The segmentation of all test images, where it is known which pixels are anomalous."""
        return Segmenting(self.model, self.data)

    def take_time(self, whole: bool) -> None:
        """Say whether a full frame is to have all that takes long anew."""
        for long in self._long():
            long.whole = whole

    @property
    def behind(self) -> bool:
        """Whether something that takes long is older than the weights."""
        return any(long.behind for long in self._long())

    def catch_up(self) -> None:
        """Renew a share of each thing that takes long and is behind."""
        for long in self._long():
            if long.behind:
                long.catch_up()

    def _long(self) -> list[Scoring | Segmenting]:
        """Return what takes long and is shown of these data."""
        scored = [self.scoring] if self.data.anomalous is not None else []
        segmented = suits(self.model, self.data)
        return [*scored, self.segmenting] if segmented else [*scored]

    def share(self, turn: int | None) -> slice:
        """Return which held-out samples belong to this turn; all, if it is None.

        Each round of shares begins one further on: views that find no room in a frame are left
        out in turns too, and it shall not be the same share each time.
        """
        if turn is None or len(self.x) <= SHARE:
            return slice(0, len(self.x))
        shares = -(-len(self.x) // SHARE)
        start = (turn + turn // shares) % shares * SHARE
        return slice(start, min(start + SHARE, len(self.x)))

    def codes(self, turn: int | None) -> NDArray[np.float32]:
        """Return the codes (n, k) of all watched samples, those of this turn's share renewed."""
        now = (turn, self.model.progress.index)
        if self._codes is None:
            self._codes = self.model.encode(self.x).astype(np.float32)
        elif now != self._encoded:  # once for all views of a frame
            share = self.share(turn)
            self._codes[share] = self.model.encode(self.x[share])
        self._encoded = now
        return self._codes

    def plane(self, turn: int | None) -> Plane:
        """Return the plane of the code that is drawn; the principal one moves once per turn."""
        if not isinstance(self.axes, str):
            return Plane.of_axes(self.axes, self.model.latent)
        now = (turn, self.model.progress.index)
        if self._plane is None or now != self._planed:
            self._plane = principal_plane(self.codes(turn), self._plane)
            self._planed = now
        return self._plane

    def window(self, turn: int | None) -> NDArray[np.float32]:
        """Return where most codes lie: (k, 2), from the 2nd to the 98th percentile."""
        return np.percentile(self.codes(turn), (2, 98), axis=0).T.astype(np.float32)

    def set(self, op: str, value: Any) -> None:
        """Choose the axes that are drawn, or pin a sample; what makes no sense is ignored."""
        if op == "axes":
            self.axes = self._axes(value) or self.axes
        if op == "show" and isinstance(value, list | tuple):
            self.shown = {name for name in value[:MOST] if isinstance(name, str)}
        if op == "pick":
            self.picked = value if self._known(value) else None
        if op == "sample" and isinstance(value, str):
            self.named = (value[:LONGEST], self.data.named(value[:LONGEST]))
        if op == "score" and self.data.anomalous is not None:
            self.scoring.choose(value)
        if op == "flat" and self.data.anomalous is not None:
            self.scoring.flatten(value is True)

    def options(self) -> dict[str, Any]:
        """Return what the page may choose of this run by name, and how it is chosen now."""
        chosen: dict[str, Any] = {"sample": self.named[0]}
        if self.data.anomalous is not None:
            chosen |= {"score": self.scoring.score.slug, "flat": self.scoring.flat}
        return chosen

    def shows(self, name: str) -> bool:
        """Return whether a view is on somebody's screen."""
        return self.shown is None or name in self.shown

    def probe(self, value: Any) -> dict[str, Any]:
        """Return a sample {"sample": i} or a code {"code": [a, b]} with what is decoded from it.

        What makes no sense gives nothing.
        """
        return probed(self, value)

    def code_at(self, place: Sequence[float]) -> NDArray[np.float32]:
        """Return the code (k,) at a place in the axes that are drawn.

        Its other coordinates are those of the pinned sample, or of the mean code; the principal
        plane goes through the mean code.
        """
        if isinstance(self.axes, str):
            return (self._plane or self.plane(None)).code(place)
        if self.picked is None:
            code = (self.codes(None) if self._codes is None else self._codes).mean(0)
        else:
            code = self.model.encode(self.x[self.picked : self.picked + 1])[0].astype(np.float32)
        code[list(self.axes)] = place
        return code

    def coded(self, x: NDArray[Any]) -> NDArray[np.uint8]:
        """Return values within the data's span as 0 to 255; by their logarithm, if it says so."""
        (low, high), decades = self.data.span, self.data.decades
        with np.errstate(invalid="ignore", divide="ignore"):  # a run may diverge
            if decades:
                share = np.log10(np.maximum(x, 0) / high) / decades + 1
            else:
                share = (x - low) / (high - low)
            return (np.clip(share, 0, 1) * 255 + 0.5).astype(np.uint8)

    def image_words(self) -> dict[str, Any]:
        """Return shape and range of images, for the layout of a view that shows some."""
        (low, high), decades = self.data.span, self.data.decades
        said = {"shape": list(self.data.sample_shape), "low": low, "high": high}
        if not decades:
            return said | ({"scale": "lit"} if self.data.lit else {})
        top = math.log10(high)
        return said | {"scale": "log", "low_log": top - decades, "high_log": top}

    def _axes(self, value: Any) -> tuple[int, ...] | str | None:
        k = self.model.latent
        if value == "pca" and isinstance(value, str) and k > 2:
            return "pca"
        if not isinstance(value, list | tuple) or len(value) != min(2, k):
            return None
        known = all(type(v) is int and 0 <= v < k for v in value)
        return tuple(value) if known and len(set(value)) == len(value) else None

    def _known(self, value: Any) -> bool:
        return type(value) is int and 0 <= value < len(self.x)


class View(ABC):
    """One picture of a run; the browser draws it by its ``kind``."""

    name: ClassVar[str]
    order: ClassVar[int] = 100
    offered: ClassVar[bool] = False  # also where no model and no data list it, if it suits them

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
    """Register a class as the view ``name``, which models list in their ``views``.

    A view that is ``offered`` needs not be listed; it comes last.
    """

    def register(owner: V) -> V:
        owner.name = name
        VIEWS.add(name, owner)
        return owner

    return register


def views_for(watch: Watch) -> list[View]:
    """Return the views that suit a run, and that its model or data list or that are offered.

    The first one is drawn large: never the strip of images, and for points of the plane with a
    code of one number the plane rather than the histogram of that number.
    """
    offered = (name for name, v in VIEWS.items() if v.offered)
    named = dict.fromkeys((*watch.data.views, *watch.model.views, *offered))
    wanted = [VIEWS[name] for name in named]
    views: list[View] = [v(watch) for v in wanted if v.suits(watch.model, watch.data)]
    names = [v.name for v in views]
    line = watch.data.sample_shape == (2,) and watch.model.latent == 1
    if line and names[:1] == ["latent"] and "reconstructions" in names:
        other = names.index("reconstructions")
        views[0], views[other] = views[other], views[0]
    if len(views) > 1 and views[0].kind == "strip":
        views[0], views[1] = views[1], views[0]
    return views


def finite(levels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines that can be drawn."""
    return [level for level in levels if math.isfinite(level["value"])]


def per_epoch(watch: Watch) -> float | None:
    """Return the updates of an epoch, None for a single epoch, which is told in steps."""
    model = watch.model
    return model.updates_in(len(watch.data.train)) / model.epochs if model.epochs > 1 else None
