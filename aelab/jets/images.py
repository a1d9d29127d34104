"""Images of jets: centred, rotated, flipped, then binned to pixels that add up to one.

Source: Heimel, Kasieczka, Plehn and Thompson, "QCD or what?", SciPost Physics 6, 030, 2019,
arXiv:1808.08979; the remaps are those of Finke et al., "Autoencoders for unsupervised anomaly
detection in high energy physics", JHEP 06, 161, 2021, arXiv:2104.09051.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aelab import interrupts
from aelab.jets.files import Jets

PIXELS, WINDOW = 40, 0.8  # pixels per side, and half the width of the image in η and φ
AT_ONCE = 2_000  # jets per block, whose pixels are in memory as float64
CONTRAST = 1_000.0  # of the logarithmic remap

Floats = NDArray[np.float64]


class Step(NamedTuple):
    """Constituents after a step: pT in GeV and position (m,); at first x is η and y is φ."""

    name: str
    pt: Floats
    x: Floats
    y: Floats


def steps(pt: NDArray[Any], eta: NDArray[Any], phi: NDArray[Any]) -> list[Step]:
    """Return the steps of the preprocessing of one jet with constituents (m,)."""
    return list(_steps(pt, eta, phi, np.zeros(1, np.int64)))


def all_steps(jets: Jets) -> list[Step]:
    """Return the steps of the preprocessing of many jets, their constituents one after another."""
    return list(_steps(jets.pt, jets.eta, jets.phi, jets.start[:-1]))


def images(jets: Jets, pixels: int = PIXELS, window: float = WINDOW) -> NDArray[np.float32]:
    """Return the images (n, pixels²) of jets, each with sum 1; the first row is the top."""
    result = np.empty((len(jets.jet), pixels**2), np.float32)
    for start in range(0, len(result), AT_ONCE):
        interrupts.check()
        block = jets.select(np.arange(start, min(start + AT_ONCE, len(result))))
        energy = deposits(block, pixels, window)
        total = energy.sum(1, keepdims=True)
        result[start : start + AT_ONCE] = energy / np.where(total > 0, total, 1)
    return result


def average(jets: Jets) -> Floats:
    """Return the average image (PIXELS²,) of jets, without the single images in memory."""
    total: Floats = np.zeros(PIXELS**2)
    for start in range(0, len(jets.jet), AT_ONCE):
        interrupts.check()
        block = jets.select(np.arange(start, min(start + AT_ONCE, len(jets.jet))))
        owner, pixel, pt = _binned(block, PIXELS, WINDOW)
        share = pt / np.bincount(owner, pt)[owner]
        total += np.bincount(pixel, share, PIXELS**2).astype(np.float64, copy=False)
    return total / len(jets.jet)


def deposits(jets: Jets, pixels: int = PIXELS, window: float = WINDOW) -> Floats:
    """Return the pT in GeV in each pixel (n, pixels²) of preprocessed jets; row 0 is the top."""
    owner, pixel, pt = _binned(jets, pixels, window)
    size = len(jets.jet) * pixels**2
    energy = np.bincount(owner * pixels**2 + pixel, pt, size).astype(np.float64, copy=False)
    return energy.reshape(-1, pixels**2)


def _binned(jets: Jets, pixels: int, window: float) -> tuple[NDArray[Any], NDArray[Any], Floats]:
    """Return jet (k,), pixel (k,) and pT in GeV (k,) of the constituents inside the window."""
    *_, (_, pt, x, y) = all_steps(jets)
    column = np.floor((x + window) / (2 * window) * pixels).astype(np.int64)
    row = np.floor((window - y) / (2 * window) * pixels).astype(np.int64)
    inside = (column >= 0) & (column < pixels) & (row >= 0) & (row < pixels)
    return jets.owner[inside], (row * pixels + column)[inside], pt[inside]


def _steps(
    pt: NDArray[Any], eta: NDArray[Any], phi: NDArray[Any], first: NDArray[np.int64]
) -> Iterator[Step]:
    """Yield the steps of many jets whose constituents begin at ``first`` (n,).

    All sums are weighted with pT. The centroid moves to the origin, the principal axis becomes
    vertical, and jets are flipped so that the right and the upper half have more pT.
    """
    weight, x, y = (np.asarray(a, np.float64) for a in (pt, eta, phi))
    counts = np.diff(np.append(first, len(weight)))

    def per_jet(values: Floats) -> Floats:
        return np.repeat(np.add.reduceat(weight * values, first), counts)

    yield Step("constituents", weight, x, y)
    total = per_jet(np.ones_like(weight))
    x, y = x - per_jet(x) / total, y - per_jet(y) / total
    yield Step("centred", weight, x, y)
    angle = 0.5 * np.arctan2(2 * per_jet(x * y), per_jet(x * x) - per_jet(y * y))
    cos, sin = np.cos(np.pi / 2 - angle), np.sin(np.pi / 2 - angle)
    x, y = cos * x - sin * y, sin * x + cos * y
    yield Step("rotated", weight, x, y)
    x = np.where(per_jet(np.sign(x)) < 0, -x, x)
    y = np.where(per_jet(np.sign(y)) < 0, -y, y)
    yield Step("flipped", weight, x, y)


def mass(jets: Jets) -> Floats:
    """Return the mass (n,) in GeV of each jet, with massless constituents."""
    pt, eta, phi = (np.asarray(a, np.float64) for a in jets[:3])
    momentum = (pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta))
    e, px, py, pz = (np.add.reduceat(component, jets.start[:-1]) for component in momentum)
    masses: Floats = np.sqrt(np.maximum(e**2 - px**2 - py**2 - pz**2, 0))
    return masses


def multiplicity(jets: Jets) -> NDArray[np.int64]:
    """Return the number of constituents (n,) of each jet."""
    return np.diff(jets.start)


REMAPS: dict[str, Callable[[NDArray[Any], float], NDArray[Any]]] = {  # of an intensity from 0 to 1
    "none": lambda image, n: image,
    "√": lambda image, n: np.sqrt(image),
    "ln": lambda image, n: np.log1p(image * CONTRAST) / float(np.log1p(CONTRAST)),
    "Iⁿ": lambda image, n: image**n,
}


def remapped(x: NDArray[np.float32], remap: str, exponent: float) -> NDArray[np.float32]:
    """Return images (n, d) with each intensity I replaced by √I, its logarithm or Iⁿ."""
    return REMAPS[remap](x, exponent).astype(np.float32, copy=False)
