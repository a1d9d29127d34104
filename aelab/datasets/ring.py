"""Ring of Gaussians."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from aelab.datasets import _smoothed
from aelab.datasets._toy import Toy
from aelab.datasets.base import dataset
from aelab.params import Range

RADIUS, MOST = 1.75, 10


@dataset("ring-of-gaussians", "Ring of Gaussians")
class Ring(Toy):
    """Equal round Gaussians, evenly placed on a circle."""

    order = 60
    description = "Gaussians on a ring: what lies between two of them is no data."
    classes = tuple(f"{k}" for k in range(1, MOST + 1))
    advice = {"widths": (64, 64), "activation": "SiLU", "batch": 64, "epochs": 200, "rate": 5e-3}

    noise: Annotated[
        float,
        Range(0, 0.5, r"\sigma_0", "Standard deviation of each Gaussian, on each coordinate."),
    ] = 0.15
    gaussians: Annotated[int, Range(2, MOST, "K", "Number of Gaussians.", name="Gaussians")] = 8

    @property
    def centres(self) -> NDArray[np.float64]:
        """The means (K, 2), anticlockwise from the top."""
        angle = np.pi / 2 + 2 * np.pi * np.arange(self.gaussians) / self.gaussians
        return RADIUS * np.column_stack((np.cos(angle), np.sin(angle)))

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points, labelled by the Gaussian that they come from."""
        rng = np.random.default_rng(self.seed)
        labels = rng.integers(self.gaussians, size=count)
        x = self.centres[labels]
        return x + self.noise * rng.standard_normal(x.shape), labels

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) of the mixture, the variance of each Gaussian larger by σ²."""
        covariance = (self.noise**2 + sigma**2) * np.eye(2)
        if not covariance.any():
            return None
        x = np.asarray(x, np.float64)
        return _smoothed.mixture([_smoothed.gaussian(x, c, covariance) for c in self.centres])
