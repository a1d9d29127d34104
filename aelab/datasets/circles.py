"""Circles."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import _smoothed
from aelab.datasets._toy import NOISE, Toy
from aelab.datasets.base import dataset

RADII = (1.6, 0.8)


@dataset("circles", "Circles")
class Circles(Toy):
    """Two circles with the same centre, as many points on each."""

    order = 40
    description = "A circle in a circle: a code of one number has to cut both of them open."
    classes = ("outer circle", "inner circle")
    advice = {"widths": (64, 64), "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}

    noise: Annotated[float, NOISE] = 0.06

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points on either circle, with noise."""
        rng = np.random.default_rng(self.seed)
        labels = rng.integers(len(RADII), size=count)
        angle = 2 * np.pi * rng.random(count)
        x = np.take(RADII, labels)[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        return x + self.noise * rng.standard_normal(x.shape), labels

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) of the two smoothed circles."""
        width = np.hypot(self.noise, sigma)
        if not width:
            return None
        x = np.asarray(x, np.float64)
        return _smoothed.mixture([_smoothed.circle(x, radius, width) for radius in RADII])
