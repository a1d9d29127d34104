"""The segmentation of all test slices of a run, renewed in shares while it trains."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.metrics import Precision
from aelab.theory.segmentation import best, counts, overlap, residual
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed

THRESHOLDS = np.arange(1, 121) * 0.005  # of a residual
SHARE = 25  # slices that are segmented for one frame


class Segmenting:
    """How well thresholds of the residual find the masks, on validation and on test slices.

    A share of the slices is renewed for each frame, and all for a full one if ``whole``; counts of
    the others are those of some updates ago.
    """

    whole = True

    def __init__(self, model: ViewedModel, data: ViewedData) -> None:
        """Segment the test slices of ``data``, which has masks, by what ``model`` makes."""
        self.model, self.data = model, data
        n, first = len(data.test), data.calibration
        starts = [*range(0, first, SHARE), *range(first, n, SHARE)]
        self._shares = [slice(*ends) for ends in zip(starts, [*starts[1:], n], strict=True)]
        self._validation = np.array([s.start < first for s in self._shares])
        shape = (len(self._shares), 2, len(THRESHOLDS) + 1)
        self._counts, self._plain = np.zeros((2, *shape), np.int64)  # of the run, of the mean
        self._mean = np.asarray(data.train.mean(0))
        self._next, self._now = 0, (-1, -1)
        self._made = np.full(len(self._shares), -1)  # the update that each share is of

    def renew(self, frame_number: int | None) -> None:
        """Segment the slices of this frame, or all; once for all views of a frame."""
        now = (-1 if frame_number is None else frame_number, self.model.progress.index)
        if now == self._now:
            return
        self._now = now
        if frame_number is None and self.whole:
            for share in range(len(self._shares)):
                self._segment(share)
        else:
            self.catch_up()

    @property
    def behind(self) -> bool:
        """Whether a share is older than the weights."""
        return bool((self._made != self.model.progress.index).any())

    def catch_up(self) -> None:
        """Renew the next share."""
        self._segment(self._next)
        self._next = (self._next + 1) % len(self._shares)

    def residual(self, x: NDArray[Any], x_hat: NDArray[Any]) -> NDArray[np.float32]:
        """Return the positive residual of slices (n, d), as it is cut by the threshold."""
        with np.errstate(all="ignore"):  # a run that diverges may be looked at
            height, width = self.data.sample_shape
            return residual(x, x_hat, (height, width))

    @property
    def validation(self) -> Precision:
        """Precision, recall and Dice at all thresholds, on the slices to choose one by."""
        return overlap(self._counts[self._validation].sum(0), THRESHOLDS)

    @property
    def test(self) -> Precision:
        """The same on the other slices."""
        return overlap(self._counts[~self._validation].sum(0), THRESHOLDS)

    @property
    def chosen(self) -> int:
        """Which threshold is best on validation slices."""
        return best(self.validation)

    @property
    def plain(self) -> float:
        """Dice on test slices of the residual of the mean image, cut at a threshold of its own."""
        chosen = best(overlap(self._plain[self._validation].sum(0), THRESHOLDS))
        return float(overlap(self._plain[~self._validation].sum(0), THRESHOLDS).dice[chosen])

    def _segment(self, share: int) -> None:
        self._made[share] = self.model.progress.index
        rows = self._shares[share]
        x, mask = np.asarray(self.data.test[rows]), needed(self.data.masks)[rows]
        x_hat = self.model.decode(self.model.encode(x))
        self._counts[share] = counts(self.residual(x, x_hat), mask, THRESHOLDS)
        if not self._plain[share].any():
            plain = self.residual(x, self._mean[None])
            self._plain[share] = counts(plain, mask, THRESHOLDS)


def suits(model: ViewedModel, data: ViewedData) -> bool:
    """Say whether images are reconstructed whose anomalous pixels are known, some for choosing."""
    has_masks = data.masks is not None and data.calibration > 0 and len(data.sample_shape) == 2
    return has_masks and bool(model.encodes)
