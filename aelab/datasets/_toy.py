"""Base class of the toys: points in two or three dimensions, drawn from a seed."""

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
    """Return the fifth (n,) of a curve, 0 to 4, of points with positions (n,) in 0 to 1."""
    return np.clip(np.floor(5 * along), 0, 4).astype(np.uint8)


@dataclass(kw_only=True, eq=False)
class Toy(Dataset):
    """Points of a shape, with noise on each coordinate.

    The first points do not depend on ``points``.
    """

    source: ClassVar[str] = "computed here"
    sample: ClassVar[str] = "point"
    sample_shape: ClassVar[tuple[int, ...]] = (2,)
    span: ClassVar[tuple[float, float]] = (-2.5, 2.5)
    dots: ClassVar[int] = 220  # points in the thumbnail

    points: Annotated[
        int, Range(16, TRAIN, "m", "Number of points to learn from.", name="points", log=True)
    ] = 2_000
    noise: Annotated[float, NOISE] = 0.05
    seed: Annotated[
        int, Range(0, 9_999, "s", "Seed of the points.", name="data seed", advanced=True)
    ] = 0

    @abstractmethod
    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return points (count, d) with noise, and their labels (count,)."""

    def load(self) -> Arrays:
        """Draw training points and held-out points."""
        x, labels = self.draw(TRAIN + TEST)
        return Arrays(x[:TRAIN], x[TRAIN:], labels[:TRAIN], labels[TRAIN:])

    @staticmethod
    def projected(x: NDArray[Any]) -> NDArray[Any]:
        """Return the projection (n, 2) of points (n, d) that the thumbnail shows."""
        return x

    @classmethod
    def thumbnail(cls) -> dict[str, Any]:
        """Return the projections of some points, as plain data."""
        shown = cls.projected(cls().test[: cls.dots])
        return {"points": np.round(shown.astype(float), 3).tolist()}
