"""MNIST, the handwritten digits."""

import gzip
from dataclasses import replace
from functools import cached_property, partial
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
GREY, FIXED, DYNAMIC = "none", "fixed", "dynamic"
TRAIN_DRAW, TEST_DRAW, EPOCH_DRAW = range(3)  # beginnings of the seeds of binarisations
ROWS = 4096  # digits binarised at a time


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


def binarised(
    grey: NDArray[np.float32], *seed: int, out: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Return x ~ Bernoulli(grey value) for each pixel, as 0 and 1.

    Args:
        grey: grey levels (n, d) from 0 to 1.
        seed: of the draws; the first rows are the same however many there are.
        out: where the result is written, if not to a new array.

    """
    result = np.empty(grey.shape, np.float32) if out is None else out
    rng = np.random.default_rng(seed)
    for start in range(0, len(grey), ROWS):
        interrupts.check()
        rows = slice(start, start + ROWS)
        uniform = rng.random(grey[rows].shape, np.float32)  # in [0, 1)
        np.less(uniform, grey[rows], out=result[rows], casting="unsafe")
    return result


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
    binary: Annotated[
        str,
        Choice(
            (GREY, FIXED, DYNAMIC),
            r"x \in \{0, 1\}",
            "Binary pixels, each 1 with its grey level as the probability: drawn once, or anew in "
            "each epoch for the networks. Held-out digits are drawn once.",
            name="binarisation",
            advanced=True,
        ),
    ] = GREY

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The anomalous digit, if any."""
        return () if self.anomaly == NO_ANOMALY else (int(self.anomaly),)

    def redrawn(self, epoch: int) -> NDArray[np.float32] | None:
        """Return the binary training digits (n, 784) of an epoch if they are drawn anew in each.

        Source: Salakhutdinov and Murray, "On the quantitative analysis of deep belief networks",
        2008; Burda et al., "Importance weighted autoencoders", 2016, arXiv:1509.00519.
        """
        if self.binary != DYNAMIC:
            return None
        return binarised(self._grey.train, EPOCH_DRAW, epoch, out=self._drawn)

    @cached_property
    def _grey(self) -> "MNIST":
        """The same digits with their grey levels."""
        return replace(self, binary=GREY)

    @cached_property
    def _drawn(self) -> NDArray[np.float32]:
        """Where the digits of an epoch are written, again and again."""
        return np.empty_like(self.train, subok=False)

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
            grey = (images[mask].astype(np.float32) / 255).astype(np.float32, copy=False)
            parts.append((grey, labels[mask]))
        (train, train_labels), (test, test_labels) = parts
        if self.binary != GREY:
            train, test = binarised(train, TRAIN_DRAW), binarised(test, TEST_DRAW)
        if self.anomalies:
            rows = training_rows(train_labels, self.anomalies, self.contamination)
            train, train_labels = train[rows], train_labels[rows]
        return Arrays(train, test, train_labels, test_labels)
