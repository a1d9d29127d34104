"""What every toy is: points of the plane or of space, drawn from a seed, whose shape is seen."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from aelab.datasets.base import Arrays, Dataset
from aelab.params import Range

TRAIN, TEST = 20_000, 4_000
FIFTHS = ("1st fifth", "2nd fifth", "3rd fifth", "4th fifth", "5th fifth")
NOISE = Range(
    0, 0.5, r"\sigma_0", "Standard deviation of the noise on each coordinate.", name="noise"
)


def fifths(along: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return in which fifth (n,) of a shape each point lies, from its place (n,) in 0 to 1."""
    return np.clip(np.floor(5 * along), 0, 4).astype(np.uint8)


@dataclass(kw_only=True, eq=False)
class Toy(Dataset):
    """Points of a shape, with noise on each coordinate; the first are the same however many."""

    source: ClassVar[str] = "computed here"
    sample: ClassVar[str] = "point"
    sample_shape: ClassVar[tuple[int, ...]] = (2,)
    span: ClassVar[tuple[float, float]] = (-2.5, 2.5)
    dots: ClassVar[int] = 220  # points of the thumbnail

    points: Annotated[
        int, Range(16, TRAIN, "m", "Number of points to learn from.", name="points", log=True)
    ] = 2_000
    noise: Annotated[float, NOISE] = 0.05
    seed: Annotated[
        int, Range(0, 9_999, "s", "Seed of the points.", name="data seed", advanced=True)
    ] = 0

    @abstractmethod
    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return so many points (count, d), with their noise, and labels (count,)."""

    def load(self) -> Arrays:
        """Draw the points to learn from, and those held out."""
        x, labels = self.draw(TRAIN + TEST)
        return Arrays(x[:TRAIN], x[TRAIN:], labels[:TRAIN], labels[TRAIN:])

    @staticmethod
    def seen(x: NDArray[Any]) -> NDArray[Any]:
        """Return points (n, d) as the thumbnail shows them, (n, 2)."""
        return x

    @classmethod
    def thumbnail(cls) -> dict[str, Any]:
        """Return some points of the plane as plain data."""
        shown = cls.seen(cls().test[: cls.dots])
        return {"points": np.round(shown.astype(float), 3).tolist()}
