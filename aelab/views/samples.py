"""Samples."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.theory.sampling import SEED, gaussian_like
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._mesh import line, mesh
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import CloudLayout, StripLayout
from aelab.views.reconstructions import BYTES, COLUMNS, CURVE, GRID, KINDS, POINTS
from aelab.views.words import indexed

REACH = 2.0  # standard deviations of p(z) that the decoded curve or grid reaches to
MOST = 64  # numbers of a code without a prior: a Gaussian of more cannot be told from its codes


@view("samples")
class Samples(View):
    """What the model makes of codes drawn from the prior p(z), beside held-out samples.

    No sample belongs to any of the data: what can be compared is where they lie, not one by one.
    Without a prior, codes are drawn from a Gaussian with the mean and covariance of held-out ones.
    """

    order = 15

    def __init__(self, context: Context) -> None:
        """Choose the held-out images that stand above."""
        super().__init__(context)
        rows = np.linspace(0, len(context.x) - 1, min(COLUMNS, len(context.x)))
        self._rows = rows.astype(np.int32)
        self._next = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether samples are images, or points that can be drawn, and codes can be had."""
        shape = data.sample_shape
        drawn = len(shape) == 2 or shape in ((2,), (3,))
        return drawn and bool(model.generates or model.latent <= MOST)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        shape = self.context.data.sample_shape
        return "strip" if len(shape) == 2 else KINDS[shape[0]]

    def layout(self) -> StripLayout | CloudLayout:
        """Return the words and numbers that stay."""
        data = self.context.data
        prior = self.context.model.generates
        made = "z from p(z) = N(0, 1)" if prior else "z from a Gaussian as wide as its codes"
        note = f"made of {made}, beside held-out {data.sample}s"
        if self.kind == "strip":
            return {
                "title": "Samples",
                "note": note,
                "output": "sample",
                **self.context.images(),  # type: ignore[typeddict-item]
            }
        return {
            "title": "Samples",
            "note": note,
            "output": "sample",
            "names": indexed("x", data.sample_shape[0]),
            "classes": list(data.classes),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return samples and data."""
        return self._strip(frame_number) if self.kind == "strip" else self._points(frame_number)

    def _strip(self, frame_number: int | None) -> list[Part]:
        context, count = self.context, len(self._rows)
        share = max(1, min(-(-count // 2), BYTES // context.x.shape[1]))
        start = 0 if frame_number is None else self._next
        stop = count if frame_number is None else min(start + share, count)
        self._next = stop % count
        made = context.coded(self._made(count, frame_number)[start:stop])
        parts = [self.part("x_hat", made, start, count)]
        if frame_number is None:
            parts.append(self.part("x", context.coded(context.x[self._rows])))
        return parts

    def _points(self, frame_number: int | None) -> list[Part]:
        context = self.context
        x = context.x[:POINTS]
        made = self._made(len(x), frame_number)
        parts = [self.part("x_hat", made.astype(np.float32)), *self._decoded(frame_number)]
        if frame_number is None:
            parts += [self.part("x", x), self.part("labels", context.labels[:POINTS])]
        return parts

    def _made(self, count: int, frame_number: int | None) -> NDArray[Any]:
        """Return ``count`` samples (count, d) of codes from the prior, or like the model's own."""
        model = self.context.model
        if model.generates:
            return np.asarray(model.generate(count, SEED))
        with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges may be looked at
            codes = gaussian_like(self.context.codes(frame_number), count, SEED)
        return np.asarray(model.decode(codes.astype(np.float32)))

    def _reach(self, frame_number: int | None) -> NDArray[np.float32]:
        """Return how far the middle of the prior reaches, or that of the codes: (k, 2)."""
        ends = np.array([-REACH, REACH], np.float32)
        if self.context.model.generates:
            return np.tile(ends, (self.context.model.latent, 1))
        codes = self.context.codes(frame_number)
        reach: NDArray[np.float32] = codes.mean(0)[:, None] + codes.std(0)[:, None] * ends
        return reach

    def _decoded(self, frame_number: int | None) -> list[Part]:
        """Return what the middle of a prior of one or two numbers decodes to."""
        model = self.context.model
        if model.latent == 1:
            codes = line(self._reach(frame_number)[0], CURVE)[:, None]
            return [self.part("curve", model.decode(codes))]
        if model.latent == 2:
            grid = model.decode(mesh(self._reach(frame_number), GRID).reshape(-1, 2))
            return [self.part("grid", grid.reshape(GRID, GRID, -1))]
        return []
