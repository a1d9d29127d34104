"""Unexplained variance, feature by feature."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.views._bars import Bars
from aelab.views.base import Watch, view
from aelab.views.words import first, indexed, joined

SAMPLES = 1000  # held-out samples it is taken over
MOST = 64  # bars


@view("features")
class Features(Bars):
    """Of the variance of each feature, the fraction that the reconstructions do not explain."""

    order = 25

    def __init__(self, watch: Watch) -> None:
        """Choose the samples."""
        super().__init__(watch)
        self._x = np.asarray(watch.x[:SAMPLES])

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether the samples are neither images nor points that can be drawn."""
        return len(data.sample_shape) == 1 and data.sample_shape[0] not in (2, 3)

    def words(self) -> dict[str, Any]:
        """Return the words that stay."""
        data, d = self.watch.data, self._x.shape[1]
        return {
            "title": "Unexplained variance",
            "note": joined(f"held-out {data.sample}s", first(MOST, d, "features")),
            "unit": "share of the variance",
            "xname": "feature",
            "names": indexed("x", min(d, MOST)),
        }

    def levels(self) -> list[dict[str, Any]]:
        """Return where the mean alone would stand."""
        return [{"label": "the mean alone", "value": 1.0}]

    def values(self, turn: int | None) -> NDArray[Any]:
        """Return the mean squared error of each feature (n,) over its variance.

        A feature that is constant has nothing to explain: 0.
        """
        model, x = self.watch.model, self._x
        error = x - model.decode(model.encode(x))
        left = np.square(error, dtype=np.float64).mean(0)[:MOST]
        variance = x.var(0, dtype=np.float64)[:MOST]
        return np.divide(left, variance, out=np.zeros_like(left), where=variance > 0)
