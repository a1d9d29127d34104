"""Samples."""

from typing import Any

import numpy as np

from aelab.frames import Part
from aelab.views._base import View, Watch, view
from aelab.views._mesh import line, mesh
from aelab.views._words import indexed
from aelab.views.reconstructions import BYTES, COLUMNS, CURVE, GRID, KINDS, POINTS

SEED = 0  # of the codes: they stand still, so that each sample can be followed while it learns
REACH = 2.0  # standard deviations of p(z) that the decoded curve or grid reaches to


@view("samples")
class Samples(View):
    """What the model makes of codes drawn from the prior p(z), beside held-out samples.

    No sample belongs to any of the data: what can be compared is where they lie, not one by one.
    """

    order = 15

    def __init__(self, watch: Watch) -> None:
        """Choose the held-out images that stand above."""
        super().__init__(watch)
        rows = np.linspace(0, len(watch.x) - 1, min(COLUMNS, len(watch.x)))
        self._rows = rows.astype(np.int32)
        self._next = 0

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether there is a prior, and samples are images, or points that can be drawn."""
        shape = data.sample_shape
        return bool(model.generates) and (len(shape) == 2 or shape in ((2,), (3,)))

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        shape = self.watch.data.sample_shape
        return "strip" if len(shape) == 2 else KINDS[shape[0]]

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        data = self.watch.data
        words = {
            "title": "Samples",
            "note": f"made of z from p(z) = N(0, 1), beside held-out {data.sample}s",
            "output": "sample",  # instead of a reconstruction: of no x
        }
        if self.kind != "strip":
            names = indexed("x", data.sample_shape[0])
            return words | {"names": names, "classes": list(data.classes)}
        return words | self.watch.image_words()

    def parts(self, turn: int | None) -> list[Part]:
        """Return samples and data."""
        return self._strip(turn) if self.kind == "strip" else self._points(turn)

    def _strip(self, turn: int | None) -> list[Part]:
        watch, count = self.watch, len(self._rows)
        share = max(1, min(-(-count // 2), BYTES // watch.x.shape[1]))
        start = 0 if turn is None else self._next
        stop = count if turn is None else min(start + share, count)
        self._next = stop % count
        made = watch.coded(watch.model.generate(count, SEED)[start:stop])
        parts = [self.part("x_hat", made, start, count)]
        if turn is None:
            parts.append(self.part("x", watch.coded(watch.x[self._rows])))
        return parts

    def _points(self, turn: int | None) -> list[Part]:
        watch = self.watch
        x = watch.x[:POINTS]
        made = watch.model.generate(len(x), SEED)
        parts = [self.part("x_hat", made.astype(np.float32)), *self._decoded()]
        if turn is None:
            parts += [self.part("x", x), self.part("labels", watch.labels[:POINTS])]
        return parts

    def _decoded(self) -> list[Part]:
        """Return what the middle of a prior of one or two numbers decodes to."""
        model = self.watch.model
        reach = np.array([[-REACH, REACH]] * model.latent, np.float32)
        if model.latent == 1:
            return [self.part("curve", model.decode(line(reach[0], CURVE)[:, None]))]
        if model.latent == 2:
            grid = model.decode(mesh(reach, GRID).reshape(-1, 2))
            return [self.part("grid", grid.reshape(GRID, GRID, -1))]
        return []
