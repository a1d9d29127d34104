"""Reconstructions."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.views._base import View, Watch, view

COLUMNS = 10  # images in the strip
CLOUD = 1000  # points of the plane
CURVE = 201  # points of a decoded curve
GRID = 17  # lines of a decoded grid, each way


@view("reconstructions")
class Reconstructions(View):
    """Held-out samples and what becomes of them: a strip of images, or a cloud in the plane."""

    order = 20

    def __init__(self, watch: Watch) -> None:
        """Choose the samples that are shown."""
        super().__init__(watch)
        self._columns = _one_per_class(watch.labels)
        self._sent: int | None = None

    @classmethod
    def suits(cls, model: Any, data: Any) -> bool:
        """Say whether the samples are images or points of the plane."""
        return len(data.sample_shape) == 2 or data.sample_shape == (2,)

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "strip" if len(self.watch.data.sample_shape) == 2 else "cloud"

    def layout(self) -> dict[str, Any]:
        """Return the words and numbers that stay."""
        data = self.watch.data
        words = {"title": "Reconstructions", "note": f"held-out {data.sample}s"}
        if self.kind == "cloud":
            return words | {"names": ["x₁", "x₂"], "classes": list(data.classes)}
        low, high = data.span
        return words | {"shape": list(data.sample_shape), "low": low, "high": high}

    def parts(self, turn: int | None) -> list[Part]:
        """Return samples and reconstructions."""
        return self._strip(turn) if self.kind == "strip" else self._cloud(turn)

    def _strip(self, turn: int | None) -> list[Part]:
        watch, columns = self.watch, self._columns.copy()
        if watch.picked is not None:
            columns[0] = watch.picked
        half = len(columns) // 2 or 1
        shown = slice(None) if turn is None else slice(0, half) if turn % 2 else slice(half, None)
        x = watch.x[columns]
        x_hat = watch.model.decode(watch.model.encode(x[shown]))
        parts = [self.part("x_hat", watch.coded(x_hat), shown.start or 0, len(columns))]
        if turn is None or watch.picked != self._sent:
            self._sent = watch.picked
            parts += [self.part("x", watch.coded(x)), self.part("rows", columns)]
        return parts

    def _cloud(self, turn: int | None) -> list[Part]:
        watch = self.watch
        x = watch.x[:CLOUD]
        x_hat = watch.model.decode(watch.model.encode(x))
        parts = [self.part("x_hat", x_hat)]
        window = watch.window(turn)
        if watch.model.latent == 1:
            codes = line(window[0], CURVE)[:, None]
            parts.append(self.part("curve", watch.model.decode(codes)))
        else:
            grid = watch.model.decode(mesh(window, GRID).reshape(-1, 2))
            parts.append(self.part("grid", grid.reshape(GRID, GRID, 2)))
        if turn is None:
            parts += [self.part("x", x), self.part("labels", watch.labels[:CLOUD])]
        return parts


def mesh(window: NDArray[np.float32], lines: int) -> NDArray[np.float32]:
    """Return codes (lines, lines, 2) over a window (2, 2); the first row has the largest z₂."""
    return np.stack(np.meshgrid(line(window[0], lines), line(window[1], lines)[::-1]), axis=2)


def line(window: NDArray[np.float32], points: int) -> NDArray[np.float32]:
    """Return so many evenly spaced codes (points,) from one end of a window (2,) to the other."""
    return np.linspace(float(window[0]), float(window[1]), points, dtype=np.float32)


def _one_per_class(labels: NDArray[np.uint8]) -> NDArray[np.int32]:
    classes = [np.flatnonzero(labels == c) for c in np.unique(labels)]
    longest = max(len(c) for c in classes)
    turns = [c[i] for i in range(min(longest, COLUMNS)) for c in classes if i < len(c)]
    chosen = np.array(turns[:COLUMNS], np.int32)
    return chosen[np.argsort(labels[chosen], kind="stable")]
