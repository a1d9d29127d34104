"""Decoded plane."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._mesh import mesh
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import PlaneLayout

GRID = 13  # images each way
BYTES = 31_000  # of them in each frame: three rows of digits


@view("plane")
class Plane(View):
    """What each place of a two-dimensional latent space decodes to."""

    order = 40

    def __init__(self, context: Context) -> None:
        """Start at the top left."""
        super().__init__(context)
        self._next = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether there is a plane of codes, and images to draw on it."""
        return bool(model.latent == 2 and len(data.sample_shape) == 2)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "plane"

    def layout(self) -> PlaneLayout:
        """Return the words and numbers that stay."""
        images = self.context.images()
        return {"title": "Decoded plane", "grid": [GRID, GRID], **images}  # type: ignore[typeddict-item]

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the next images, row by row; the window is taken anew at the first one."""
        if frame_number is None:
            self._next = 0
        if self._next == 0:
            self._window = self.context.window(frame_number)
            self._codes = mesh(self._window, GRID).reshape(-1, 2)
        share = max(1, BYTES // self.context.x.shape[1])
        start, stop = self._next, len(self._codes) if frame_number is None else self._next + share
        images = self.context.coded(self.context.model.decode(self._codes[start:stop]))
        self._next = (start + len(images)) % len(self._codes)
        window = np.ascontiguousarray(self._window.reshape(4))
        return [
            self.part("images", images, start, len(self._codes)),
            self.part("window", window),
        ]
