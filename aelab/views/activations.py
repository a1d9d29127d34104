"""Activations: how the numbers of the code are spread over held-out samples."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.views._bars import Bars
from aelab.views.base import view
from aelab.views.context import Context
from aelab.views.layouts import BarsWords
from aelab.views.words import counted

BINS = 40
ENTRIES = 256_000  # numbers that are counted, at most
ENDS = (0.1, 99.9)  # percentiles that the bins reach to


@view("activations")
class Activations(Bars):
    """The histogram of all numbers of all codes: a sparse code has most of them near 0."""

    order = 46

    def __init__(self, context: Context) -> None:
        """Choose how many samples are counted."""
        super().__init__(context)
        self._samples = min(len(context.x), max(1, ENTRIES // context.model.latent))
        self._range = (0.0, 1.0)

    def words(self) -> BarsWords:
        """Return the words that stay."""
        data, k = self.context.data, self.context.model.latent
        units = "unit" if k == 1 else "units"
        return {
            "title": "Activations",
            "note": f"{k} {units}, {counted(self._samples)} held-out {data.sample}s",
            "unit": "share of activations",
            "xname": "activation",
            "range": list(self._range),
        }

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the share of the activations in each bin (b,); the last ones have the tails."""
        codes = self.context.codes(frame_number)[: self._samples]
        if not np.isfinite(codes).all():
            return np.zeros(BINS)
        self._range = rounded(*np.percentile(codes, ENDS).tolist())
        counts, _ = np.histogram(np.clip(codes, *self._range), BINS, self._range)
        return counts / codes.size

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the bars, and from where to where they reach (2,): it moves."""
        values = super().parts(frame_number)
        return [*values, self.part("range", np.array(self._range, np.float32))]


def rounded(low: float, high: float) -> tuple[float, float]:
    """Return a range with ends 0 or ±1, 2 or 5 times a power of ten, so that it seldom moves."""
    low, high = -_above(-low) if low < 0 else 0.0, _above(high) if high > 0 else 0.0
    return (low, high) if high > low else (0.0, 1.0)


def _above(value: float) -> float:
    """Return the smallest of 1, 2, 5, 10, ... times a power of ten that is not below a value."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(m * power for m in (1, 2, 5, 10, 20) if m * power >= value * (1 - 1e-6)))
