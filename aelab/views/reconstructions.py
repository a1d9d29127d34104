"""Reconstructions."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._mesh import line, mesh
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import CloudLayout, StripLayout
from aelab.views.words import indexed, joined

COLUMNS = 10  # images in the strip
BYTES = 28_000  # of them in each frame
POINTS = 1000  # points of the plane or of space
CURVE = 201  # points of a decoded curve
GRID = 17  # lines of a decoded grid, each way
KINDS = {2: "cloud", 3: "space"}  # by the number of coordinates
NOISE = 0  # seed of the noise on what is shown: it stands still


@view("reconstructions")
class Reconstructions(View):
    """Held-out samples and what becomes of them: a strip of images, or a cloud of points.

    Where the model learns to take noise away, x̂ is made of the noisy x̃, as in its loss.
    """

    order = 20

    def __init__(self, context: Context) -> None:
        """Choose the samples that are shown."""
        super().__init__(context)
        self._columns = _one_per_class(context.labels)
        self._sent: int | None = None
        self._next = 0
        noisy = self.kind != "space" and context.model.corrupt(context.x[:1], NOISE) is not None
        self._noisy = noisy

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are images, or points of the plane or of space."""
        return len(data.sample_shape) == 2 or data.sample_shape in ((2,), (3,))

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        shape = self.context.data.sample_shape
        return "strip" if len(shape) == 2 else KINDS[shape[0]]

    def layout(self) -> StripLayout | CloudLayout:
        """Return the words and numbers that stay."""
        data = self.context.data
        note = joined(f"held-out {data.sample}s", "x̂ from x̃" if self._noisy else "")
        if self.kind == "strip":
            images = self.context.images()
            return {"title": "Reconstructions", "note": note, **images}  # type: ignore[typeddict-item]
        return {
            "title": "Reconstructions",
            "note": note,
            "names": indexed("x", data.sample_shape[0]),
            "classes": list(data.classes),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return samples and reconstructions."""
        return self._strip(frame_number) if self.kind == "strip" else self._points(frame_number)

    def _strip(self, frame_number: int | None) -> list[Part]:
        context, columns = self.context, self._columns.copy()
        if context.picked is not None:
            columns[0] = context.picked
        x = context.x[columns]
        given = self._given(x)
        shown = self._shown(frame_number, *x.shape)
        x_hat = context.model.decode(context.model.encode(given[shown]))
        parts = [self.part("x_hat", context.coded(x_hat), shown.start, len(columns))]
        if frame_number is None or context.picked != self._sent:
            self._sent = context.picked
            new = slice(None if frame_number is None else 1)  # only the first column is another
            parts.append(self.part("rows", columns))
            parts.append(self.part("x", context.coded(x[new]), 0, len(columns)))
            if self._noisy:
                parts.append(self.part("x_tilde", context.coded(given[new]), 0, len(columns)))
        return parts

    def _shown(self, frame_number: int | None, count: int, size: int) -> slice:
        """Return the columns of this frame: half of them, or what fits of larger images."""
        start = 0 if frame_number is None else self._next
        share = max(1, min(-(-count // 2), BYTES // size))
        stop = count if frame_number is None else min(start + share, count)
        self._next = stop % count
        return slice(start, stop)

    def _points(self, frame_number: int | None) -> list[Part]:
        context = self.context
        x = context.x[:POINTS]
        given = self._given(x)
        parts = [self.part("x_hat", context.model.decode(context.model.encode(given)))]
        parts += self._decoded(frame_number)
        if frame_number is None:
            parts += [self.part("x", x), self.part("labels", context.labels[:POINTS])]
            if self._noisy:
                parts.append(self.part("x_tilde", given))
        return parts

    def _decoded(self, frame_number: int | None) -> list[Part]:
        """Return what a code of one or two numbers decodes to; a larger one fills no surface."""
        context = self.context
        if context.model.latent == 1:
            codes = line(context.window(frame_number)[0], CURVE)[:, None]
            return [self.part("curve", context.model.decode(codes))]
        if context.model.latent == 2:
            grid = context.model.decode(mesh(context.window(frame_number), GRID).reshape(-1, 2))
            return [self.part("grid", grid.reshape(GRID, GRID, -1))]
        return []

    def _given(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return samples (n, d) as the model gets them, with the same noise each time."""
        return np.asarray(self.context.model.corrupt(x, NOISE)) if self._noisy else x


def _one_per_class(labels: NDArray[np.uint8]) -> NDArray[np.int32]:
    classes = [np.flatnonzero(labels == c) for c in np.unique(labels)]
    longest = max(len(c) for c in classes)
    turns = [c[i] for i in range(min(longest, COLUMNS)) for c in classes if i < len(c)]
    chosen = np.array(turns[:COLUMNS], np.int32)
    return chosen[np.argsort(labels[chosen], kind="stable")]
