"""Brain slices, simulated."""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import _lesions, _slices
from aelab.datasets._anomalies import Contamination
from aelab.datasets._lesions import FAINTEST, SMALLEST, Lesions, random_lesions
from aelab.datasets._slices import PIXEL, SIDE, TEMPLATE, VOXEL, Variation, slices
from aelab.datasets.base import Arrays, Dataset, Quantity, dataset
from aelab.params import Range

TRAIN, VALIDATION, TEST = 4_000, 400, 1_000
ANATOMY, CHOICE, LEARNT, HELD_OUT = range(4)  # independent streams of random numbers
AREA = (PIXEL * VOXEL / 10) ** 2  # area of a pixel in cm²


@dataset("brain-slices", "Brain slices")
class Brain(Dataset):
    """Axial slices of brains, simulated from one template, and test slices with a lesion each.

    The first test slices are for choosing a threshold, the others for results. Of either kind
    half have a lesion.
    """

    order = 220
    description = (
        "Simulated brain slices, 64 × 64 pixels: a template, deformed; no patients. Half of the "
        "test slices have a lesion put in."
    )
    source = (
        "simulated here from the ICBM 152 template (Fonov et al., 2011), after Baur et al., "
        "Autoencoders for unsupervised anomaly segmentation in brain MR images, 2021"
    )
    sample = "slice"
    sample_shape = (SIDE, SIDE)
    classes = ("healthy", "lesion")
    span = (0, 1)
    lit = True
    advice = {"latent": 32, "batch": 64}

    points: Annotated[
        int, Range(100, TRAIN, "m", "Number of slices to learn from.", name="slices", log=True)
    ] = TRAIN
    size: Annotated[
        float,
        Range(
            SMALLEST,
            8,
            "r",
            "Largest radius of a lesion, in pixels of 3.2 mm; the smallest is 2.",
            name="lesion size",
        ),
    ] = 8.0
    contrast: Annotated[
        float,
        Range(
            FAINTEST,
            0.5,
            "C",
            "Largest contrast of a lesion, where grey levels are from 0 to 1; the smallest is "
            "0.1.",
            name="lesion contrast",
        ),
    ] = 0.4
    contamination: Contamination = 0.0
    warp: Annotated[
        float,
        Range(
            0,
            3,
            "w",
            "How far slices are deformed, in pixels.",
            name="deformation",
            advanced=True,
        ),
    ] = 0.6
    bias: Annotated[
        float,
        Range(
            0,
            0.5,
            "b",
            "How much the brightness varies within a slice and from one to the next, as a share.",
            name="brightness",
            advanced=True,
        ),
    ] = 0.15
    noise: Annotated[
        float,
        Range(
            0, 0.2, r"\sigma_0", "Standard deviation of the noise of each pixel.", advanced=True
        ),
    ] = 0.02
    seed: Annotated[
        int,
        Range(0, 9_999, "s", "Seed of the slices and lesions.", name="data seed", advanced=True),
    ] = 0

    @property
    def anomalies(self) -> tuple[int, ...]:
        """The label of slices with a lesion."""
        return (1,)

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the views shown before those of the model."""
        return ("lesions", "dice", *super().views)

    @property
    def calibration(self) -> int:
        """How many of the first test slices only serve to choose a threshold."""
        return VALIDATION

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Which pixels of the test slices (n, 64, 64) lie inside the brain."""
        return np.asarray(self.test).reshape(-1, SIDE, SIDE) > 0

    @cached_property
    def lesions(self) -> Lesions:
        """The lesions, in the order of the test slices that have one."""
        return self._lesions(self.inside[self.test_labels == 1], HELD_OUT)

    @cached_property
    def masks(self) -> NDArray[np.uint8]:
        """Pixels of lesions in the test slices (n, 4096), as 0 or 1."""
        masks = np.zeros(self.test.shape, np.uint8)
        masks[self.test_labels == 1] = self.lesions.mask.reshape(-1, SIDE**2)
        return masks

    def quantities(self) -> Mapping[str, Quantity]:
        """Return the area of the brain in each test slice."""
        area = self.inside.sum((1, 2)) * AREA
        return {"brain area": Quantity(area.astype(np.float64), "cm²")}

    def load(self) -> Arrays:
        """Simulate healthy slices, and add lesions to half of the test slices.

        With contamination, training slices get lesions, too.
        """
        variation = Variation(self.warp, self.bias, self.noise)
        count = TRAIN + VALIDATION + TEST
        x = np.concatenate(list(slices(count, variation, self._stream(ANATOMY))))
        train, test = x[:TRAIN], x[TRAIN:]
        rng = self._stream(CHOICE)
        train_labels = rng.permutation(TRAIN) < round(self.contamination * TRAIN)
        test_labels = np.concatenate([rng.permutation(n) % 2 == 1 for n in (VALIDATION, TEST)])
        for part, ill, stream in ((train, train_labels, LEARNT), (test, test_labels, HELD_OUT)):
            part[ill] = self._lesions(part[ill] > 0, stream).add_to(part[ill])
        flat_train, flat_test = train.reshape(TRAIN, -1), test.reshape(len(test), -1)
        return Arrays(flat_train, flat_test, train_labels, test_labels)

    def _lesions(self, inside: NDArray[np.bool_], stream: int) -> Lesions:
        return random_lesions(inside, self.size, self.contrast, self._stream(stream))

    def _stream(self, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream])

    def _digest(self) -> str:
        digest = hashlib.sha256(super()._digest().encode())
        for file in (_slices.__file__, _lesions.__file__, TEMPLATE):
            digest.update(Path(file).read_bytes())
        return digest.hexdigest()[:20]
