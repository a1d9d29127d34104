"""Dice, precision and recall of a segmentation by threshold."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._segmenting import suits
from aelab.views.base import View, view
from aelab.views.layouts import OverlapLayout


@view("dice")
class Dice(View):
    """Dice against the threshold on validation slices, and precision against recall on others.

    The threshold is chosen on validation slices; on the test slices it would be optimistic.
    """

    order = 5

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether images are reconstructed whose anomalous pixels are known."""
        return suits(model, data)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "overlap"

    def layout(self) -> OverlapLayout:
        """Return the words and numbers that stay."""
        data = self.context.data
        first, others = data.calibration, len(data.test) - data.calibration
        note = f"threshold chosen on {first} validation {data.sample}s, result on {others} others"
        return {"title": "Dice", "note": note}

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the curves, and the threshold chosen with what it gives."""
        segmented = self.context.segmenting
        segmented.renew(frame_number)
        first, others, chosen = segmented.validation, segmented.test, segmented.chosen
        numbers = [first.thresholds[chosen], others.dice[chosen], first.dice[chosen]]
        named = {
            "thresholds": first.thresholds,
            "dice": first.dice,
            "precision": others.precision,
            "recall": others.recall,
            "chosen": [*numbers, segmented.plain],
        }
        return [self.part(name, np.asarray(a, np.float32)) for name, a in named.items()]
