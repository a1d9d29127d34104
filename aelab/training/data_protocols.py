"""What training, scores and views ask of data.

A consumer takes the smallest of these protocols that has what it asks for; `Data` is all of them
together, and what a `Spec` resolves to.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from aelab.theory.pca import Principal


class Samples(Protocol):
    """Training samples, and samples held out."""

    @property
    def train(self) -> NDArray[np.float32]:
        """Training samples (n, d)."""

    def heldout(self, most: int) -> NDArray[np.float32]:
        """Return the first ``most`` normal test samples (n, d)."""


class Quantified(Protocol):
    """A quantity of each test sample."""

    @property
    def values(self) -> NDArray[np.float64]:
        """Its values (n,)."""

    @property
    def unit(self) -> str:
        """Its unit; empty if it has none."""


class ScoredData(Protocol):
    """Data whose test samples can have anomaly scores."""

    @property
    def test(self) -> NDArray[np.float32]:
        """Test samples (n, d)."""

    @property
    def sample_shape(self) -> tuple[int, ...]:
        """Shape of a sample."""

    @property
    def masks(self) -> NDArray[np.uint8] | None:
        """Anomalous pixels (n, d) of the test samples as 0 or 1; None if there are no masks."""

    def quantities(self) -> Mapping[str, Quantified]:
        """Return further quantities of the test samples by name."""


class ViewedData(Samples, ScoredData, Protocol):
    """Data that views can be made of."""

    @property
    def test_labels(self) -> NDArray[np.uint8]:
        """Labels (n,) of the test samples."""

    @property
    def sample(self) -> str:
        """What one sample is called."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the labels, in their order."""

    @property
    def span(self) -> tuple[float, float]:
        """Range of values that is drawn."""

    @property
    def decades(self) -> float:
        """Decades of the logarithmic colour scale of images; 0 is linear."""

    @property
    def lit(self) -> bool:
        """Whether large values are drawn bright in either theme."""

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the views that are shown before those of the model."""

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The labels that count as anomalous; empty if there is no anomaly task."""

    @property
    def anomalous(self) -> NDArray[np.bool_] | None:
        """Which of the test samples (n,) are anomalous; None if there is no anomaly task."""

    @property
    def calibration(self) -> int:
        """How many of the first test samples only serve to choose a threshold."""

    def principal(self) -> Principal:
        """Return the principal axes of the training samples."""

    def named(self, name: str) -> NDArray[np.float32] | None:
        """Return the sample (d,) that a page refers to by this name; None if there is none."""

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) at ``x`` (n, d); None if there is no closed form."""


class Data(ViewedData, Protocol):
    """All that training, scores and views ask of data."""

    @property
    def validation(self) -> NDArray[np.float32]:
        """Samples (n, d) that decide when a training stops; none if all are trained on."""

    @property
    def unkept(self) -> str:
        """Why the samples could not be stored; empty if they are."""

    def redrawn(self, epoch: int) -> NDArray[np.float32] | None:
        """Return the training samples (n, d) of an epoch if each has its own; otherwise None."""
