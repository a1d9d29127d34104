"""Loss."""

import numpy as np

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import Level, ViewedModel
from aelab.views._needed import needed
from aelab.views.base import View, finite, per_epoch, view
from aelab.views.context import Context
from aelab.views.layouts import CurvesLayout

HELDOUT = 1000  # held-out samples that the curves are of
LARGEST = 1600  # features for which PCA is a matter of a second or two


@view("loss")
class Loss(View):
    """Every term of J, in training and held out, against epochs, or the steps of a single one."""

    order = 30

    def __init__(self, context: Context) -> None:
        """Know nothing of PCA yet: it may take a second."""
        super().__init__(context)
        self._levels: list[Level] | None = None

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "curves"

    def layout(self) -> CurvesLayout:
        """Return the words and numbers that stay."""
        model, data = self.context.model, self.context.data
        if self._levels is None:
            self._levels = finite([*pca_level(model, data), *model.levels("loss")])
        return {
            "title": "Loss",
            "unit": f"{model.unit} per {data.sample}",
            "terms": list(model.terms),
            "symbols": model.symbols,
            "sum": model.minimises,
            "levels": self._levels,
            "per_epoch": per_epoch(self.context),  # None: against steps
            "objective": True,
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the curves, whole each time."""
        history = self.context.history
        named = {
            "steps": history.steps,
            "terms": history.terms,
            "heldout_steps": history.heldout_steps,
            "heldout": history.heldout,
        }
        return [self.part(name, curve) for name, curve in named.items()]


def pca_level(model: ViewedModel, data: ViewedData) -> list[Level]:
    """Return the error of PCA with as large a code, held out, as a line under the curves.

    PCA itself needs none; with as many axes as features it has no error; for very many features
    it takes too long.
    """
    k, d = model.latent, data.train.shape[1]
    if model.slug == "pca" or k >= d or d > LARGEST or model.floor(0.0, d) is None:
        return []
    mean, vectors, _ = data.principal()
    x, along = data.heldout(HELDOUT) - mean, vectors[:, :k]  # (n, d), (d, k)
    error = float(np.square(x - x @ along @ along.T).sum(1).mean())
    return [{"label": f"PCA, k = {k}", "value": float(needed(model.floor(error, d)))}]
