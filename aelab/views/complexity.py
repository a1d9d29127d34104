"""Complexity: the score against the number of active pixels."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import ProfileLayout
from aelab.views.scores import kinds

BINS = 14
FEWEST = 10  # samples in a bin that is shown
BAND = (16, 84)  # percentiles of the band


@view("complexity")
class Complexity(View):
    """How the score grows with the number of active pixels, for normal and anomalous samples.

    A picture with more in it is harder to reconstruct. Where this alone sets the error, an
    autoencoder takes the more complex class for the anomalous one, whatever it learnt. Source:
    Finke, Krämer, Morandini, Mück and Oleksiyuk, "Autoencoders for unsupervised anomaly detection
    in high energy physics", 2021.
    """

    order = 5

    def __init__(self, context: Context) -> None:
        """Count the active pixels of all test samples."""
        super().__init__(context)
        data = context.data
        self._active = np.count_nonzero(data.test > data.span[0], axis=1).astype(np.float64)
        ends = np.percentile(self._active, (0.5, 99.5))
        self._edges = np.linspace(ends[0], max(ends[1], ends[0] + 1), BINS + 1)
        inside = np.clip(self._active, self._edges[0], self._edges[-1])
        self._bin = np.minimum(np.searchsorted(self._edges, inside, side="right") - 1, BINS - 1)

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether something is looked for among images that are empty in places."""
        images = data.anomalous is not None and len(data.sample_shape) == 2
        return images and bool((data.test[:100] <= data.span[0]).any())

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "profile"

    def layout(self) -> ProfileLayout:
        """Return the words that stay."""
        scoring = self.context.scoring
        return {
            "title": "Score against complexity",
            "note": scoring.title,
            "xname": "active pixels",
            "unit": scoring.score.unit_for(self.context.model),
            "names": kinds(self.context.data),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return mean and band of the score in bins of the number of active pixels, per class."""
        scoring, odd = self.context.scoring, needed(self.context.data.anomalous)
        scoring.renew(frame_number)
        values = scoring.values
        curves = np.full((4, 2, BINS), np.nan)  # mean, low, high, share
        for row, kind in enumerate((~odd, odd)):
            scored = kind & np.isfinite(values)
            curves[3, row] = np.bincount(self._bin[kind], minlength=BINS) / max(1, kind.sum())
            for b in range(BINS):
                there = values[scored & (self._bin == b)]
                if len(there) >= FEWEST:
                    curves[:3, row, b] = there.mean(), *np.percentile(there, BAND)
        centres = (self._edges[1:] + self._edges[:-1]) / 2
        named = dict(zip(("mean", "low", "high", "share"), curves, strict=True))
        return [
            self.part("at", centres.astype(np.float32)),
            *(self.part(name, array.astype(np.float32)) for name, array in named.items()),
        ]
