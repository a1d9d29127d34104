"""Decoded plane."""

from typing import Any

import numpy as np

from aelab.frames import Part
from aelab.views._base import View, Watch, view
from aelab.views.reconstructions import mesh

GRID = 13  # images each way
ROWS = 3  # rows of them in each frame


@view("plane")
class Plane(View):
    """What each place of a two-dimensional latent space decodes to."""

    order = 40

    def __init__(self, watch: Watch) -> None:
        """Start at the top row."""
        super().__init__(watch)
        self._next = 0

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether there is a plane of codes, and images to draw on it."""
        return bool(model.latent == 2 and len(data.sample_shape) == 2)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "plane"

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        data = self.watch.data
        low, high = data.span
        return {
            "title": "Decoded plane",
            "shape": list(data.sample_shape),
            "low": low,
            "high": high,
            "grid": [GRID, GRID],
        }

    def parts(self, turn: int | None) -> list[Part]:
        """Return the next rows of images; the window is taken anew at the top row."""
        if turn is None:
            self._next = 0
        if self._next == 0:
            self._window = self.watch.window(turn)
            self._codes = mesh(self._window, GRID)
        stop = GRID if turn is None else min(self._next + ROWS, GRID)
        z = self._codes[self._next : stop].reshape(-1, 2)
        images = self.watch.coded(self.watch.model.decode(z))
        start, self._next = self._next * GRID, stop % GRID
        window = np.ascontiguousarray(self._window.reshape(4))
        return [
            self.part("images", images, start, GRID * GRID),
            self.part("window", window),
        ]
