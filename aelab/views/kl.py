"""KL per latent dimension."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._bars import Bars
from aelab.views._needed import needed
from aelab.views.base import view
from aelab.views.context import Context
from aelab.views.layouts import BarsWords
from aelab.views.words import indexed, joined

SAMPLES = 1000  # the held-out samples that the curves of the loss are of
SHARE = 250  # of them in each frame
ACTIVE = 0.01  # variance of E[z|x] over x beyond which a dimension is active


@view("kl")
class KL(Bars):
    """How much each dimension of the code tells of a sample: KL(q(z_j|x) ‖ N(0, 1)), in nats.

    For a diagonal covariance they add up to the KL of q(z|x); for a full one these are of the
    marginals of q. A dimension is active if the variance of E[z_j|x] over x is above 0.01.
    Source of that: Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016.
    """

    order = 45

    def __init__(self, context: Context) -> None:
        """Choose the samples."""
        super().__init__(context)
        self._x = context.x[:SAMPLES]
        self._next = 0
        self._kl: NDArray[np.float64] | None = None

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the model has a distribution q(z|x)."""
        return model.spread(data.test[:1]) is not None

    def words(self) -> BarsWords:
        """Return the words that stay."""
        context = self.context
        of = "marginals of a full Σ" if self._full() else f"held-out {context.data.sample}s"
        return {
            "title": "KL per dimension",
            "note": joined(of, f"pale: inactive, Var z < {ACTIVE:g}"),
            "unit": "nats",
            "xname": "dimension of z",
            "colour": "penalty",
            "names": indexed("z", context.model.latent),
        }

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the mean KL of each dimension (k,), renewed in shares of the samples."""
        whole = frame_number is None or self._kl is None
        start, stop = (0, len(self._x)) if whole else (self._next, self._next + SHARE)
        blocks = [self._of(i, min(i + SHARE, stop)) for i in range(start, stop, SHARE)]
        share = np.concatenate(blocks)
        if self._kl is None:
            self._kl = share
        self._kl[start : start + len(share)] = share
        self._next = (start + len(share)) % len(self._x)
        means: NDArray[np.float64] = self._kl.mean(0)
        return means

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the bars, and which dimensions are active, as 1 or 0."""
        active = self.context.codes(frame_number).var(0, dtype=np.float64) > ACTIVE
        return [*super().parts(frame_number), self.part("active", active.astype(np.uint8))]

    def _of(self, start: int, stop: int) -> NDArray[np.float64]:
        """Return the KL (n, k) of the marginals of q(z|x) for some of the samples."""
        model, x = self.context.model, self._x[start:stop]
        spread = needed(model.spread(x))
        return marginal_kl(model.encode(x), np.diagonal(spread, axis1=1, axis2=2))

    def _full(self) -> bool:
        spread = needed(self.context.model.spread(self._x[:1]))[0]
        return bool(np.count_nonzero(spread - np.diag(np.diag(spread))))


def marginal_kl(mean: NDArray[Any], variance: NDArray[Any]) -> NDArray[np.float64]:
    """Return KL(N(mean, variance) ‖ N(0, 1)) element by element, in nats.

    Source: Kingma and Welling, "Auto-encoding variational Bayes", 2014, appendix B.
    """
    mean, variance = np.asarray(mean, np.float64), np.asarray(variance, np.float64)
    smallest = np.finfo(np.float64).tiny  # a variance may be rounded to 0
    kl: NDArray[np.float64] = 0.5 * (
        mean**2 + variance - 1 - np.log(np.maximum(variance, smallest))
    )
    return kl
