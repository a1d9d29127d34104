"""Own data."""

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets._anomalies import Contamination, training_rows
from aelab.datasets.base import Arrays, Dataset, dataset
from aelab.params import Choice, InputError, Range, Token
from aelab.uploads import store

HELD_OUT = (4, 4_000)  # smallest and largest number; in between it is a fifth of all samples
STROKE, INK = 500, 0.015  # points per stroke, and half the width of the pen


@dataset("own-data", "Own data")
class OwnData(Dataset):
    """Samples from a file in the store of own data; without one, three strokes drawn by hand.

    A fifth of the samples is held out. ``sample_shape``, ``classes`` and ``span`` are the file's.
    """

    order = 300
    description = "Your own samples: upload a table or images, or draw points by hand."
    source = "whoever uploads or draws them"
    sample = "sample"
    sample_shape = (2,)
    classes = ("a", "e", "wave")
    span = (-1.0, 1.0)
    advice = {"widths": (64, 64), "batch": 64, "epochs": 200, "rate": 3e-3}

    points: Annotated[
        int,
        Range(
            16, 60_000, "m", "Number of samples to learn from, at most.", name="samples", log=True
        ),
    ] = 60_000
    file: Annotated[
        str, Token("", "Name of the file in the lab's store of own data; none is a doodle.")
    ] = ""
    standardise: Annotated[
        str,
        Choice(
            ("no", "yes"), "", "Whether each feature is brought to zero mean and unit variance."
        ),
    ] = "no"
    anomaly: Annotated[
        int,
        Range(
            0,
            256,
            "y^*",
            "Which class, counted from 1, is left out of the training, to be found as an anomaly; "
            "0 is none.",
            name="anomalous class",
            advanced=True,
        ),
    ] = 0
    contamination: Contamination = 0.0

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The label of the anomalous class, if any."""
        return (self.anomaly - 1,) if self.anomaly else ()

    def __post_init__(self) -> None:
        """Check the parameters, map the arrays, and take shape and class names from the file."""
        super().__post_init__()
        vars(self)["span"] = _span(self.train, self.test)
        if self.file:
            about = store.about(self.file)
            if about is None:
                raise InputError(store.GONE)
            vars(self).update(sample_shape=about.shape, classes=about.classes)

    @classmethod
    def extent(cls, params: Mapping[str, Any]) -> tuple[int, tuple[int, ...]]:
        """Return the largest number of samples and the shape of a sample, as in the file."""
        points, shape = super().extent(params)
        about = store.about(str(params.get("file", "")))
        return (points, shape) if about is None else (min(points, about.samples), about.shape)

    def load(self) -> Arrays:
        """Read the file or draw the doodle, and hold some samples out.

        Raises:
            InputError: there is a single sample, or too few samples of the anomalous class or of
                others.

        """
        x, labels = store.load(self.file)[:2] if self.file else _doodle()
        if len(x) < 2:
            raise InputError("One sample is not enough: some are learnt from, others held out.")
        order = np.random.default_rng(0).permutation(len(x))
        few, many = HELD_OUT
        heldout = min(max(len(x) // 5, few), many, len(x) // 2)
        test, train = order[:heldout], order[heldout:]
        if self.anomalies:
            anomalous = np.isin(labels, self.anomalies)
            if not anomalous[test].any() or anomalous[test].all() or anomalous[train].all():
                raise InputError(
                    f"Class {self.anomaly} is to be found among others, and these data have no "
                    "samples for that: choose another anomalous class, or 0 for none."
                )
            train = train[training_rows(labels[train], self.anomalies, self.contamination)]
        if self.standardise == "yes":
            x = _standardised(x, x[train])
        return Arrays(x[train], x[test], labels[train], labels[test])


def _span(*parts: NDArray[np.float32]) -> tuple[float, float]:
    """Return the smallest and the largest value, half a unit either side if they are equal."""
    low, high = min(float(p.min()) for p in parts), max(float(p.max()) for p in parts)
    return (low, high) if low < high else (low - 0.5, low + 0.5)


def _standardised(x: NDArray[np.float32], train: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ``x`` (n, d) minus the mean of the training samples, divided by their deviation.

    A feature that is constant in the training samples only loses its mean.
    """
    mean, scale = train.mean(0, dtype=np.float64), train.std(0, dtype=np.float64)
    scale[scale <= 1e-7 * np.abs(mean)] = 1
    scale[scale == 0] = 1
    standardised: NDArray[np.float64] = (x - mean) / scale
    return standardised.astype(np.float32)


def _doodle() -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Return the points (n, 2) of hand-drawn strokes, "ae" and a wave, and their labels (n,)."""
    t = np.linspace(0, 1, STROKE)
    strokes = (
        (0, _arc(-0.5, 20, 380, t)),
        (0, _line((-0.22, 0.32), (-0.22, -0.2), t)),
        (0, _line((-0.22, -0.2), (-0.08, -0.32), t)),
        (1, _line((0.08, 0), (0.64, 0), t)),
        (1, _arc(0.36, 0, 310, t)),
        (2, np.stack([1.8 * t - 0.9, 0.06 * np.sin(4 * np.pi * (2 * t - 1)) - 0.62], axis=1)),
    )
    points = np.concatenate([stroke for _, stroke in strokes])
    points += np.random.default_rng(1).uniform(-INK, INK, points.shape)
    labels = np.repeat([label for label, _ in strokes], STROKE)
    return points.astype(np.float32), labels.astype(np.uint8)


def _arc(x: float, start: float, stop: float, t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points (n, 2) of an arc about (x, 0) between two angles in degrees."""
    angle = np.radians(start + (stop - start) * t)
    return np.stack([x + 0.28 * np.cos(angle), 0.3 * np.sin(angle)], axis=1)


def _line(
    start: tuple[float, float], stop: tuple[float, float], t: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return points (n, 2) of a straight line, at parameters ``t`` (n,) from 0 to 1."""
    points: NDArray[np.float64] = np.array(start) + np.outer(t, np.subtract(stop, start))
    return points
