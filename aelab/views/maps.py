"""The convolutional encoder seen from inside: its kernels, and what they make of one sample."""

from abc import abstractmethod
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Part
from aelab.training.data_protocols import ViewedData
from aelab.training.model_protocols import ViewedModel
from aelab.views.base import View, view
from aelab.views.context import Context
from aelab.views.layouts import TilesLayout
from aelab.views.weights import BYTES
from aelab.views.words import first, joined

UNITS = 16  # tiles of each layer, at most
LAYERS = 3  # at most


class Layer(NamedTuple):
    """Tiles (n, h, w) of one layer with their names, the first of ``in_all``."""

    name: str
    names: list[str]
    tiles: NDArray[Any]
    in_all: int


class Layers(View):
    """Tiles of several layers, each layer scaled to its largest value: orange positive."""

    symbol: ClassVar[str]
    rooted = False  # whether the colour follows the root, so that weak pixels are seen

    def __init__(self, context: Context) -> None:
        """Start at the first tile."""
        super().__init__(context)
        self._next = 0

    @classmethod
    def suits(cls, model: ViewedModel, data: ViewedData) -> bool:
        """Say whether the samples are images, and the encoder has convolutions."""
        return len(data.sample_shape) == 2 and bool(model.kernels())

    @abstractmethod
    def layers(self) -> list[Layer]:
        """Return what is drawn of each layer."""

    @property
    def kind(self) -> str:
        """How the browser draws it."""
        return "tiles"

    @abstractmethod
    def title(self) -> str:
        """Return the title."""

    def layout(self) -> TilesLayout:
        """Return the words and numbers that stay."""
        layers = self.layers()
        root = "colour as the root" if self.rooted else ""
        return {
            "title": self.title(),
            "symbol": self.symbol,
            "note": joined(*map(_described, layers), root),
            "shape": list(_largest(layers)),
            "names": [name for layer in layers for name in layer.names],
        }

    def parts(self, frame_number: int | None) -> list[Part]:
        """Return the next tiles, those of small layers enlarged to the size of the first."""
        layers = self.layers()
        shape = _largest(layers)
        tiles = np.concatenate([signed(enlarged(e.tiles, shape), self.rooted) for e in layers])
        scales = np.concatenate([np.full(len(e.tiles), np.abs(e.tiles).max()) for e in layers])
        start = 0 if frame_number is None else self._next
        share = max(1, BYTES // tiles.shape[1])
        stop = len(tiles) if frame_number is None else min(start + share, len(tiles))
        self._next = stop % len(tiles)
        return [
            self.part("tiles", tiles[start:stop], start, len(tiles)),
            self.part("scales", scales[start:stop].astype(np.float32), start, len(tiles)),
        ]


@view("maps")
class Maps(Layers):
    """The feature maps of a sample: the one asked for by its name, the pinned or the first one."""

    order = 61
    symbol = "h"

    def __init__(self, context: Context) -> None:
        """Take the root where samples are drawn on a scale of decades, such as jets."""
        super().__init__(context)
        self.rooted = bool(context.data.decades)

    def title(self) -> str:
        """Return the title, with the name of the sample."""
        sample = self.context.data.sample
        name, x = self.context.named
        of = f"the {sample}" if x is None else f"{sample} {name}"
        return f"Feature maps of {of}"

    def layout(self) -> TilesLayout:
        """Return the words and numbers that stay."""
        return {**super().layout(), "sample": self.context.named[0]}

    def layers(self) -> list[Layer]:
        """Return the first maps of each layer."""
        _, x = self.context.named
        x = self.context.x[self.context.picked or 0] if x is None else x
        return [_maps(*layer) for layer in self.context.model.feature_maps(x)[:LAYERS]]


@view("kernels")
class Kernels(Layers):
    """The kernels: those of later layers look at the maps of the layer before, here for unit 1."""

    order = 62
    symbol = "w"

    def title(self) -> str:
        """Return the title."""
        return "Kernels"

    def layers(self) -> list[Layer]:
        """Return the first kernels of each layer."""
        return [_kernels(*layer) for layer in self.context.model.kernels()[:LAYERS]]


def _maps(name: str, maps: NDArray[Any]) -> Layer:
    shown = np.nan_to_num(maps[:UNITS])  # a run that diverges may be looked at
    return Layer(name, [f"{name} {i + 1}" for i in range(len(shown))], shown, len(maps))


def _kernels(name: str, kernels: NDArray[Any]) -> Layer:
    """Return the kernels of units that look at one image, or of the first unit at many maps."""
    units, channels = kernels.shape[:2]
    if channels == 1:
        shown = np.nan_to_num(kernels[:UNITS, 0])
        names = [f"{name} {i + 1}" for i in range(len(shown))]
    else:
        shown = np.nan_to_num(kernels[0, :UNITS])
        names = [f"{name} 1←{i + 1}" for i in range(len(shown))]
    return Layer(name, names, shown, units * channels)


def _described(layer: Layer) -> str:
    h, w = layer.tiles.shape[1:]
    return " ".join([layer.name, f"{h} × {w}", first(len(layer.tiles), layer.in_all)]).rstrip()


def _largest(layers: list[Layer]) -> tuple[int, int]:
    h, w = (max(layer.tiles.shape[axis] for layer in layers) for axis in (1, 2))
    return h, w


def enlarged(tiles: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Return tiles (n, h, w) with each of their pixels repeated, so that they have a shape."""
    rows, columns = (
        np.arange(new) * old // new for new, old in zip(shape, tiles.shape[1:], strict=True)
    )
    return tiles[:, rows[:, None], columns]


def signed(tiles: NDArray[Any], root: bool = False) -> NDArray[np.uint8]:
    """Return tiles (n, h, w) as rows (n, h·w): −top to top as 1 to 255, 0 as 128.

    The top is the largest size of all, so that a map of a layer that is silent looks silent. With
    ``root``, what is returned goes with the root of the size.
    """
    rows = tiles.reshape(len(tiles), -1)
    shares = rows / (np.abs(rows).max() or 1)
    shown = np.sign(shares) * np.sqrt(np.abs(shares)) if root else shares
    return np.rint(128 + 127 * shown).astype(np.uint8)
