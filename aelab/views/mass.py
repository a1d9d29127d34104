"""Sculpting: what a cut on the score does to the spectrum of the jet mass."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.metrics import auc, correlation
from aelab.theory.decorrelation import flattened
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed
from aelab.views.base import View, view
from aelab.views.layouts import SculptLayout
from aelab.views.scores import kinds

Values: TypeAlias = NDArray[np.float64]

BINS = 40
LEVELS = np.concatenate([[1.0], np.geomspace(0.7, 0.005, 24)])  # shares of normal samples kept
ENDS = (0.0, 99.5)  # percentiles that the bins reach to


@view("mass")
class Sculpting(View):
    """The spectrum of a quantity of the normal samples, before and after cuts on the score.

    A score that knows the quantity carves a bump out of a smooth background.
    """

    order = 4

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether something is looked for, and a quantity is known."""
        return data.anomalous is not None and bool(data.quantities())

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "sculpt"

    def layout(self) -> SculptLayout:
        """Return the words that stay."""
        name, quantity = next(iter(self.context.data.quantities().items()))
        return {
            "title": "Sculpting",
            "quantity": name,
            "unit": quantity.unit,
            "names": kinds(self.context.data),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the spectra above some cuts, and how score and quantity are correlated."""
        scoring, odd = self.context.scoring, needed(self.context.data.anomalous)
        scoring.renew(frame_number)
        values = scoring.values
        along = next(iter(self.context.data.quantities().values())).values
        scored = np.isfinite(values)
        low, high = np.percentile(along, ENDS)
        edges = np.linspace(low, high, BINS + 1)
        normal = scored & ~odd
        spectrum = np.zeros((len(LEVELS), BINS))
        if normal.any():
            order = np.flatnonzero(normal)[np.argsort(-values[normal], kind="stable")]
            for row, share in enumerate(LEVELS):
                above = along[order[: round(share * len(order))]]
                spectrum[row], _ = np.histogram(np.clip(above, edges[0], edges[-1]), edges)
        related = [_related(values[k], along[k]) for k in (normal, scored & odd)]
        return [
            self.part("edges", edges.astype(np.float32)),
            self.part("spectrum", spectrum.astype(np.float32)),
            self.part("levels", LEVELS.astype(np.float32)),
            self.part("correlation", np.array(related, np.float32)),
            self.part("auc", np.array(self._both(values, along), np.float32)),
        ]

    def _both(self, values: Values, along: Values) -> list[float]:
        """Return the AUC as it is, and that of the score made independent of the quantity."""
        odd = needed(self.context.data.anomalous)
        scored = np.isfinite(values)
        flat = flattened(values, along, ~odd)
        return [auc(scores[scored], odd[scored]).value for scores in (values, flat)]


def _related(scores: Values, quantity: Values) -> float:
    """Return the rank correlation; NaN of too few or of equal numbers."""
    if len(scores) < 3 or np.ptp(scores) == 0 or np.ptp(quantity) == 0:
        return float("nan")
    return float(correlation(scores, quantity))
