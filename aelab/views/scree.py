"""Scree plot."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.model_protocols import spectrum_of
from aelab.views._bars import Bars
from aelab.views.base import view
from aelab.views.layouts import BarsWords
from aelab.views.words import counted

LEAST, BEYOND = 30, 10  # bars: at least, and beyond the components that are kept


@view("scree")
class Scree(Bars):
    """The variance along each principal axis, and how much the first ones keep together."""

    order = 35

    @property
    def _shown(self) -> int:
        model = self.context.model
        return min(len(spectrum_of(model)), max(LEAST, model.latent + BEYOND))

    def words(self) -> BarsWords:
        """Return the words that stay; how much is kept moves, and is in the line."""
        k, d = self.context.model.latent, len(spectrum_of(self.context.model))
        return {
            "title": "Scree plot",
            "note": f"strong: the k = {k} kept of {counted(d)}",
            "unit": "eigenvalue λ",
            "xname": "component",
            "names": [str(i + 1) for i in range(self._shown)],
            "chosen": k,
            "line_unit": "share of the variance",
        }

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the largest eigenvalues of the covariance (n,)."""
        return spectrum_of(self.context.model)[: self._shown]

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the bars, and the line of cumulative shares (n,)."""
        spectrum = spectrum_of(self.context.model).astype(np.float64)
        explained = np.cumsum(spectrum) / (spectrum.sum() or 1.0)
        line = explained[: self._shown].astype(np.float32)
        return [*super().parts(frame_number), self.part("line", line)]
