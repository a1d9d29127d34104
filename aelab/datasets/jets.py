"""Jet images."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab import interrupts
from aelab.datasets._anomalies import Contamination, training_rows
from aelab.datasets.base import Arrays, Dataset, Quantity, dataset
from aelab.jets import files, images, incoming
from aelab.jets.files import KINDS, Jets
from aelab.params import Choice, InputError, Range, Token

CLASSES = ("QCD", "top")
NO_ANOMALY = "none"
HELD_OUT = 5_000  # largest number of held-out jets of each class
DECADES = 4.0  # of intensity, on the colour scale
AVERAGED, SHADES = 2_000, 3.0  # top jets averaged in the thumbnail, and decades of its scale
MADE_OF = (files.__file__, images.__file__)  # modules whose code makes the images


@dataset("jet-images", "Jet images")
class JetImages(Dataset):
    """Jets of a light quark or gluon (QCD) and of a top quark, as images of their momenta.

    A quarter of the jets of each class is held out, at most 5,000, and mixed.
    """

    order = 210
    description = "Sprays of particles from a collision: QCD jets, and jets of a top quark."
    source = (
        "Pythia 8.317, FastJet 3.5 and the settings of Kasieczka, Plehn, Thompson and Russell, "
        "Top Quark Tagging Reference Dataset, 2019"
    )
    sample = "jet"
    sample_shape = (images.PIXELS, images.PIXELS)
    classes = CLASSES
    span = (0.0, 1.0)
    decades = DECADES
    advice = {"widths": (256, 64), "latent": 6, "batch": 256, "epochs": 30, "rate": 1e-3}

    points: Annotated[
        int, Range(100, 60_000, "m", "Number of jets to learn from.", name="jets", log=True)
    ] = 10_000
    kinds: Annotated[
        tuple[str, ...],
        Choice(CLASSES, "y", "Which kinds of jet are in the data.", name="kinds", several=True),
    ] = CLASSES
    anomaly: Annotated[
        str,
        Choice(
            (NO_ANOMALY, *reversed(CLASSES)),
            "y^*",
            "Kind of jet that is left out of the training, to be found as an anomaly.",
            advanced=True,
        ),
    ] = NO_ANOMALY
    contamination: Contamination = 0.0
    remap: Annotated[
        str,
        Choice(
            tuple(images.REMAPS),
            "",
            "What becomes of an intensity: under a root or a logarithm dim pixels count for more.",
        ),
    ] = "none"
    exponent: Annotated[float, Range(0.1, 2, "n", "Exponent of the remap Iⁿ.", advanced=True)] = (
        0.25
    )
    window: Annotated[
        float, Range(0.4, 1.2, "R", "Half the width of the picture in η and φ.", advanced=True)
    ] = images.WINDOW
    scale: Annotated[
        float,
        Range(1, 1_000, "s", "What the intensities are multiplied by.", log=True, advanced=True),
    ] = 10.0
    file: Annotated[
        str, Token("", "Name of jets of your own; without one they are those of the lab.")
    ] = ""

    def __post_init__(self) -> None:
        """Check the parameters, map the arrays, and set span and decades of the colour scale."""
        super().__post_init__()
        powers = {"none": 1.0, "√": 0.5, "Iⁿ": self.exponent}
        decades = DECADES * powers.get(self.remap, 0)
        vars(self).update(span=(0.0, self.scale), decades=decades)

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The label of the anomalous kind of jet, if any."""
        return () if self.anomaly == NO_ANOMALY else (CLASSES.index(self.anomaly),)

    def load(self) -> Arrays:
        """Make the images of the training jets and of the held-out ones.

        Raises:
            InputError: there are too few jets, or an anomaly is chosen and all jets are of one
                kind.

        """
        jets = self._jets()
        train, test = _split(jets.label)
        if self.anomalies:
            if len(set(jets.label[test])) < len(CLASSES):
                raise InputError(
                    "These are jets of one kind, and an anomaly is to be found among others: "
                    "choose both kinds, or no anomaly."
                )
            train = train[training_rows(jets.label[train], self.anomalies, self.contamination)]
        x, heldout = (self._images(jets.select(rows)) for rows in (train, test))
        return Arrays(x, heldout, jets.label[train], jets.label[test])

    def named(self, name: str) -> NDArray[np.float32] | None:
        """Return the image (d,) of a shipped jet, named by class and number as in "top 17"."""
        match = re.fullmatch(r"(\w{1,10}) ([1-9]\d{0,8})", name, re.ASCII)
        if match is None or match[1] not in CLASSES:
            return None
        jets = files.shipped(KINDS[CLASSES.index(match[1])])
        row = int(match[2]) - 1
        return self._images(jets.select(np.array([row])))[0] if row < len(jets.jet) else None

    def _jets(self) -> Jets:
        """Return the jets of the chosen kinds, uploaded or shipped with the lab."""
        file = self.file
        jets = incoming.load(file) if file else files.join(map(files.shipped, KINDS))
        chosen = [CLASSES.index(kind) for kind in self.kinds]
        return jets.select(np.flatnonzero(np.isin(jets.label, chosen)))

    def _images(self, jets: Jets) -> NDArray[np.float32]:
        intensities = images.images(jets, images.PIXELS, self.window)
        interrupts.check()
        return images.remapped(intensities, self.remap, self.exponent) * np.float32(self.scale)

    def quantities(self) -> Mapping[str, Quantity]:
        """Return mass (GeV), pT (GeV) and number of constituents of the held-out jets."""
        units = {"jet mass": "GeV", "jet pT": "GeV", "constituents": ""}
        values = self.derived("quantities", ("values",), self._columns)["values"]
        columns = zip(units.items(), values, strict=True)
        return {name: Quantity(column, unit) for (name, unit), column in columns}

    def _columns(self) -> dict[str, NDArray[np.float64]]:
        """Return mass (GeV), pT (GeV) and number of constituents of the held-out jets (3, n)."""
        jets = self._jets()
        jets = jets.select(_split(jets.label)[1])
        columns = [jets.jet[:, 3], jets.jet[:, 0], images.multiplicity(jets)]
        return {"values": np.array(columns, np.float64)}

    @classmethod
    def thumbnail(cls) -> dict[str, Any]:
        """Return the average top jet, on a logarithmic scale."""
        tops = files.shipped("top")
        mean = images.average(tops.select(files.evenly(len(tops.jet), AVERAGED)))
        shade = np.log10(np.maximum(mean / mean.max(), 10**-SHADES)) / SHADES + 1
        return {"pixels": (255 * shade).astype(int).tolist(), "shape": list(cls.sample_shape)}

    def _digest(self) -> str:
        """Return a hash that also covers the files of jets and the code that makes images."""
        digest = hashlib.sha256(super()._digest().encode())
        for code in MADE_OF:
            digest.update(Path(code).read_bytes())
        for path in _paths(self.file):
            stat = path.stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}".encode())
        return digest.hexdigest()[:20]


def _paths(file: str) -> list[Path]:
    """Return the files that the jets are read from; `InputError` if one is gone."""
    if not file:
        return [files.path_of(kind) for kind in KINDS]
    path = incoming.path_of(file)
    if path is None:
        raise InputError(incoming.GONE)
    return [path]


def _split(labels: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the training rows and the held-out rows, shuffled.

    A quarter of each class is held out, at most HELD_OUT jets.
    """
    rng = np.random.default_rng(0)
    train, test = [], []
    for label in range(len(CLASSES)):
        rows = rng.permutation(np.flatnonzero(labels == label))
        heldout = min(HELD_OUT, -(-len(rows) // 4))
        test.append(rows[:heldout])
        train.append(rows[heldout:])
    if sum(map(len, train)) < 2:
        raise InputError("These are too few jets: some are learnt from, others held out.")
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))
