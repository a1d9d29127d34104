"""Mean activations, unit by unit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.training.model_protocols import Level
from aelab.views._bars import Bars
from aelab.views.base import finite, view
from aelab.views.layouts import BarsWords
from aelab.views.words import counted, first, indexed, joined

MOST = 256  # bars


@view("means")
class Means(Bars):
    """How active each unit of the code is: ĥ_j, the mean of |h_j| over held-out samples."""

    order = 47

    def words(self) -> BarsWords:
        """Return the words that stay."""
        context, k = self.context, self.context.model.latent
        over = f"over {counted(len(context.x))} held-out {context.data.sample}s"
        return {
            "title": "Mean activations",
            "note": joined(over, first(MOST, k, "units")),
            "unit": "mean of |h|",
            "xname": "unit",
            "names": indexed("h", min(k, MOST)),
        }

    def levels(self) -> list[Level]:
        """Return what the model wants them to be, such as h₀."""
        return finite(self.context.model.levels("activations"))

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the mean of |h_j| for each unit (k,)."""
        means: NDArray[np.float64] = np.abs(self.context.codes(frame_number)[:, :MOST]).mean(
            0, dtype=np.float64
        )
        return means
