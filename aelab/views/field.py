"""The field of a denoising autoencoder: where it moves each place of the plane."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.theory import denoising
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._mesh import box, mesh
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import FieldLayout
from aelab.views.words import counted, indexed

LINES = 16  # arrows each way
POINTS = 1000  # held-out samples that are drawn
KNOWN = 2000  # training samples that the prediction is made of, at most


@view("field")
class Field(View):
    """x̂ − x on a grid, and σ²∇ln p_σ(x), which it tends to for Gaussian noise.

    The prediction is exact where the data set knows its density; otherwise it is that of the
    training samples smoothed by the noise. `agreement` is R² of the arrows against it: 1 − Σ w‖a −
    t‖² / Σ w‖t‖² over the places of the grid, with weights w ∝ p_σ there, the density of the drawn
    held-out samples smoothed by the noise: only near data does the model learn the field.

    Source: Alain and Bengio, "What regularized auto-encoders learn from the data-generating
    distribution", JMLR 2014; Vincent, "A connection between score matching and denoising
    autoencoders", 2011.
    """

    order = 22

    def __init__(self, context: Context) -> None:
        """Lay the grid over the data."""
        super().__init__(context)
        self._x = np.asarray(context.x[:POINTS])
        self._at = mesh(box(self._x), LINES).reshape(-1, 2)
        self._sigma: float | None = context.model.smoothing()
        self._training = context.data.train[:: -(-len(context.data.train) // KNOWN)]
        self._theory: NDArray[np.float64] | None = None

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are points of the plane."""
        return bool(data.sample_shape == (2,))

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "field"

    @property
    def _theory_of(self) -> str:
        """Whose density the prediction smooths; nothing if there is none."""
        if self._sigma is None:
            return ""
        if self.context.data.score_function(self._at[:1], self._sigma) is not None:
            return "exact"
        return f"of {counted(len(self._training))} training {self.context.data.sample}s"

    def layout(self) -> FieldLayout:
        """Return the words and numbers that stay."""
        data, of = self.context.data, self._theory_of
        return {
            "title": "Vector field",
            "note": f"arrows from x to x̂, held-out {data.sample}s",
            "names": indexed("x", 2),
            "classes": list(data.classes),
            "theory": f"σ²∇ln p_σ, {of}" if of else "",
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the arrows; points and prediction once."""
        context = self.context
        arrows = context.model.decode(context.model.encode(self._at)) - self._at
        parts = [self.part("at", self._at), self.part("arrows", arrows)]
        if frame_number is None:
            parts += [self.part("x", self._x), self.part("labels", context.labels[:POINTS])]
        return parts + self._predicted(arrows, frame_number)

    def _predicted(self, arrows: NDArray[Any], frame_number: int | None) -> list[Part]:
        """Return how well the arrows agree with the prediction, which is made and sent once."""
        if self._sigma is not None and self._theory is None and frame_number is None:
            self._predict(self._sigma)
        if self._theory is None:
            return []
        agreement = r_squared(arrows, self._theory, self._weights)
        parts = [self.part("agreement", np.array([agreement], np.float32))]
        if frame_number is None:
            parts.append(self.part("theory", self._theory.astype(np.float32)))
        return parts

    def _predict(self, sigma: float) -> None:
        data, at = self.context.data, self._at.astype(np.float64)
        gradient = data.score_function(self._at, sigma)
        if gradient is None:
            self._theory = denoising.field(at, self._training, sigma)
        else:
            self._theory = sigma**2 * np.asarray(gradient, np.float64)
        heights = denoising.log_density(at, self._x, sigma)
        self._weights = np.exp(heights - heights.max())


def r_squared(
    arrows: NDArray[Any], theory: NDArray[np.float64], weights: NDArray[np.float64]
) -> float:
    """Return 1 − Σ w‖a − t‖² / Σ w‖t‖² of arrows and theory (g, 2), with weights (g,)."""
    left = (weights * np.square(arrows - theory).sum(1)).sum()
    return float(1 - left / (weights * np.square(theory).sum(1)).sum())
