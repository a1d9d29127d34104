"""Scores by detectors of scikit-learn, which is imported when one learns."""

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np

from aelab.scores.base import Array, Score, Values, some


class Detector(Score):
    """A score that a detector of scikit-learn learns from normal samples or from their codes."""

    samples: ClassVar[int] = 2000  # that are learnt from, at most
    coded: ClassVar[bool]  # whether it is of the codes that the model gives

    def __init__(self) -> None:
        """Know of no samples yet."""
        self._of: Array | None = None

    @abstractmethod
    def detector(self, n: int, d: int) -> Any:
        """Return a detector for samples (n, d) that has learnt nothing yet, with its own seed."""

    def learn(self, model: Any, x: Array, shape: tuple[int, ...]) -> None:
        """Let the detector learn from normal samples (n, d); from pixels once for the array."""
        if self._of is x and not self.coded:
            return
        self._of = x
        seen = self._seen(model, some(x, self.samples))
        known = bool(np.isfinite(seen).all())  # a run that diverges may be looked at
        self._detector = self.detector(*seen.shape).fit(seen) if known else None

    def __call__(self, model: Any, x: Array) -> Values:
        """Return the score (n,) of samples (n, d); NaN if model and samples give no numbers."""
        seen = self._seen(model, x)
        if self._detector is None or not np.isfinite(seen).all():
            return np.full(len(x), np.nan)
        return -np.asarray(self._detector.score_samples(seen), np.float64)

    def _seen(self, model: Any, x: Array) -> Array:
        return np.asarray(model.encode(x) if self.coded else x)


class Forest(Detector):
    """How few random cuts part a sample, or its code, from the normal ones.

    Source: Liu, Ting and Zhou, "Isolation forest", ICDM 2008.
    """

    def detector(self, n: int, d: int) -> Any:
        """Return a forest of a hundred trees, each of 256 samples at most."""
        from sklearn.ensemble import IsolationForest

        return IsolationForest(random_state=0)
