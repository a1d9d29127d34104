"""The most and the least anomalous samples."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import GalleryLayout
from aelab.views.scores import kinds
from aelab.views.words import joined

EACH = 4  # samples at either end


@view("extremes")
class Extremes(View):
    """Test images at the upper and the lower end of the score, with what becomes of them."""

    order = 3

    def __init__(self, context: Context) -> None:
        """Begin with the upper end."""
        super().__init__(context)
        self._turns = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether something is looked for among images, and they are reconstructed."""
        looked_for = data.anomalous is not None and len(data.sample_shape) == 2
        return looked_for and bool(model.encodes)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "gallery"

    def layout(self) -> GalleryLayout:
        """Return the words and numbers that stay."""
        context = self.context
        return {
            "title": "Most and least anomalous",
            "note": joined(context.scoring.title),
            "names": kinds(context.data),
            **context.images(),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the images: both ends, or one of them in turns."""
        context, scoring = self.context, self.context.scoring
        scoring.renew(frame_number)
        values = scoring.values
        scored = np.flatnonzero(np.isfinite(values))
        if len(scored) < 2 * EACH:
            return []
        order = scored[np.argsort(values[scored])]
        columns = np.concatenate([order[: -EACH - 1 : -1], order[:EACH][::-1]])
        part = slice(0, 2 * EACH)
        if frame_number is not None:
            self._turns += 1
            part = slice(EACH, None) if self._turns % 2 else slice(0, EACH)
        rows = columns[part]
        x = context.data.test[rows]
        x_hat = context.model.decode(context.model.encode(x))
        named = {
            "rows": rows.astype(np.int32),
            "x": context.coded(x),
            "x_hat": context.coded(x_hat),
            "score": values[rows].astype(np.float32),
            "labels": needed(context.data.anomalous)[rows].astype(np.uint8),
        }
        return [self.part(n, a, part.start, 2 * EACH) for n, a in named.items()]
