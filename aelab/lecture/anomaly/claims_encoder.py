"""The claim on the convolutional encoder of jets, measured of the run that comes with the lab."""

import gzip
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from aelab import frames
from aelab.frames import Picture
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.params import InputError
from aelab.presets.anomaly import ENCODER

Values = NDArray[np.float64]
STRIDE, PADDING = 2, 1  # of the first layer, in pixels


@claim(
    "jets.maps",
    rows=(45,),
    statement="A feature map is the kernel laid over the image at each place, where that and the "
    "bias are positive.",
    formula=r"h_c(p) = \max\Big(0,\ b_c + \sum_q w_c(q)\, x(2p + q)\Big)",
    why="Slope of the map against the kernel's sum, for all units of the first layer and a jet of "
    "the run that comes with the lab. Its intensities are stored in steps of 3.7 %.",
    tolerance=0.037,
    fault=Fault("mirrored", "share of the mirrored kernel that is mixed in"),
)
def maps(mirrored: float = 0.0) -> Finding:
    """Measure the slope of the stored maps against Σ w x, with kernels ``mirrored`` by a share."""
    picture = shipped()
    image, kernels, stored = _image(picture), _kernels(picture), _maps(picture)
    kernels = (1 - mirrored) * kernels + mirrored * kernels[:, ::-1, ::-1]
    side = kernels.shape[1]
    windows = sliding_window_view(np.pad(image, PADDING), (side, side))[::STRIDE, ::STRIDE]
    sums = np.einsum("xyij,cij->cxy", windows, kernels).reshape(len(kernels), -1)
    positive = np.where(stored > 0, 1.0, np.nan)
    x, y = (v - np.nanmean(v, 1, keepdims=True) for v in (sums * positive, stored * positive))
    return Finding(1, np.nansum(x * y) / np.nansum(x**2))


def shipped() -> Picture:
    """Return the last picture of the run that comes with the lab; `InputError` if it is gone."""
    if not ENCODER.file.is_file():
        raise InputError("The run of the encoder does not come with this lab.")
    with gzip.open(ENCODER.file) as file:
        return frames.picture(file.read())


def _image(picture: Picture) -> Values:
    """Return the first held-out image (h, w) from its bytes, which go with the logarithm."""
    layout = _layout(picture, "reconstructions")
    row = picture.arrays["reconstructions.rows"].tolist().index(0)
    levels = picture.arrays["reconstructions.x"][row].astype(np.float64)
    decades = layout["high_log"] - layout["low_log"]
    intensities = np.where(levels > 0, 10 ** (layout["low_log"] + decades * levels / 255), 0)
    return np.asarray(intensities.reshape(tuple(layout["shape"])))


def _kernels(picture: Picture) -> Values:
    """Return the kernels (units, h, w) of the first layer."""
    tiles = _tiles(picture, "kernels")
    return tiles.reshape(len(tiles), *_layout(picture, "kernels")["shape"])


def _maps(picture: Picture) -> Values:
    """Return the maps (units, h·w) of the first layer, whose bytes go with the root."""
    roots, scales = _tiles(picture, "maps", scaled=False), picture.arrays["maps.scales"]
    return np.asarray(roots**2 * scales[: len(roots), None])


def _tiles(picture: Picture, view: str, scaled: bool = True) -> Values:
    """Return the tiles (units, h·w) of the first layer, from −1 to 1 if not ``scaled``."""
    units = sum(name.startswith("f₁ ") for name in _layout(picture, view)["names"])
    shares = (picture.arrays[f"{view}.tiles"][:units].astype(np.float64) - 128) / 127
    return shares * picture.arrays[f"{view}.scales"][:units, None] if scaled else shares


def _layout(picture: Picture, name: str) -> dict[str, Any]:
    views: list[dict[str, Any]] = picture.header["views"]
    return next(view for view in views if view["name"] == name)
