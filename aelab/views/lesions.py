"""Lesions: test slices, their reconstructions and what is found in them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.metrics import dice
from aelab.views._segmenting import suits
from aelab.views.base import View, Watch, view

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

    def __init__(self, watch: Watch) -> None:
        """Choose the slices that are shown."""
        super().__init__(watch)
        self._columns = _spread(watch.data)
        self._sent: int | None = None
        self._next = 0

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether images are reconstructed whose anomalous pixels are known."""
        return suits(model, data)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "lesions"

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        names = ["x", "x̂", "max(x − x̂, 0)", "mask", "found"]
        words = {"title": "Lesions", "note": "simulated", "rows": names, "top": TOP}
        return words | self.watch.image_words()

    def parts(self, turn: int | None) -> list[Part]:
        """Return the slices and masks, once, and of some of them the others, in turns."""
        watch, columns = self.watch, self._columns.copy()
        if watch.picked is not None:
            columns[0] = watch.picked
        shown = self._shown(turn, watch.data.test.shape[1])
        parts = self._found(turn, columns[shown], shown.start)
        if turn is None or watch.picked != self._sent:
            self._sent = watch.picked
            new = columns[: None if turn is None else 1]  # only the first column is another
            named = {
                "sample": new,
                "x": watch.coded(watch.data.test[new]),
                "mask": watch.data.masks[new],
            }
            parts += [self.part(n, a, 0, len(columns)) for n, a in named.items()]
        return parts

    def _found(self, turn: int | None, rows: NDArray[np.int32], start: int) -> list[Part]:
        """Return what is made of some slices, and found in them."""
        watch, segmented = self.watch, self.watch.segmenting
        segmented.renew(turn)
        x = np.asarray(watch.data.test[rows])
        x_hat = watch.model.decode(watch.model.encode(x))
        residual = segmented.residual(x, x_hat)
        found = residual >= segmented.validation.thresholds[segmented.chosen]
        named = {
            "x_hat": watch.coded(x_hat),
            "residual": (np.clip(residual / TOP, 0, 1) * 255 + 0.5).astype(np.uint8),
            "found": found.astype(np.uint8),
            "dice": dice(found, watch.data.masks[rows]).astype(np.float32),
        }
        return [self.part(n, a, start, len(self._columns)) for n, a in named.items()]

    def _shown(self, turn: int | None, size: int) -> slice:
        """Return the columns of this turn: as many as fit, with three images each."""
        count = len(self._columns)
        start = 0 if turn is None else self._next
        stop = count if turn is None else min(start + max(1, BYTES // (3 * size)), count)
        self._next = stop % count
        return slice(start, stop)


def _spread(data: Any) -> NDArray[np.int32]:
    """Return test samples (c,) that are not for validation, from a small mask to a large one."""
    sizes = data.masks[data.validation :].sum(1, dtype=int)
    rows = data.validation + np.argsort(sizes, kind="stable")[np.count_nonzero(sizes == 0) :]
    evenly = np.linspace(0.1, 0.9, COLUMNS) * (len(rows) - 1)
    return rows[evenly.astype(int)].astype(np.int32)
