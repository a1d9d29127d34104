"""The anomaly scores of all test samples of a run, renewed in shares while it trains."""

import math
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.metrics import auc, rejection, unexplained
from aelab.registry import SCORES, slug_of
from aelab.scores.base import Score
from aelab.theory.decorrelation import flattened, flattened_error
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._needed import needed
from aelab.views.layouts import Baseline

NUMBERS = 400_000  # features of the samples that are scored for one frame
FEW, MANY = 100, 2500  # samples of them, at least and at most
KNOWN = 500  # normal samples that the unexplained variance is of
CUTS = 200  # thresholds of the table of cuts, at most
EFFICIENCIES = (0.3, 0.5)  # that a rejection is told at


class Cuts(NamedTuple):
    """A table of cuts: thresholds (t,), and the shares of normal and of anomalous above each."""

    thresholds: NDArray[np.float64]
    normal: NDArray[np.float64]
    anomalous: NDArray[np.float64]


class Scoring:
    """Scores of the test samples (n,) by one score, or NaN where there is none yet.

    A share of them is renewed for each frame, and all for a full one if ``whole``: a run that
    has ended has time for it, another one catches up share by share when it is paused. ``flat``
    makes the score independent of the first of the data's quantities.
    """

    whole = True
    score: Score

    _sorted: tuple[NDArray[np.float64], NDArray[np.float64]] | None
    _told: list[tuple[float, float]] | None

    def __init__(self, model: ViewedModel, data: ViewedData) -> None:
        """Take the first score that suits ``model`` and ``data``, which has anomalies."""
        self.model, self.data = model, data
        self.offered = {s: kind for s, kind in SCORES.items() if kind.suits(model, data)}
        self.flat = False
        self.unexplained = float("nan")
        self.choose(next(iter(self.offered)))

    @property
    def title(self) -> str:
        """What people are shown as the name of the score."""
        return self.score.title

    @property
    def size(self) -> int:
        """How many samples are scored for one frame."""
        return int(np.clip(NUMBERS // self.data.test.shape[1], FEW, MANY))

    def choose(self, name: object) -> None:
        """Take the score of a slug or title; one that is not offered changes nothing."""
        slug = slug_of(self.offered, name)
        if slug is None:
            return
        self.score = self.offered[slug]()
        n = len(self.data.test)
        self.raw = np.full(n, np.nan)
        self.made = np.full(n, -1)  # the update that each is of
        self._next, self._now, self._learnt = 0, (-1, -1), -1
        self._forget()

    def renew(self, frame_number: int | None) -> None:
        """Score the samples of this frame, or all; once for all views of a frame."""
        now = (-1 if frame_number is None else frame_number, self.model.progress.index)
        if now == self._now:
            return
        self._now = now
        if frame_number is None and self.whole:
            self._learn()
            self._renew(slice(0, len(self.raw)))
        elif frame_number is None or not self.score.slow:
            self.catch_up()

    @property
    def behind(self) -> bool:
        """Whether a score is older than the weights."""
        return bool((self.made != self.model.progress.index).any())

    def catch_up(self) -> None:
        """Renew the next share."""
        stop = min(self._next + self.size, len(self.raw))
        if self._next == 0 or self._learnt < 0:
            self._learn()
        self._renew(slice(self._next, stop))
        self._next = stop % len(self.raw)

    def _renew(self, rows: slice) -> None:
        with np.errstate(all="ignore"):  # a run that diverges may be looked at
            self.raw[rows] = self._scored(rows)
        self.made[rows] = self.model.progress.index
        self._forget()

    @property
    def values(self) -> NDArray[np.float64]:
        """The scores (n,), made independent of the quantity if ``flat``."""
        quantity = self._quantity() if self.flat else None
        if quantity is None:
            return self.raw
        return flattened(self.raw, quantity, ~needed(self.data.anomalous))

    @property
    def age(self) -> int:
        """How many updates ago the oldest score was made."""
        made = self.made[self.made >= 0]
        return int(self.model.progress.index - made.min()) if len(made) else 0

    def split(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the finite scores of normal and of anomalous samples, each in ascending order."""
        if self._sorted is None:
            values, odd = self.values, needed(self.data.anomalous)
            scored = np.isfinite(values)
            self._sorted = np.sort(values[scored & ~odd]), np.sort(values[scored & odd])
        return self._sorted

    def cuts(self) -> Cuts:
        """Return the table of cuts, with thresholds as dense in the tails as in the middle."""
        normal, odd = self.split()
        if not (len(normal) and len(odd)):
            return Cuts(*np.zeros((3, 0)))
        thresholds = np.unique(np.concatenate([_quantiles(normal), _quantiles(odd)]))
        shares = [1 - np.searchsorted(kind, thresholds) / len(kind) for kind in (normal, odd)]
        return Cuts(thresholds, *shares)

    def numbers(self) -> list[float]:
        """Return AUC, its error, age, unexplained variance, and two rejections with errors."""
        area, *rejections = self._estimates()
        flat = [number for rejected in rejections for number in rejected]
        return [*area, float(self.age), self.unexplained, *flat]

    def _estimates(self) -> list[tuple[float, float]]:
        """Return AUC and rejections with their errors, computed once for all views of a frame."""
        if self._told is None:
            normal, odd = self.split()
            self._told = [(float("nan"), float("nan"))] * (1 + len(EFFICIENCIES))
            if len(normal) and len(odd):
                scores = np.concatenate([normal, odd])
                strange = np.arange(len(scores)) >= len(normal)
                rejections = [rejection(scores, strange, e) for e in EFFICIENCIES]
                area = auc(scores, strange)
                self._told = [
                    (area.value, self._error(area.error)),
                    *((r.value, r.error) for r in rejections),
                ]
        return self._told

    def _error(self, independent: float) -> float:
        """Return the error of the AUC, given that of ``independent`` scores."""
        quantity = self._quantity() if self.flat else None
        if quantity is None:
            return independent
        return flattened_error(self.values, quantity, ~needed(self.data.anomalous))

    @cached_property
    def baselines(self) -> list[Baseline]:
        """The AUC of each score that needs no model, the best one first: label, value, error.

        A score whose AUC is not known is left out.
        """
        data = self.data
        baselines: list[Baseline] = []
        for kind in self.offered.values():
            if kind.baseline:
                score = kind()
                with np.errstate(all="ignore"):
                    score.learn(self.model, data.train, data.sample_shape)
                    values = score.of(self.model, data, slice(0, len(data.test)))
                value, error = auc(values, needed(data.anomalous))
                if math.isfinite(value):
                    baselines.append(Baseline(label=kind.title, value=value, error=error))
        return sorted(baselines, key=lambda baseline: -baseline["value"])

    def flatten(self, flat: bool) -> None:
        """Make the score independent of the quantity, or leave it as it is."""
        self.flat = flat and self._quantity() is not None
        self._forget()

    def _forget(self) -> None:
        """Let go of what was made of the scores: they have changed."""
        self._sorted = self._told = None

    def _learn(self) -> None:
        """Let the score take in normal samples, and measure how much of them is reconstructed.

        A model without an encoder reconstructs nothing.
        """
        model, data = self.model, self.data
        x = data.heldout(KNOWN)
        with np.errstate(all="ignore"):  # data without any variance give 0/0
            self.score.learn(model, data.train, data.sample_shape)
            self._learnt = model.progress.index
            if model.encodes:
                self.unexplained = float(unexplained(x, model.decode(model.encode(x))))

    def _scored(self, rows: slice) -> NDArray[np.float64]:
        blocks = range(rows.start, rows.stop, self.size)
        parts = [slice(i, min(i + self.size, rows.stop)) for i in blocks]
        return np.concatenate([self.score.of(self.model, self.data, part) for part in parts])

    def _quantity(self) -> NDArray[np.float64] | None:
        quantities = list(self.data.quantities().values())
        return quantities[0].values if quantities else None


def _quantiles(ordered: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores at shares that lie evenly in the middle and, by their logarithm, above."""
    n, half = len(ordered), CUTS // 4
    even = np.linspace(0, 1, half)
    tail = 1 - np.geomspace(1 / n, 1, half)
    quantiles: NDArray[np.float64] = np.quantile(
        ordered, np.concatenate([even, tail]), method="lower"
    )
    return quantiles
