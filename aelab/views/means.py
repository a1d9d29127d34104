"""Mean activations, unit by unit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.views._bars import Bars
from aelab.views.base import finite, view
from aelab.views.words import counted, first, indexed, joined

MOST = 256  # bars


@view("means")
class Means(Bars):
    """How active each unit of the code is: ĥ_j, the mean of |h_j| over held-out samples."""

    order = 47

    def words(self) -> dict[str, Any]:
        """Return the words that stay."""
        watch, k = self.watch, self.watch.model.latent
        over = f"over {counted(len(watch.x))} held-out {watch.data.sample}s"
        return {
            "title": "Mean activations",
            "note": joined(over, first(MOST, k, "units")),
            "unit": "mean of |h|",
            "xname": "unit",
            "names": indexed("h", min(k, MOST)),
        }

    def levels(self) -> list[dict[str, Any]]:
        """Return what the model wants them to be, such as h₀."""
        return finite(self.watch.model.levels("activations"))

    def values(self, turn: int | None) -> NDArray[Any]:
        """Return the mean of |h_j| for each unit (k,)."""
        return np.abs(self.watch.codes(turn)[:, :MOST]).mean(0, dtype=np.float64)
