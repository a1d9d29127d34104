"""MNIST, the handwritten digits."""

import gzip
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from aelab import interrupts
from aelab.datasets._anomalies import Contamination, training_rows
from aelab.datasets.base import Arrays, Dataset, dataset
from aelab.params import Choice, InputError, Range

FILES = Path(__file__).parent / "files"
SAMPLES = 60_000  # in the training part, the larger one
DIGITS = tuple("0123456789")
NO_ANOMALY = "none"


def read(part: str, most: int = SAMPLES) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the first ``most`` images (n, 784) and labels (n,) of the part "train" or "t10k"."""
    images = _numbers(f"{part}-images-idx3", 16, most * 784).reshape(-1, 784)
    return images, _numbers(f"{part}-labels-idx1", 8, most)


def heldout(most: int = SAMPLES) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return ``most`` images (n, 784) and labels (n,) of the test part in a fixed random order.

    The part comes ordered by the difficulty of its writers: PCA with k = 2 leaves 42.5 of its
    first 1,000 digits and 43.6 of all. The first of a random order stand for all.
    """
    images, labels = read("t10k")
    order = np.random.default_rng(0).permutation(len(images))[:most]
    return images[order], labels[order]


def _numbers(name: str, offset: int, most: int) -> NDArray[np.uint8]:
    """Return the first ``most`` bytes after the header; only these are decompressed."""
    with gzip.open(FILES / f"{name}-ubyte.gz") as file:
        return np.frombuffer(file.read(offset + most), np.uint8, offset=offset)


@dataset("mnist", "MNIST")
class MNIST(Dataset):
    """The 60,000 + 10,000 handwritten digits, 28 × 28 grey levels from 0 to 1."""

    order = 200
    description = "Handwritten digits, 28 × 28 pixels with grey levels from 0 to 1."
    source = "LeCun, Cortes and Burges, The MNIST database of handwritten digits, 1998"
    sample = "digit"
    sample_shape = (28, 28)
    classes = DIGITS
    span = (0, 1)

    points: Annotated[
        int, Range(100, 60_000, "m", "Number of digits to learn from.", name="digits", log=True)
    ] = 60_000
    digits: Annotated[
        tuple[str, ...],
        Choice(DIGITS, "y", "Which digits are in the data.", name="classes", several=True),
    ] = DIGITS
    anomaly: Annotated[
        str,
        Choice(
            (NO_ANOMALY, *DIGITS),
            "y^*",
            "Digit that is left out of the training, to be found as an anomaly.",
            advanced=True,
        ),
    ] = NO_ANOMALY
    contamination: Contamination = 0.0

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The anomalous digit, if any."""
        return () if self.anomaly == NO_ANOMALY else (int(self.anomaly),)

    def load(self) -> Arrays:
        """Read the chosen digits, those of the test part in a fixed random order.

        Raises:
            InputError: the anomalous digit is not one of several chosen ones.

        """
        if self.anomaly != NO_ANOMALY and not {self.anomaly} < set(self.digits):
            raise InputError(
                f"The digit {self.anomaly} is to be found among others: choose the classes so "
                "that it is one of several."
            )
        chosen = np.array([int(d) for d in self.digits], np.uint8)
        parts = []
        for part in (partial(read, "train"), heldout):
            interrupts.check()
            images, labels = part()
            mask = np.isin(labels, chosen)
            parts.append((images[mask].astype(np.float32) / 255, labels[mask]))
        (train, train_labels), (test, test_labels) = parts
        if self.anomalies:
            rows = training_rows(train_labels, self.anomalies, self.contamination)
            train, train_labels = train[rows], train_labels[rows]
        return Arrays(train, test, train_labels, test_labels)
