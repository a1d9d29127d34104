"""Scores by outlier detectors of scikit-learn, which is imported at the first use."""

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np

from aelab.scores.base import Array, Score, Values, subset
from aelab.training.model_protocols import ScoredModel


class Detector(Score):
    """A detector of scikit-learn, trained on normal samples or on their codes."""

    samples: ClassVar[int] = 2000  # largest number of training samples
    coded: ClassVar[bool]  # whether it works on the codes of the model

    def __init__(self) -> None:
        """Start without training samples."""
        self._trained_on: Array | None = None

    @abstractmethod
    def detector(self, n: int, d: int) -> Any:
        """Return an untrained detector for samples (n, d), with a fixed seed."""

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Train the detector on normal samples (n, d); on pixels only once per array."""
        if self._trained_on is x and not self.coded:
            return
        self._trained_on = x
        features = self._features(model, subset(x, self.samples))
        finite = bool(np.isfinite(features).all())  # not for a model that has diverged
        self._detector = self.detector(*features.shape).fit(features) if finite else None

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the score (n,) of samples (n, d); NaN if the features are not finite."""
        features = self._features(model, x)
        if self._detector is None or not np.isfinite(features).all():
            return np.full(len(x), np.nan)
        return -np.asarray(self._detector.score_samples(features), np.float64)

    def _features(self, model: ScoredModel, x: Array) -> Array:
        return np.asarray(model.encode(x) if self.coded else x)


class Forest(Detector):
    """Isolation forest: how few random cuts separate a sample, or its code, from normal ones.

    Source: Liu, Ting and Zhou, "Isolation forest", ICDM 2008.
    """

    def detector(self, n: int, d: int) -> Any:
        """Return an isolation forest of 100 trees with at most 256 samples each."""
        from sklearn.ensemble import IsolationForest

        return IsolationForest(random_state=0)
