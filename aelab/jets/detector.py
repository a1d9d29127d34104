"""A stand-in for a detector: tracks, and calorimeter towers for what left none.

The constants are those of the ATLAS card of Delphes (de Favereau et al., "DELPHES 3", 2014).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ELECTRON, MUON, PHOTON = 11, 13, 22
TRACKED = (ELECTRON, MUON, 211, 321, 2212, 3112, 3222, 3312, 3334)
REACH = 4.9  # |η| of the calorimeters
PLACES = 2_000  # towers along η at most, and around φ


class Particles(NamedTuple):
    """Four-momenta in GeV, flat over the events: ``event`` says to which one each belongs."""

    event: NDArray[np.int64]
    px: NDArray[np.float64]
    py: NDArray[np.float64]
    pz: NDArray[np.float64]
    e: NDArray[np.float64]

    def select(self, which: NDArray[Any]) -> "Particles":
        """Return the particles that are wanted: a mask, or their places."""
        event, px, py, pz, e = (array[which] for array in self)
        return Particles(event, px, py, pz, e)


class Calorimeter(NamedTuple):
    """Towers of the size ``eta`` × ``phi``, their threshold and resolution in GeV."""

    eta: float
    phi: float
    threshold: float
    constant: float
    stochastic: float
    noise: float

    def width(self, e: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the standard deviation of an energy in GeV."""
        return np.sqrt((self.constant * e) ** 2 + self.stochastic**2 * e + self.noise**2)


ELECTROMAGNETIC = Calorimeter(0.0174, np.pi / 180, 0.5, 0.0017, 0.101, 0.0)
HADRONIC = Calorimeter(0.1, np.pi / 18, 1.0, 0.0302, 0.5205, 1.59)


def seen(made: Particles, pid: NDArray[np.int64], rng: np.random.Generator) -> Particles:
    """Return what the detector sees of the particles that were made, in the order of events.

    A charged particle is a track if it is found as one. Photons and electrons without a track go
    into the fine towers, hadrons without one into the coarse ones, and muons are lost.
    """
    pt = np.hypot(made.px, made.py)
    eta = np.arcsinh(made.pz / np.maximum(pt, 1e-9))
    inside = (np.abs(eta) < REACH) & (pt > 1e-3)
    made, kind = made.select(inside), np.abs(pid[inside])
    pt, eta = pt[inside], eta[inside]
    track = np.isin(kind, TRACKED) & (rng.random(len(pt)) < _efficiency(kind, pt, eta))
    bright = ~track & np.isin(kind, (ELECTRON, PHOTON))
    hadron = ~track & ~np.isin(kind, (ELECTRON, MUON, PHOTON))
    parts = (
        _tracks(made.select(track), _blur(kind, pt, eta)[track], rng),
        _towers(made.select(bright), eta[bright], ELECTROMAGNETIC, rng),
        _towers(made.select(hadron), eta[hadron], HADRONIC, rng),
    )
    event, px, py, pz, e = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Particles(event, px, py, pz, e).select(np.argsort(event, kind="stable"))


def _efficiency(
    kind: NDArray[np.int64], pt: NDArray[np.float64], eta: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how likely each charged particle is found as a track."""
    central, away = np.abs(eta) <= 1.5, np.abs(eta) >= 2.5
    soft = np.where(central, 0.70, 0.60) * (pt > 0.1)
    hard = np.where(central, 0.95, 0.85)
    found = np.where(kind == MUON, 0.98, np.where(pt > 1, hard, soft))
    return np.where(away, 0.0, found)


def _blur(
    kind: NDArray[np.int64], pt: NDArray[np.float64], eta: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the relative width of the pT of each track."""
    place = np.digitize(np.abs(eta), (0.5, 1.5), right=True)
    floor, slope = np.array([0.06, 0.10, 0.25])[place], np.array([1.3e-3, 1.7e-3, 3.1e-3])[place]
    return np.where(kind == MUON, 0.02, np.hypot(floor, slope * pt))


def _factor(width: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return log-normal factors of mean one and of these relative widths."""
    log_width = np.sqrt(np.log1p(width**2))
    return np.exp(rng.normal(size=len(width)) * log_width - 0.5 * log_width**2)


def _tracks(made: Particles, width: NDArray[np.float64], rng: np.random.Generator) -> Particles:
    """Return the particles with their momenta scaled; direction and mass are kept."""
    factor = _factor(width, rng)
    square = made.px**2 + made.py**2 + made.pz**2
    mass = np.maximum(made.e**2 - square, 0)
    e = np.sqrt(factor**2 * square + mass)
    return Particles(made.event, factor * made.px, factor * made.py, factor * made.pz, e)


def _towers(
    made: Particles, eta: NDArray[np.float64], towers: Calorimeter, rng: np.random.Generator
) -> Particles:
    """Return the towers that fire, each massless and at a random place within itself."""
    phi = np.arctan2(made.py, made.px) + np.pi
    along = np.floor(eta / towers.eta).astype(np.int64) + PLACES // 2
    around = np.floor(phi / towers.phi).astype(np.int64)
    key = (made.event * PLACES + along) * PLACES + around
    fired, inverse = np.unique(key, return_inverse=True)
    energy = np.bincount(inverse, made.e, len(fired)).astype(np.float64)
    e = energy * _factor(towers.width(energy) / energy, rng)
    event, place = np.divmod(fired, PLACES**2)
    along, around = np.divmod(place, PLACES)
    eta = (along - PLACES // 2 + rng.random(len(fired))) * towers.eta
    phi = (around + rng.random(len(fired))) * towers.phi - np.pi
    pt = e / np.cosh(eta)
    kept = (e > towers.threshold) & (e > 2 * towers.width(e))
    whole = Particles(event, pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta), e)
    return whole.select(kept)
