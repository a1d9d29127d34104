"""Two moons."""

from typing import Annotated

from sklearn.datasets import make_moons

from aelab.datasets._base import Arrays, Dataset, dataset
from aelab.params import Range

TRAIN, TEST = 20_000, 4_000


@dataset("Two moons")
class TwoMoons(Dataset):
    """Two interleaved half circles in the plane, the smallest data that no line describes."""

    order = 10
    description = "Two interleaved half circles: no straight line describes them, a curve does."
    source = "scikit-learn, make_moons (Pedregosa et al., JMLR 2011)"
    sample = "point"
    sample_shape = (2,)
    classes = ("upper moon", "lower moon")
    span = (-1.5, 2.5)
    advice = {
        "widths": (32, 32),
        "batch": 64,
        "epochs": 200,
        "rate": 5e-3,
    }

    points: Annotated[
        int, Range(16, TRAIN, "m", "Number of points to learn from.", name="points", log=True)
    ] = 2_000
    noise: Annotated[
        float, Range(0, 0.5, r"\sigma", "Standard deviation of the noise on each coordinate.")
    ] = 0.08
    seed: Annotated[
        int, Range(0, 9_999, "s", "Seed of the points.", name="data seed", advanced=True)
    ] = 0

    def load(self) -> Arrays:
        """Draw the points."""
        x, y = make_moons(TRAIN + TEST, noise=self.noise, random_state=self.seed)
        return Arrays(x[:TRAIN], x[TRAIN:], y[:TRAIN], y[TRAIN:])
