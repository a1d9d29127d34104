"""Weights as images."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import TilesLayout
from aelab.views.words import first

TILES, PIXELS = 36, 36_000  # at most
BYTES = 16_000  # of tiles in a moving frame


@view("weights")
class Weights(View):
    """Weights that can be seen as images: orange is positive, blue negative."""

    order = 60

    def __init__(self, context: Context) -> None:
        """Start at the first tile."""
        super().__init__(context)
        self._next = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are images, and the model has such weights."""
        return len(data.sample_shape) == 2 and model.filters() is not None

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "tiles"

    def layout(self) -> TilesLayout:
        """Return the words and numbers that stay."""
        weights, shape = needed(self.context.model.filters())
        images = self.context.data.sample_shape
        whole = math.prod(images) == math.prod(shape)  # a weight for each pixel
        shown = len(_first(weights))
        return {
            "title": "Weights",
            "note": first(shown, len(weights)),
            "shape": list(images if whole else shape),
            "names": [str(i + 1) for i in range(shown)],
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the next tiles, each scaled to its own largest weight."""
        weights, _ = needed(self.context.model.filters())
        weights = _first(weights)
        start = 0 if frame_number is None else self._next
        share = max(1, min(-(-len(weights) // 2), BYTES // weights.shape[1]))
        stop = len(weights) if frame_number is None else min(start + share, len(weights))
        self._next = stop % len(weights)
        tiles, scales = signed(weights[start:stop])
        return [
            self.part("tiles", tiles, start, len(weights)),
            self.part("scales", scales, start, len(weights)),
        ]


def _first(weights: NDArray[Any]) -> NDArray[Any]:
    """Return the first weights (u, p), fewer of large ones."""
    return np.asarray(weights[: min(TILES, PIXELS // weights.shape[1])])


def signed(weights: NDArray[Any]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return rows (n, p) from −scale to scale as 1 to 255, 0 as 128, and the scales (n,)."""
    scales = np.abs(weights).max(1)
    scaled = weights / np.where(scales > 0, scales, 1)[:, None]
    return np.rint(128 + 127 * scaled).astype(np.uint8), scales.astype(np.float32)
