"""Claims of the page "Jet images": the steps to an image, its spread, and the mass spectrum."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.jets import files, images
from aelab.jets.files import Jets
from aelab.jets.images import PIXELS, WINDOW, Step
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.once import once
from aelab.theory import estimates

Values = NDArray[np.float64]
JETS = 2_000  # of a kind, for images
PIXEL = 2 * WINDOW / PIXELS
TOP_MASS = 173.0  # GeV, of Pythia 8.317
NEAR = 12.0  # GeV, the core of a peak on either side
WIDTH = 2.0  # GeV, of a bin
GROUPS = 20  # that are left out in turn for the error of a peak


def sample(kind: str) -> Jets:
    """Return the first jets that come with the lab of a kind, "qcd" or "top"."""
    return _first(files.shipped, kind)


@once(4)
def _first(load: Any, kind: str) -> Jets:
    jets: Jets = load(kind)
    return jets.select(np.arange(min(len(jets.jet), JETS)))


def _mean(jets: Jets, step: Step, values: Values) -> Values:
    """Return the mean (n,) of values (m,) of the constituents of each jet, weighted with pT."""
    first = jets.start[:-1]
    total: Values = np.add.reduceat(step.pt * values, first) / np.add.reduceat(step.pt, first)
    return total


def _turned(step: Step, angle: float) -> Step:
    """Return the constituents turned by a further angle in degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return step._replace(x=cos * step.x - sin * step.y, y=sin * step.x + cos * step.y)


@claim(
    "jets.centred",
    rows=(43,),
    statement="Centring is exact: the mean direction of a jet, weighted with pT, is the origin.",
    formula=r"\sum_i p_{T,i}\, x_i = \sum_i p_{T,i}\, y_i = 0",
    why="Rounding, for the farthest of 2,000 top jets.",
    tolerance=1e-12,
    scale=1.0,
    unit="pixels",
    fault=Fault("shift", "shift of the origin, in pixels"),
)
def centred(kind: str = "top", shift: float = 0.0) -> Finding:
    """Measure the largest distance of a mean direction from the origin.

    Args:
        kind: "qcd" or "top".
        shift: how far to the right of the origin the jets are put, in pixels.

    """
    jets = sample(kind)
    after = images.all_steps(jets)[-1]
    x = after.x + shift * PIXEL
    distance = np.hypot(_mean(jets, after, x), _mean(jets, after, after.y))
    return Finding(0, distance.max() / PIXEL)


@claim(
    "jets.rotated",
    rows=(43,),
    statement="After the rotation x and y are uncorrelated, so that the axis is vertical.",
    formula=r"\sum_i p_{T,i}\, x_i y_i = 0",
    why="Rounding, for the most correlated of 2,000 top jets, in units of the spread.",
    tolerance=1e-12,
    scale=1.0,
    fault=Fault("angle", "angle by which the axis is missed, in degrees"),
)
def rotated(kind: str = "top", angle: float = 0.0) -> Finding:
    """Measure the largest mixed moment over the spread.

    Args:
        kind: "qcd" or "top".
        angle: by how much the jets are turned further, in degrees.

    """
    jets = sample(kind)
    after = _turned(images.all_steps(jets)[-1], angle)
    mixed = _mean(jets, after, after.x * after.y)
    return Finding(0, np.abs(mixed / _mean(jets, after, after.x**2 + after.y**2)).max())


@claim(
    "jets.pixels",
    rows=(43,),
    statement="Pixels move the centre of an image by half a pixel at most.",
    formula=r"\Big|\sum_p I_p\, x_p\Big| \leq \tfrac12\ \text{pixel}",
    why="Each particle moves by half a pixel at most. It is measured of the jets that lie within "
    "the image as a whole; a particle outside is lost.",
    kind="at most",
    unit="pixels",
    fault=Fault("at", "place in a pixel that its intensity is taken to be at"),
)
def pixels(kind: str = "qcd", at: float = 0.5) -> Finding:
    """Measure the largest centroid of an image.

    Args:
        kind: "qcd" or "top".
        at: where in a pixel its intensity is taken to be, 0.5 for the middle.

    """
    jets = sample(kind)
    deposits = images.deposits(jets)
    sums = deposits.sum(1)
    inside = np.isclose(sums, np.add.reduceat(jets.pt.astype(float), jets.start[:-1]))
    deposits, sums = deposits[inside], sums[inside]
    x = (np.arange(PIXELS) + at) - PIXELS / 2  # of the columns, in pixels
    cube = deposits.reshape(-1, PIXELS, PIXELS)
    centroids = np.abs([cube.sum(1) @ x, cube.sum(2) @ x]) / sums
    return Finding(0.5, centroids.max())


@claim(
    "jets.spread",
    rows=(44,),
    statement="The spread of the average image is the mean squared mass of the jets over their "
    "pT.",
    formula=r"\sum_p \bar I_p\, r_p^2 = \Big\langle \Big(\tfrac{m}{\sum p_T}\Big)^2\Big\rangle "
    r"+ \tfrac{2}{12}\,\text{pixel}^2",
    why="Small angles: the next order is within 1 %. The standard error is of the difference over "
    "2,000 jets.",
    tolerance=0.01,
    fault=Fault("pixel", "size of a pixel"),
)
def spread(kind: str = "top", pixel: float = PIXEL) -> Finding:
    """Measure the second moment of the average image.

    Args:
        kind: "qcd" or "top".
        pixel: size that a pixel is taken to have, in η and φ.

    """
    jets = sample(kind)
    x = pixel * (np.arange(PIXELS) + 0.5 - PIXELS / 2)
    squares = np.add.outer(x**2, x**2).ravel()
    intensities = images.images(jets).astype(np.float64)
    total = np.add.reduceat(jets.pt.astype(float), jets.start[:-1])
    of_mass = (images.mass(jets) / total) ** 2 + PIXEL**2 / 6
    moment = intensities @ squares
    return Finding(of_mass.mean(), moment.mean(), estimates.mean(moment - of_mass).error)


@claim(
    "jets.peak",
    rows=(44, 52),
    statement="The mass spectrum of top jets has its peak at the mass of the top quark.",
    formula=r"m_\mathrm{peak} = m_t",
    why="The jet loses what the detector misses and leaves its radius, and gains what others "
    "radiate into it: up to 1 % is systematic. The standard error is that of a jackknife.",
    tolerance=0.01,
    unit="GeV",
    fault=Fault("scale", "energy scale of the jets"),
)
def peak(scale: float = 1.0) -> Finding:
    """Measure the maximum of the mass spectrum of top jets, whose energies have a ``scale``."""
    masses = scale * files.shipped("top").jet[:, 3].astype(np.float64)
    return Finding(TOP_MASS, *estimates.jackknife(_peak, masses, GROUPS))


def _peak(masses: Values) -> float:
    """Return the maximum of a spectrum in GeV: of a parabola through ln n near it, repeated."""
    edges = np.arange(0, 400, WIDTH)
    counts = np.histogram(masses, edges)[0].astype(np.float64)
    centres = (edges[1:] + edges[:-1]) / 2
    top = float(centres[np.argmax(counts)])
    for _ in range(10):
        near = (np.abs(centres - top) < NEAR) & (counts > 0)
        if near.sum() < 3:
            return math.nan
        curvature, slope, _ = np.polyfit(
            centres[near] - top, np.log(counts[near]), 2, w=np.sqrt(counts[near])
        )
        if curvature >= 0:
            return math.nan
        top -= slope / (2 * curvature)
    return top
