"""Jet images."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab import interrupts
from aelab.datasets._anomalies import Contamination, training
from aelab.datasets.base import Arrays, Dataset, Quantity, dataset
from aelab.jets import files, images, incoming
from aelab.jets.files import KINDS, Jets
from aelab.params import Choice, InputError, Range, Token

CLASSES = ("QCD", "top")
NO_ANOMALY = "none"
HELD_OUT = 5_000  # jets of each class at most, and a quarter of them at most
DECADES = 4.0  # of intensity that a colour tells apart
AVERAGED, SHADES = 2_000, 3.0  # top jets of the thumbnail, and the decades of its shades
MADE_OF = (files.__file__, images.__file__)  # their code makes the images


@dataset("Jet images")
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
        """Check the parameters, map the arrays, and note the scale that they are drawn on."""
        super().__post_init__()
        powers = {"none": 1.0, "√": 0.5, "Iⁿ": self.exponent}
        decades = DECADES * powers.get(self.remap, 0)
        vars(self).update(span=(0.0, self.scale), decades=decades)

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The kind of jet that is looked for, if any."""
        return () if self.anomaly == NO_ANOMALY else (CLASSES.index(self.anomaly),)

    def load(self) -> Arrays:
        """Make the images of the jets that are learnt from, and of those held out."""
        jets = self._jets()
        train, test = _split(jets.label)
        if self.anomalies:
            if len(set(jets.label[test])) < len(CLASSES):
                raise InputError(
                    "These are jets of one kind, and an anomaly is to be found among others: "
                    "choose both kinds, or no anomaly."
                )
            train = train[training(jets.label[train], self.anomalies, self.contamination)]
        x, held = (self._images(jets.select(rows)) for rows in (train, test))
        return Arrays(x, held, jets.label[train], jets.label[test])

    def named(self, name: str) -> NDArray[np.float32] | None:
        """Return the image (d,) of a jet of the lab by class and number, such as "top 17"."""
        found = re.fullmatch(r"(\w{1,10}) ([1-9]\d{0,8})", name, re.ASCII)
        if found is None or found[1] not in CLASSES:
            return None
        jets = files.shipped(KINDS[CLASSES.index(found[1])])
        row = int(found[2]) - 1
        return self._images(jets.select(np.array([row])))[0] if row < len(jets.jet) else None

    def _jets(self) -> Jets:
        """Return the jets of the file, or of the lab, that are of the kinds chosen."""
        file = self.file
        jets = incoming.load(file) if file else files.join(map(files.shipped, KINDS))
        chosen = [CLASSES.index(kind) for kind in self.kinds]
        return jets.select(np.flatnonzero(np.isin(jets.label, chosen)))

    def _images(self, jets: Jets) -> NDArray[np.float32]:
        made = images.images(jets, images.PIXELS, self.window)
        interrupts.look()
        return images.remapped(made, self.remap, self.exponent) * np.float32(self.scale)

    def quantities(self) -> Mapping[str, Quantity]:
        """Return mass and pT of the jets held out, and how many constituents they have."""
        named = zip(("jet mass", "jet pT", "constituents"), ("GeV", "GeV", ""), strict=True)
        values = self.derived("quantities", ("values",), self._columns)["values"]
        return {name: Quantity(v, unit) for (name, unit), v in zip(named, values, strict=True)}

    def _columns(self) -> dict[str, NDArray[np.float64]]:
        """Return mass, pT and number of constituents (3, n) of the jets held out."""
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
        """Return the hash of all that the arrays depend on: also the files and more code."""
        whole = hashlib.sha256(super()._digest().encode())
        for code in MADE_OF:
            whole.update(Path(code).read_bytes())
        for path in _paths(self.file):
            about = path.stat()
            whole.update(f"{path} {about.st_size} {about.st_mtime_ns}".encode())
        return whole.hexdigest()[:20]


def _paths(file: str) -> list[Path]:
    """Return the files that the jets are read from."""
    if not file:
        return [files.path_of(kind) for kind in KINDS]
    path = incoming.found(file)
    if path is None:
        raise InputError(incoming.GONE)
    return [path]


def _split(labels: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows to learn from and those held out, each with its classes mixed."""
    rng = np.random.default_rng(0)
    train, test = [], []
    for label in range(len(CLASSES)):
        rows = rng.permutation(np.flatnonzero(labels == label))
        held = min(HELD_OUT, -(-len(rows) // 4))
        test.append(rows[:held])
        train.append(rows[held:])
    if sum(map(len, train)) < 2:
        raise InputError("These are too few jets: some are learnt from, others held out.")
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))
