"""The context of the views: the model, the data, the history, and codes of held-out samples."""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._axes import Plane, principal_plane
from aelab.views._scoring import Scoring
from aelab.views._segmenting import Segmenting, suits
from aelab.views.layouts import Images
from aelab.views.options import OPTIONS
from aelab.views.probes import Probe, probed

CODES = 4000  # held-out samples that are encoded for the views
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

    @property
    def measure_names(self) -> Sequence[str]:
        """What the model measures of itself, as "group.label", Q in all."""

    @property
    def measure_steps(self) -> NDArray[np.float32]:
        """Updates after which it was measured, (n,)."""

    @property
    def measures(self) -> NDArray[np.float32]:
        """What was measured, (n, Q)."""


class Context:
    """A run as its views see it: the model, the data, the history, and codes of held-out samples.

    ``picked`` is the index of the sample that a person pinned, ``named`` a sample that a page asks
    for by its name, if the data have it, ``axes`` are the two dimensions of
    the code that are drawn, or "pca" for the two principal axes of the codes.
    """

    def __init__(self, model: ViewedModel, data: ViewedData, history: Curves) -> None:
        """Take the ``history`` of ``model`` learning ``data``."""
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

    def share(self, frame_number: int | None) -> slice:
        """Return which held-out samples belong to this frame; all, if it is None.

        Each round of shares begins one further on: views that find no room in a frame are left
        out in turns too, and it shall not be the same share each time.
        """
        if frame_number is None or len(self.x) <= SHARE:
            return slice(0, len(self.x))
        shares = -(-len(self.x) // SHARE)
        start = (frame_number + frame_number // shares) % shares * SHARE
        return slice(start, min(start + SHARE, len(self.x)))

    def codes(self, frame_number: int | None) -> NDArray[np.float32]:
        """Return the codes (n, k) of all samples, those of this frame's share computed again."""
        now = (frame_number, self.model.progress.index)
        if self._codes is None:
            self._codes = self.model.encode(self.x).astype(np.float32)
        elif now != self._encoded:  # once for all views of a frame
            share = self.share(frame_number)
            self._codes[share] = self.model.encode(self.x[share])
        self._encoded = now
        return self._codes

    def plane(self, frame_number: int | None) -> Plane:
        """Return the plane of the code that is drawn; the principal one moves once per frame."""
        if not isinstance(self.axes, str):
            return Plane.of_axes(self.axes, self.model.latent)
        now = (frame_number, self.model.progress.index)
        if self._plane is None or now != self._planed:
            self._plane = principal_plane(self.codes(frame_number), self._plane)
            self._planed = now
        return self._plane

    def window(self, frame_number: int | None) -> NDArray[np.float32]:
        """Return where most codes lie: (k, 2), from the 2nd to the 98th percentile."""
        ends: NDArray[np.float64] = np.percentile(self.codes(frame_number), (2, 98), axis=0)
        return ends.T.astype(np.float32)

    def set(self, name: str, value: Any) -> None:
        """Set a view option; a value that makes no sense for this run changes nothing."""
        option = OPTIONS.get(name)
        if option is not None and option.apply is not None:
            option.apply(self, value)

    def options(self) -> dict[str, Any]:
        """Return the options in force by name, for the header of a frame."""
        values = {o.name: o.current(self) for o in OPTIONS.values() if o.current is not None}
        return {name: value for name, value in values.items() if value is not None}

    def shows(self, name: str) -> bool:
        """Return whether a view is on somebody's screen."""
        return self.shown is None or name in self.shown

    def probe(self, value: object) -> Probe:
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
        return np.asarray(code)

    def coded(self, x: NDArray[Any]) -> NDArray[np.uint8]:
        """Return values within the data's span as 0 to 255; by their logarithm, if it says so."""
        (low, high), decades = self.data.span, self.data.decades
        with np.errstate(invalid="ignore", divide="ignore"):  # a run may diverge
            if decades:
                share = np.log10(np.maximum(x, 0) / high) / decades + 1
            else:
                share = (x - low) / (high - low)
            grey: NDArray[Any] = np.clip(share, 0, 1) * 255 + 0.5
            return grey.astype(np.uint8)

    def images(self) -> Images:
        """Return shape and range of images, for the layout of a view that shows some."""
        (low, high), decades = self.data.span, self.data.decades
        images = Images(shape=list(self.data.sample_shape), low=low, high=high)
        if decades:
            top = math.log10(high)
            images |= {"scale": "log", "low_log": top - decades, "high_log": top}
        elif self.data.lit:
            images["scale"] = "lit"
        return images
