"""Latent space."""

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.views._needed import needed
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import ScatterLayout
from aelab.views.words import counted, indexed

ELLIPSES = 48  # samples whose q(z|x) is drawn


@view("latent")
class Latent(View):
    """The codes of held-out samples: a histogram of one dimension, a scatter of two."""

    order = 10

    def __init__(self, context: Context) -> None:
        """Choose the samples whose q(z|x) is drawn, if the model has one."""
        super().__init__(context)
        self._spread = context.model.spread(context.x[:1]) is not None
        rows = np.linspace(0, len(context.x) - 1, min(ELLIPSES, len(context.x)))
        self._rows = rows.astype(np.intp)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "histogram" if self.context.model.latent == 1 else "scatter"

    def layout(self) -> ScatterLayout:
        """Return the words and numbers that stay."""
        context, count = self.context, counted(len(self.context.x))
        axes = context.axes
        scales = "" if self.kind == "histogram" else ", equal scales"
        return {
            "title": "Latent space",
            "note": f"{count} held-out {context.data.sample}s{scales}",
            "dims": context.model.latent,
            "axes": "pca" if isinstance(axes, str) else list(axes),
            "names": self._names(),
            "prior": self._spread and not isinstance(axes, str),
            "classes": list(context.data.classes),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the codes of this frame's share, and the labels once."""
        context, share = self.context, self.context.share(frame_number)
        points = context.plane(frame_number).placed(context.codes(frame_number)[share])
        parts = [self.part("points", points, share.start, len(context.x))]
        if self._spread and self.kind == "scatter":
            parts.append(self.part("ellipses", self._ellipses(frame_number)))
        return parts if frame_number is not None else [*parts, self.part("labels", context.labels)]

    def _names(self) -> list[str]:
        axes = self.context.axes
        if isinstance(axes, str):
            return [f"{name} of z" for name in indexed("PC", 2)]
        names = indexed("z", self.context.model.latent)
        return [names[i] for i in axes]

    def _ellipses(self, frame_number: int | None) -> NDArray[np.float32]:
        """Return row and covariance xx, xy, yy of q(z|x) in the drawn plane, for some samples."""
        across = self.context.plane(frame_number).vectors  # (k, 2)
        spread = across.T @ needed(self.context.model.spread(self.context.x[self._rows])) @ across
        drawn = (self._rows, spread[:, 0, 0], spread[:, 0, 1], spread[:, 1, 1])
        return np.stack(drawn, axis=1).astype(np.float32)
