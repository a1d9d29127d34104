"""Copies: what is left unexplained of data, and of noise that was never learnt."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.metrics import unexplained
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import Level, ViewedModel
from aelab.views._bars import Bars
from aelab.views.base import finite, view
from aelab.views.context import Context
from aelab.views.layouts import BarsWords

SOME = 1000  # samples of each kind
WHOLE = 10_000  # training samples up to which all of them are looked at in a full frame,
CHEAP = 100_000  # and numbers in them up to which they are in each frame
SEED = 0  # of the noise: it is the same each time
LEAST = 1e-9  # share below which single precision ends


@view("copies")
class Copies(Bars):
    """The unexplained share Σ‖x − x̂‖²/Σ‖x − mean‖² of three kinds of samples, as powers of ten.

    They are training samples, held-out ones, and uniform noise in the box of the training
    samples, from the least to the largest value of each feature. A network that has learnt the
    identity leaves nothing of any of them; 10⁰ is as good as always giving the mean.
    """

    order = 44

    def __init__(self, context: Context) -> None:
        """Draw the noise."""
        super().__init__(context)
        low, high = context.data.train.min(0), context.data.train.max(0)
        drawn = np.random.default_rng(SEED).random((SOME, len(low)), np.float32)
        self._noise = np.asarray(low + (high - low) * drawn)

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether there is an encoder."""
        return bool(model.encodes)

    def words(self) -> BarsWords:
        """Return the words that stay."""
        return {
            "title": "Unexplained share",
            "note": "0: as good as the mean; noise: uniform in the data's box",
            "unit": "power of ten",
            "names": ["training", "held-out", "noise"],
        }

    def levels(self) -> list[Level]:
        """Return what PCA leaves of the training samples with as large a code."""
        share = pca_share(self.context.model, self.context.data)
        if not share:
            return []
        return finite([{"label": f"PCA, k = {self.context.model.latent}", "value": _power(share)}])

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the powers of ten (3,) for training samples, held-out ones and noise."""
        data = self.context.data
        whole = len(data.train) <= WHOLE and (frame_number is None or data.train.size <= CHEAP)
        kinds = (data.train[: None if whole else SOME], data.heldout(SOME), self._noise)
        return np.array([_power(self._share(np.asarray(x))) for x in kinds])

    def _share(self, x: NDArray[np.float32]) -> float:
        model = self.context.model
        with np.errstate(over="ignore", invalid="ignore"):  # a run may diverge
            return unexplained(x, model.decode(model.encode(x)))


def pca_share(model: ViewedModel, data: ViewedData) -> float:
    """Return the share of the training samples' variance that PCA of that size leaves; else 0."""
    if model.latent >= data.train.shape[1] or data.train.shape[1] > 1600:
        return 0.0
    values = data.principal().values
    return float(values[model.latent :].sum() / values.sum()) if values.sum() else 0.0


def _power(share: float) -> float:
    return math.log10(max(share, LEAST)) if math.isfinite(share) else math.nan
