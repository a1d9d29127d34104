"""S-curve, projected to the plane."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets._toy import FIFTHS, NOISE, Toy, fifths
from aelab.datasets.base import dataset
from aelab.params import Range


@dataset("s-curve", "S-curve")
class SCurve(Toy):
    """The sheet of scikit-learn's make_s_curve, in parallel projection."""

    order = 80
    description = "A sheet bent into an S in space, and its shadow in the plane."
    source = "after scikit-learn, make_s_curve (Pedregosa et al., JMLR 2011)"
    classes = FIFTHS
    advice = {"widths": (64, 64), "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}

    noise: Annotated[float, NOISE] = 0.03
    view: Annotated[
        float,
        Range(
            0,
            90,
            r"\theta",
            "By how many degrees the sheet is turned: at 0 it is seen edge on, as a line, and at "
            "90 from its face.",
            name="viewing angle",
        ),
    ] = 25.0

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points of the sheet, rotated about x₂ and seen along x₃, labelled along the S."""
        rng = np.random.default_rng(self.seed)
        along, depth = rng.random(count), 2 * rng.random(count) - 1
        t = 3 * np.pi * (along - 0.5)
        flat = np.column_stack((np.sin(t), np.sign(t) * (np.cos(t) - 1)))
        theta = np.radians(self.view)
        x = np.column_stack((flat[:, 0] * np.cos(theta) + depth * np.sin(theta), flat[:, 1]))
        return x + self.noise * rng.standard_normal(x.shape), fifths(along)
