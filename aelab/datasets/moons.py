"""Two moons."""

from typing import Annotated, Any

from numpy.typing import NDArray
from sklearn.datasets import make_moons

from aelab.datasets._toy import NOISE, Toy
from aelab.datasets.base import dataset


@dataset("two-moons", "Two moons")
class TwoMoons(Toy):
    """Two interleaved half circles in the plane, the smallest data that no line describes."""

    order = 10
    description = "Two interleaved half circles: no straight line describes them, a curve does."
    source = "scikit-learn, make_moons (Pedregosa et al., JMLR 2011)"
    classes = ("upper moon", "lower moon")
    span = (-1.5, 2.5)
    advice = {
        "widths": (32, 32),
        "batch": 64,
        "epochs": 200,
        "rate": 5e-3,
    }

    noise: Annotated[float, NOISE] = 0.08

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points on the half circles, with noise."""
        x, labels = make_moons(count, noise=self.noise, random_state=self.seed)
        return x, labels
