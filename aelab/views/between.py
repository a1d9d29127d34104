"""Between: the way from one held-out image to another, through the pixels and through the code."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import StripLayout
from aelab.views.words import joined

STEPS = 9  # images on the way, both ends among them
PAIRS = 100  # of held-out samples whose middles are compared
NEAR = 1000  # held-out samples among which the nearest one is looked for


@view("between")
class Between(View):
    """Mixtures (1 − t)a + tb of the pixels of two samples, over decoded mixtures of their codes.

    The samples are the two that were pinned last, at first one of each of two classes. Besides,
    for many pairs, the mean squared distance to the nearest held-out sample: of the middle of the
    samples, of that of their reconstructions, which is as blurred as what g gives, and of what the
    middle of their codes decodes to.
    """

    order = 43

    def __init__(self, context: Context) -> None:
        """Choose the two samples of the beginning, and the pairs."""
        super().__init__(context)
        labels = context.labels
        self._ends = [int(np.flatnonzero(labels == c)[0]) for c in np.unique(labels)[:2]]
        self._sent: list[int] = []
        rng = np.random.default_rng(0)
        count = min(NEAR, len(context.x))
        self._pairs = rng.permutation(count)[: 2 * min(PAIRS, count // 2)].reshape(2, -1)
        self._near = np.asarray(context.x[:count])
        self._apart = self._nearest(_middle(self._near[self._pairs]))

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether there are images, an encoder, and two classes of samples."""
        image = len(data.sample_shape) == 2
        return bool(model.encodes) and image and len(np.unique(data.test_labels)) > 1

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "strip"

    def layout(self) -> StripLayout:
        """Return the words and numbers that stay."""
        return {
            "title": "Between two samples",
            "note": joined("from left to right", "click two points to choose them"),
            "rows": [["in pixels", ""], ["in the code", ""]],
            **self.context.images(),  # type: ignore[typeddict-item]
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return both rows of images, and the mean distances (3,) of the middles."""
        context = self.context
        self._follow()
        ends = np.asarray(context.x[self._ends])
        share = np.linspace(0, 1, STEPS, dtype=np.float32)[:, None]
        z = _mixed(context.model.encode(ends), share)
        parts = [self.part("x_hat", context.coded(context.model.decode(z)))]
        if frame_number is None or self._ends != self._sent:
            self._sent = list(self._ends)
            parts.append(self.part("x", context.coded(_mixed(ends, share))))
        return [*parts, self.part("apart", self._distances())]

    def _follow(self) -> None:
        """Take a newly pinned sample as the end, and the end before as the beginning."""
        picked = self.context.picked
        if picked is not None and picked != self._ends[1]:
            self._ends = [self._ends[1], picked]

    def _distances(self) -> NDArray[np.float32]:
        """Return the mean distances (3,) of middles: of samples, of reconstructions, of codes."""
        model, count = self.context.model, self._pairs.shape[1]
        z = model.encode(self._near[self._pairs.ravel()]).reshape(2, count, -1)
        x_hat = model.decode(np.concatenate([*z, _middle(z)])).reshape(3, count, -1)
        made = (self._nearest(_middle(x_hat[:2])), self._nearest(x_hat[2]))
        return np.array([self._apart, *made], np.float32)

    def _nearest(self, x: NDArray[Any]) -> float:
        """Return the mean squared distance of images (n, d) to their nearest held-out sample."""
        if not np.isfinite(x).all():
            return float("nan")
        y = self._near
        squares = (x**2).sum(1)[:, None] - 2 * x @ y.T + (y**2).sum(1)
        return float(squares.min(1).mean())


def _mixed(ends: NDArray[Any], share: NDArray[np.float32]) -> NDArray[Any]:
    """Return what lies between two rows (2, d), at shares (s, 1) of the way: (s, d)."""
    mixed: NDArray[Any] = (1 - share) * ends[0] + share * ends[1]
    return mixed


def _middle(both: NDArray[Any]) -> NDArray[Any]:
    """Return what lies half way between rows of two arrays (2, n, d): (n, d)."""
    return np.asarray((both[0] + both[1]) / 2)
