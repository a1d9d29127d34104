"""What is drawn as bars: a number for each of some names, or a histogram."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.model_protocols import Level
from aelab.views.base import View
from aelab.views.layouts import BarsLayout, BarsWords


class Bars(View):
    """Bars, sent whole each time."""

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "bars"

    @abstractmethod
    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the lengths of the bars (n,)."""

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the bars."""
        return [self.part("values", self.values(frame_number).astype(np.float32))]

    def layout(self) -> BarsLayout:
        """Return the words and numbers that stay."""
        return {**self.words(), "levels": self.levels()}

    @abstractmethod
    def words(self) -> BarsWords:
        """Return title, note, unit, name of the horizontal axis, names of the bars."""

    def levels(self) -> list[Level]:
        """Return horizontal lines to hold the bars against."""
        return []
