"""Swiss roll, in space."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets._toy import FIFTHS, NOISE, Toy, fifths
from aelab.datasets.base import dataset

START, STOP = 1.5 * np.pi, 4.5 * np.pi  # angles of the ends of the roll, in rad
UNIT = 7.0  # length in make_swiss_roll that is 1 here
HALF = 1.5  # half the height of the roll


@dataset("swiss-roll", "Swiss roll")
class SwissRoll(Toy):
    """The rolled sheet of scikit-learn's make_swiss_roll, a seventh of the size, evenly filled."""

    order = 100
    description = "A sheet rolled up in space: two numbers tell a point of it, once unrolled."
    source = "after scikit-learn, make_swiss_roll (Pedregosa et al., JMLR 2011)"
    sample_shape = (3,)
    classes = FIFTHS
    advice = {"widths": (64, 64), "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}
    dots = 320

    noise: Annotated[float, NOISE] = 0.03

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points of the sheet, labelled along the roll."""
        rng = np.random.default_rng(self.seed)
        along, height = rng.random(count), HALF * (2 * rng.random(count) - 1)
        t = np.sqrt(START**2 + along * (STOP**2 - START**2))  # arc length grows as t²
        x = np.column_stack((t * np.cos(t) / UNIT, height, t * np.sin(t) / UNIT))
        return x + self.noise * rng.standard_normal(x.shape), fifths(along)

    @staticmethod
    def projected(x: NDArray[Any]) -> NDArray[Any]:
        """Return the view (n, 2) of points (n, 3) from close to the axis of the roll."""
        return x[:, [0, 2]] + x[:, 1:2] * (0.24, 0.14)
