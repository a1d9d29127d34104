"""Lesions: test slices, their reconstructions and what is found in them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.metrics import dice
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed
from aelab.views._segmenting import suits
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import LesionsLayout

COLUMNS = 5
BYTES = 26_000  # of images in a moving frame
TOP = 0.4  # residual that is drawn as the largest


@view("lesions")
class Lesions(View):
    """Test slices with a lesion: x, x̂, the positive residual, the mask and what is found.

    The residual is masked to the brain and median-filtered; what is found is where it reaches the
    threshold that is best on validation slices.
    """

    order = 4

    def __init__(self, context: Context) -> None:
        """Choose the slices that are shown."""
        super().__init__(context)
        self._columns = _spread(context.data)
        self._sent: int | None = None
        self._next = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether images are reconstructed whose anomalous pixels are known."""
        return suits(model, data)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "lesions"

    def layout(self) -> LesionsLayout:
        """Return the words and numbers that stay."""
        names = ["x", "x̂", "max(x − x̂, 0)", "mask", "found"]
        return {
            "title": "Lesions",
            "note": "simulated",
            "rows": names,
            "top": TOP,
            **self.context.images(),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the slices and masks, once, and of some of them the others, in turns."""
        context, columns = self.context, self._columns.copy()
        if context.picked is not None:
            columns[0] = context.picked
        shown = self._shown(frame_number, context.data.test.shape[1])
        parts = self._segments(frame_number, columns[shown], shown.start)
        if frame_number is None or context.picked != self._sent:
            self._sent = context.picked
            new = columns[
                : None if frame_number is None else 1
            ]  # only the first column is another
            named: dict[str, NDArray[Any]] = {
                "sample": new,
                "x": context.coded(context.data.test[new]),
                "mask": needed(context.data.masks)[new],
            }
            parts += [self.part(n, a, 0, len(columns)) for n, a in named.items()]
        return parts

    def _segments(
        self, frame_number: int | None, rows: NDArray[np.int32], start: int
    ) -> list[Part]:
        """Return reconstructions, residuals and segments of some slices."""
        context, segmented = self.context, self.context.segmenting
        segmented.renew(frame_number)
        x = np.asarray(context.data.test[rows])
        x_hat = context.model.decode(context.model.encode(x))
        residual = segmented.residual(x, x_hat)
        segments = residual >= segmented.validation.thresholds[segmented.chosen]
        named = {
            "x_hat": context.coded(x_hat),
            "residual": (np.clip(residual / TOP, 0, 1) * 255 + 0.5).astype(np.uint8),
            "found": segments.astype(np.uint8),
            "dice": dice(segments, needed(context.data.masks)[rows]).astype(np.float32),
        }
        return [self.part(n, a, start, len(self._columns)) for n, a in named.items()]

    def _shown(self, frame_number: int | None, size: int) -> slice:
        """Return the columns of this frame: as many as fit, with three images each."""
        count = len(self._columns)
        start = 0 if frame_number is None else self._next
        stop = count if frame_number is None else min(start + max(1, BYTES // (3 * size)), count)
        self._next = stop % count
        return slice(start, stop)


def _spread(data: ViewedData) -> NDArray[np.int32]:
    """Return test samples (c,) that are not for validation, from a small mask to a large one."""
    sizes: NDArray[np.intp] = needed(data.masks)[data.calibration :].sum(1, dtype=int)
    order = np.argsort(sizes, kind="stable")
    rows: NDArray[np.intp] = data.calibration + order[np.count_nonzero(sizes == 0) :]
    evenly = np.linspace(0.1, 0.9, COLUMNS) * (len(rows) - 1)
    spread: NDArray[np.intp] = rows[evenly.astype(int)]
    return spread.astype(np.int32)
