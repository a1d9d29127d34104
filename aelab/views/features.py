"""Unexplained variance, feature by feature."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import Level, ViewedModel
from aelab.views._bars import Bars
from aelab.views.base import view
from aelab.views.context import Context
from aelab.views.layouts import BarsWords
from aelab.views.words import first, indexed, joined

SAMPLES = 1000  # held-out samples it is taken over
MOST = 64  # bars


@view("features")
class Features(Bars):
    """Of the variance of each feature, the fraction that the reconstructions do not explain."""

    order = 25

    def __init__(self, context: Context) -> None:
        """Choose the samples."""
        super().__init__(context)
        self._x = np.asarray(context.x[:SAMPLES])

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are neither images nor points that can be drawn."""
        return len(data.sample_shape) == 1 and data.sample_shape[0] not in (2, 3)

    def words(self) -> BarsWords:
        """Return the words that stay."""
        data, d = self.context.data, self._x.shape[1]
        return {
            "title": "Unexplained variance",
            "note": joined(f"held-out {data.sample}s", first(MOST, d, "features")),
            "unit": "share of the variance",
            "xname": "feature",
            "names": indexed("x", min(d, MOST)),
        }

    def levels(self) -> list[Level]:
        """Return where the mean alone would stand."""
        return [{"label": "the mean alone", "value": 1.0}]

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the mean squared error of each feature (n,) over its variance.

        A feature that is constant has nothing to explain: 0.
        """
        model, x = self.context.model, self._x
        error = x - model.decode(model.encode(x))
        left = np.square(error, dtype=np.float64).mean(0)[:MOST]
        variance = x.var(0, dtype=np.float64)[:MOST]
        shares: NDArray[np.float64] = np.divide(
            left, variance, out=np.zeros_like(left), where=variance > 0
        )
        return shares
