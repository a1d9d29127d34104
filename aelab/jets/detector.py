"""A simplified detector: tracks, and calorimeter towers for particles without a track.

The constants are those of the ATLAS card of Delphes. Source: de Favereau et al., "DELPHES 3",
2014, arXiv:1307.6346.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ELECTRON, MUON, PHOTON = 11, 13, 22
TRACKED = (ELECTRON, MUON, 211, 321, 2212, 3112, 3222, 3312, 3334)
REACH = 4.9  # largest |η| of the calorimeters
PLACES = 2_000  # upper limit of the number of towers along η and φ


class Particles(NamedTuple):
    """Four-momenta (m,) in GeV of all events, and the number of the event of each particle."""

    event: NDArray[np.int64]
    px: NDArray[np.float64]
    py: NDArray[np.float64]
    pz: NDArray[np.float64]
    e: NDArray[np.float64]

    def select(self, which: NDArray[Any]) -> "Particles":
        """Return the particles given by a mask or by indices."""
        event, px, py, pz, e = (array[which] for array in self)
        return Particles(event, px, py, pz, e)


class Calorimeter(NamedTuple):
    """Towers of size ``eta`` × ``phi`` (rad), with threshold (GeV) and resolution.

    The resolution has a constant term, a stochastic one in √GeV, and noise in GeV.
    """

    eta: float
    phi: float
    threshold: float
    constant: float
    stochastic: float
    noise: float

    def width(self, e: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the resolution (n,) in GeV for energies (n,) in GeV."""
        return np.sqrt((self.constant * e) ** 2 + self.stochastic**2 * e + self.noise**2)


ELECTROMAGNETIC = Calorimeter(0.0174, np.pi / 180, 0.5, 0.0017, 0.101, 0.0)
HADRONIC = Calorimeter(0.1, np.pi / 18, 1.0, 0.0302, 0.5205, 1.59)


def detected(true: Particles, pid: NDArray[np.int64], rng: np.random.Generator) -> Particles:
    """Return the detected particles, in the order of events, for true ones with PDG codes (m,).

    A charged particle becomes a track with some efficiency. Photons, and electrons without a
    track, go into the electromagnetic towers, hadrons without a track into the hadronic ones.
    Muons without a track are lost.
    """
    pt = np.hypot(true.px, true.py)
    eta = np.arcsinh(true.pz / np.maximum(pt, 1e-9))
    inside = (np.abs(eta) < REACH) & (pt > 1e-3)
    true, kind = true.select(inside), np.abs(pid[inside])
    pt, eta = pt[inside], eta[inside]
    track = np.isin(kind, TRACKED) & (rng.random(len(pt)) < _efficiency(kind, pt, eta))
    electromagnetic = ~track & np.isin(kind, (ELECTRON, PHOTON))
    hadron = ~track & ~np.isin(kind, (ELECTRON, MUON, PHOTON))
    parts = (
        _tracks(true.select(track), _resolution(kind, pt, eta)[track], rng),
        _towers(true.select(electromagnetic), eta[electromagnetic], ELECTROMAGNETIC, rng),
        _towers(true.select(hadron), eta[hadron], HADRONIC, rng),
    )
    event, px, py, pz, e = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Particles(event, px, py, pz, e).select(np.argsort(event, kind="stable"))


def _efficiency(
    kind: NDArray[np.int64], pt: NDArray[np.float64], eta: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the track efficiency (m,) of charged particles."""
    central, outside = np.abs(eta) <= 1.5, np.abs(eta) >= 2.5
    soft = np.where(central, 0.70, 0.60) * (pt > 0.1)
    hard = np.where(central, 0.95, 0.85)
    efficiency = np.where(kind == MUON, 0.98, np.where(pt > 1, hard, soft))
    return np.where(outside, 0.0, efficiency)


def _resolution(
    kind: NDArray[np.int64], pt: NDArray[np.float64], eta: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the relative resolution of the pT of each track (m,)."""
    region = np.digitize(np.abs(eta), (0.5, 1.5), right=True)
    floor, slope = np.array([0.06, 0.10, 0.25])[region], np.array([1.3e-3, 1.7e-3, 3.1e-3])[region]
    return np.where(kind == MUON, 0.02, np.hypot(floor, slope * pt))


def _factor(width: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return log-normal factors (n,) with mean one and relative widths (n,)."""
    log_width = np.sqrt(np.log1p(width**2))
    return np.exp(rng.normal(size=len(width)) * log_width - 0.5 * log_width**2)


def _tracks(true: Particles, width: NDArray[np.float64], rng: np.random.Generator) -> Particles:
    """Return the particles with smeared momenta, and unchanged direction and mass."""
    factor = _factor(width, rng)
    square = true.px**2 + true.py**2 + true.pz**2
    mass = np.maximum(true.e**2 - square, 0)  # squared
    e = np.sqrt(factor**2 * square + mass)
    return Particles(true.event, factor * true.px, factor * true.py, factor * true.pz, e)


def _towers(
    true: Particles, eta: NDArray[np.float64], towers: Calorimeter, rng: np.random.Generator
) -> Particles:
    """Return the towers above threshold, each as a massless particle at a random point of it."""
    phi = np.arctan2(true.py, true.px) + np.pi
    along = np.floor(eta / towers.eta).astype(np.int64) + PLACES // 2
    around = np.floor(phi / towers.phi).astype(np.int64)
    key = (true.event * PLACES + along) * PLACES + around
    fired, inverse = np.unique(key, return_inverse=True)
    energy = np.bincount(inverse, true.e, len(fired)).astype(np.float64)
    e = energy * _factor(towers.width(energy) / energy, rng)
    event, place = np.divmod(fired, PLACES**2)
    along, around = np.divmod(place, PLACES)
    eta = (along - PLACES // 2 + rng.random(len(fired))) * towers.eta
    phi = (around + rng.random(len(fired))) * towers.phi - np.pi
    pt = e / np.cosh(eta)
    significant = (e > towers.threshold) & (e > 2 * towers.width(e))
    hits = Particles(event, pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta), e)
    return hits.select(significant)
