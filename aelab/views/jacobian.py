"""The Jacobian of the encoder: a map of its norm over the plane, or its singular values."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views._bars import Bars
from aelab.views._mesh import box, mesh
from aelab.views._needed import needed
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import BarsWords, MapLayout
from aelab.views.words import first, indexed, joined

CELLS, COARSE = 40, 16  # of the map, each way: at most, at least
NUMBERS = 51_200  # of them all, times the size of the code: a larger one has a coarser map
SHARE = 12_800  # of these numbers in each frame
ROWS = 10  # of cells in each frame, at most
POINTS = 1000  # held-out samples that are drawn
ELLIPSES = 9  # each way
SAMPLES, FEWEST = 64, 4  # held-out samples whose singular values are taken
SIDE = 128  # of ∂f/∂x, the shorter one, up to which all samples are taken
SHARES = 8  # frames for all of them
BLOCK = 4_000_000  # numbers of ∂f/∂x at a time
MOST = 64  # singular values


@view("jacobian")
class Jacobian(View):
    """‖∂f/∂x‖, how fast the code moves with the sample, at each place of the plane.

    An ellipse at some places has the right singular vectors of ∂f/∂x as its axes, each as long as
    its singular value: it is long where the code follows a move, and thin where it ignores it.
    """

    order = 23

    def __init__(self, context: Context) -> None:
        """Lay the cells over the data."""
        super().__init__(context)
        self._x = np.asarray(context.x[:POINTS])
        self._box = box(self._x)
        k = context.model.latent
        self._cells = int(np.clip((NUMBERS / k) ** 0.5, COARSE, CELLS))
        self._rows = int(np.clip(SHARE / (k * self._cells), 1, ROWS))
        self._at = mesh(self._box, self._cells)  # (r, c, 2), the topmost row first
        inner = self._box * (ELLIPSES - 1) / ELLIPSES  # the middles of as many fields
        middle = self._box.mean(1, keepdims=True) / ELLIPSES
        self._places = mesh(inner + middle, ELLIPSES).reshape(-1, 2)
        self._next = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are points of the plane, and the Jacobian is known."""
        return data.sample_shape == (2,) and model.jacobian(data.test[:1]) is not None

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "map"

    def layout(self) -> MapLayout:
        """Return the words and numbers that stay."""
        data = self.context.data
        return {
            "title": "Norm of the Jacobian",
            "note": f"how fast z moves with x, held-out {data.sample}s",
            "unit": "‖∂f/∂x‖",
            "names": indexed("x", 2),
            "classes": list(data.classes),
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the next rows of cells; the points once."""
        cells, start = self._cells, 0 if frame_number is None else self._next
        stop = cells if frame_number is None else min(start + self._rows, cells)
        self._next = stop % cells
        at = self._at[start:stop].reshape(-1, 2)
        jacobian = needed(self.context.model.jacobian(at))  # (n, k, 2)
        norms = np.sqrt(np.square(jacobian, dtype=np.float64).sum((1, 2)))
        values = norms.reshape(-1, cells).astype(np.float32)
        parts = [
            self.part("values", values, start, cells),
            self.part("window", self._box.reshape(4)),
            self.part("metric", self._metric()),
        ]
        if frame_number is None:
            parts += [self.part("x", self._x), self.part("labels", self.context.labels[:POINTS])]
        return parts

    def _metric(self) -> NDArray[np.float32]:
        """Return places and JᵀJ there, (p, 5): x₁, x₂, and its entries 11, 12, 22."""
        jacobian = needed(self.context.model.jacobian(self._places))
        a, b = np.moveaxis(jacobian, 2, 0)  # (p, k) each
        entries = [(a * a).sum(1), (a * b).sum(1), (b * b).sum(1)]
        return np.column_stack([self._places, *entries]).astype(np.float32)


@view("singular")
class Singular(Bars):
    """The singular values of ∂f/∂x, largest first: in how many directions the code follows."""

    order = 24

    def __init__(self, context: Context) -> None:
        """Choose the samples: fewer where the Jacobian is large."""
        super().__init__(context)
        self._side = min(context.model.latent, context.x.shape[1])
        count = round(SAMPLES * min(1.0, (SIDE / self._side) ** 2))
        self._x = context.x[: max(FEWEST, count)]
        self._next = 0
        self._singular: NDArray[np.float64] | None = None

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the Jacobian is known, and there is no plane to draw a map of it on."""
        return data.sample_shape != (2,) and model.jacobian(data.test[:1]) is not None

    def words(self) -> BarsWords:
        """Return the words that stay."""
        over = f"of ∂f/∂x, mean over {len(self._x)} held-out {self.context.data.sample}s"
        return {
            "title": "Singular values",
            "note": joined(over, first(MOST, self._side)),
            "unit": "singular value",
            "xname": "",
            "names": [str(i + 1) for i in range(min(self._side, MOST))],
        }

    def values(self, frame_number: int | None) -> NDArray[Any]:
        """Return the mean of each singular value (n,), renewed in shares of the samples."""
        whole = frame_number is None or self._singular is None
        count = len(self._x)
        start = 0 if whole else self._next
        stop = count if whole else min(start + -(-count // SHARES), count)
        some = max(1, BLOCK // (self.context.model.latent * self._x.shape[1]))
        blocks = [self._of(i, min(i + some, stop)) for i in range(start, stop, some)]
        values = np.concatenate(blocks)
        if self._singular is None:
            self._singular = values
        self._singular[start:stop], self._next = values, stop % count
        means: NDArray[np.float64] = self._singular.mean(0)
        return means[:MOST]

    def _of(self, start: int, stop: int) -> NDArray[np.float64]:
        """Return the singular values (n, min(k, d)) at some of the samples, largest first.

        They are roots of the eigenvalues of JJᵀ or JᵀJ, whichever is smaller.
        """
        given = needed(self.context.model.jacobian(self._x[start:stop]))
        jacobian = np.asarray(given, np.float64)
        if not np.isfinite(jacobian).all():
            return np.full((stop - start, self._side), np.nan)
        k, d = jacobian.shape[1:]
        turned = jacobian.transpose(0, 2, 1)
        squares = np.linalg.eigvalsh(jacobian @ turned if k <= d else turned @ jacobian)
        values: NDArray[np.float64] = np.sqrt(np.clip(squares[:, ::-1], 0, None))
        return values.astype(np.float64, copy=False)
