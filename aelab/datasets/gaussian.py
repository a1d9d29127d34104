"""Correlated Gaussian."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from aelab.datasets import _smoothed
from aelab.datasets._toy import FIFTHS, NOISE, Toy, fifths
from aelab.datasets.base import dataset
from aelab.params import Range


@dataset("correlated-gaussian", "Correlated Gaussian")
class Gaussian(Toy):
    """A correlated Gaussian, standard deviation 1 along its long axis."""

    order = 20
    description = "A correlated Gaussian: PCA and Oja's rule look for its long axis."
    classes = FIFTHS
    span = (-3, 3)
    advice = {"widths": (32, 32), "batch": 64, "epochs": 100, "rate": 5e-3}

    noise: Annotated[float, NOISE] = 0.0
    angle: Annotated[
        float, Range(0, 180, r"\theta", "Direction of the long axis, in degrees from x₁.")
    ] = 30.0
    aspect: Annotated[
        float,
        Range(
            1,
            10,
            "r",
            "Ratio of the standard deviations along the long and the short axis, before the "
            "noise; 1 is round.",
            name="aspect ratio",
        ),
    ] = 3.0

    @property
    def axes(self) -> NDArray[np.float64]:
        """The long and the short axis as columns (2, 2), of length one standard deviation."""
        c, s = np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))
        return np.array([[c, -s], [s, c]]) / (1, self.aspect)

    def draw(self, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Draw points, labelled along the long axis in equal fifths."""
        rng = np.random.default_rng(self.seed)
        z = rng.standard_normal((count, 2))
        x = z @ self.axes.T
        return x + self.noise * rng.standard_normal(x.shape), fifths(ndtr(z[:, 0]))

    def score_function(self, x: NDArray[Any], sigma: float) -> NDArray[np.float64] | None:
        """Return ∇ln p_σ (n, d) = −(Σ + σ²I)⁻¹x, with Σ the covariance of the noisy data."""
        noise = (self.noise**2 + sigma**2) * np.eye(2)
        covariance = self.axes @ self.axes.T + noise
        return _smoothed.gaussian(np.asarray(x, np.float64), np.zeros(2), covariance).gradient
