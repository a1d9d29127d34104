"""What the KL consists of."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.theory.information import surgery
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import Level, ViewedModel
from aelab.views._bars import Bars
from aelab.views._needed import needed
from aelab.views.base import view
from aelab.views.kl import marginal_kl
from aelab.views.layouts import BarsWords

SAMPLES = 2000  # N, the held-out samples that q(z) is the mean over
BLOCK = 250  # samples whose covariances are in memory
LARGEST = 64  # size of a code beyond which this takes too long


@view("information")
class Information(Bars):
    """⟨KL⟩ = I(x; z) + KL(q(z) ‖ p(z)), in nats, with q(z) the mean of q(z|x) over N samples.

    I is estimated from one draw of each q(z|x). It is at most ln N.

    Source: Hoffman and Johnson, "ELBO surgery", 2016.
    """

    order = 46

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the model has a diagonal q(z|x) for codes of moderate size."""
        if model.latent > LARGEST:
            return False
        spread = model.spread(data.test[:1])
        return spread is not None and not np.count_nonzero(spread[0] - np.diag(np.diag(spread[0])))

    def words(self) -> BarsWords:
        """Return the words that stay."""
        samples = f"{len(self._x):,} held-out {self.context.data.sample}s"
        return {
            "title": "What the KL consists of",
            "note": f"{samples}; I is estimated, and at most ln N",
            "unit": "nats",
            "xname": "⟨KL⟩ = I + KL(q(z)‖p)",
            "colour": "penalty",
            "names": ["⟨KL⟩", "I(x; z)", "KL(q(z)‖p)"],
        }

    def levels(self) -> list[Level]:
        """Return ln N, the most that I of N samples can be."""
        return [{"label": "ln N", "value": math.log(len(self._x))}]

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return ⟨KL⟩ in closed form, and estimates of its parts (3,)."""
        mean, variance = self._posterior()
        parts = surgery(mean, variance, np.random.default_rng(0))
        whole = marginal_kl(mean, variance).sum(1).mean()
        return np.array([whole, parts.information.value, parts.marginal.value])

    @property
    def _x(self) -> NDArray[np.float32]:
        return self.context.x[:SAMPLES]

    def _posterior(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return means and variances (N, k) of q(z|x), none of these rounded to 0."""
        model, x = self.context.model, self._x
        blocks = [x[i : i + BLOCK] for i in range(0, len(x), BLOCK)]
        spreads = [np.diagonal(needed(model.spread(b)), axis1=1, axis2=2) for b in blocks]
        variance = np.maximum(np.concatenate(spreads).astype(np.float64), 1e-30)
        return np.asarray(model.encode(x), np.float64), variance
