"""Spiral."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets._toy import FIFTHS, NOISE, Toy, fifths
from aelab.datasets.base import dataset
from aelab.params import Range

INNER, OUTER = 0.3, 2.0  # radii of the ends of the spiral


@dataset("spiral", "Spiral")
class Spiral(Toy):
    """An Archimedean spiral, its radius in proportion to the angle."""

    order = 50
    description = "A line rolled up: one number along it is enough, for a network that unrolls it."
    classes = FIFTHS
    advice = {"widths": (64,) * 3, "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}

    noise: Annotated[float, NOISE] = 0.05
    turns: Annotated[
        float, Range(0.5, 4, r"\nu", "How many times it goes round its centre.", name="turns")
    ] = 1.5

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points, labelled along the spiral.

        They are uniform in arc length, apart from its radial part.
        """
        rng = np.random.default_rng(self.seed)
        along = rng.random(count)
        r = np.sqrt(INNER**2 + along * (OUTER**2 - INNER**2))  # arc length grows about as r²
        angle = 2 * np.pi * self.turns * (r - INNER) / (OUTER - INNER)
        x = np.column_stack((r * np.cos(angle), r * np.sin(angle)))
        return x + self.noise * rng.standard_normal(x.shape), fifths(along)
