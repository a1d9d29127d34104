"""Latent space."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.views.base import View, Watch, view
from aelab.views.words import counted, indexed

ELLIPSES = 48  # samples whose q(z|x) is drawn


@view("latent")
class Latent(View):
    """The codes of held-out samples: a histogram of one dimension, a scatter of two."""

    order = 10

    def __init__(self, watch: Watch) -> None:
        """Choose the samples whose q(z|x) is drawn, if the model has one."""
        super().__init__(watch)
        self._spread = watch.model.spread(watch.x[:1]) is not None
        rows = np.linspace(0, len(watch.x) - 1, min(ELLIPSES, len(watch.x)))
        self._rows = rows.astype(np.intp)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "histogram" if self.watch.model.latent == 1 else "scatter"

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        watch, count = self.watch, counted(len(self.watch.x))
        pca = watch.axes == "pca"
        scales = "" if self.kind == "histogram" else ", equal scales"
        return {
            "title": "Latent space",
            "note": f"{count} held-out {watch.data.sample}s{scales}",
            "dims": watch.model.latent,
            "axes": "pca" if pca else list(watch.axes),
            "names": self._names(),
            "prior": self._spread and not pca,
            "classes": list(watch.data.classes),
        }

    def parts(self, turn: int | None) -> list[Part]:
        """Return the codes of this turn's share, and the labels once."""
        watch, share = self.watch, self.watch.share(turn)
        points = watch.plane(turn).placed(watch.codes(turn)[share])
        parts = [self.part("points", points, share.start, len(watch.x))]
        if self._spread and self.kind == "scatter":
            parts.append(self.part("ellipses", self._ellipses(turn)))
        return parts if turn is not None else [*parts, self.part("labels", watch.labels)]

    def _names(self) -> list[str]:
        axes = self.watch.axes
        if isinstance(axes, str):
            return [f"{name} of z" for name in indexed("PC", 2)]
        names = indexed("z", self.watch.model.latent)
        return [names[i] for i in axes]

    def _ellipses(self, turn: int | None) -> NDArray[np.float32]:
        """Return row and covariance xx, xy, yy of q(z|x) in the drawn plane, for some samples."""
        across = self.watch.plane(turn).vectors  # (k, 2)
        spread = across.T @ self.watch.model.spread(self.watch.x[self._rows]) @ across
        drawn = (self._rows, spread[:, 0, 0], spread[:, 0, 1], spread[:, 1, 1])
        return np.stack(drawn, axis=1).astype(np.float32)
