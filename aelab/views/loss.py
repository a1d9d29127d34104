"""Loss."""

from typing import Any

from aelab.frames import Part
from aelab.views._base import View, view


@view("loss")
class Loss(View):
    """Every term of J, in training and held out, against epochs, or the steps of a single one."""

    order = 30

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "curves"

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        model, data = self.watch.model, self.watch.data
        per_epoch = model.updates_in(len(data.train)) / model.epochs
        return {
            "title": "Loss",
            "unit": f"{model.unit} per {data.sample}",
            "terms": list(model.terms),
            "symbols": model.symbols,
            "per_epoch": per_epoch if model.epochs > 1 else None,  # None: against steps
        }

    def parts(self, turn: int | None) -> list[Part]:
        """Return the curves, whole each time."""
        history = self.watch.history
        names = ("steps", "terms", "heldout_steps", "heldout")
        return [self.part(name, getattr(history, name)) for name in names]
