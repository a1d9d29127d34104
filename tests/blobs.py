"""Jets made of blobs, such that tests need no generator: one or two prongs, or three of them."""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from aelab.jets.files import Jets
from aelab.jets.images import mass

PRONGS = {0: ((0.8, 0.0), (0.2, 0.25)), 1: ((0.45, 0.0), (0.33, 0.45), (0.22, 0.6))}


def blobs(label: int, n: int = 60, seed: int = 0) -> Jets:
    """So many jets of a label: shares of pT and distances of the prongs are above."""
    rng = np.random.default_rng([seed, label])
    parts = [_one(rng, label) for _ in range(n)]
    start = np.append(0, np.cumsum([len(p) for p in parts])).astype(np.int64)
    pt, eta, phi = np.concatenate(parts).T.astype(np.float32)
    jet = np.zeros((n, 4), np.float32)
    jets = Jets(pt, eta, phi, start, jet, np.full(n, label, np.uint8))
    jet[:, 0], jet[:, 3] = np.add.reduceat(pt, start[:-1]), mass(jets)
    return jets


def _one(rng: Generator, label: int) -> NDArray[Any]:
    """Constituents (m, 3) of one jet, pT descending: pT, Δη, Δφ."""
    total = rng.uniform(550, 650)
    prongs = []
    for share, distance in PRONGS[label]:
        m = rng.integers(12, 25)
        fractions = np.sort(rng.exponential(size=m) ** 2)[::-1] + 1e-3
        angle = rng.uniform(0, 2 * np.pi)
        centre = distance * rng.uniform(0.6, 1.1) * np.array([np.cos(angle), np.sin(angle)])
        places = centre + 0.05 * rng.standard_t(4, size=(m, 2))
        prongs.append(np.column_stack([total * share * fractions / fractions.sum(), places]))
    jet = np.concatenate(prongs)
    mean = np.average(jet[:, 1:], axis=0, weights=jet[:, 0])
    jet[:, 1:] -= mean - 0.01 * rng.normal(size=2)
    return jet[np.argsort(-jet[:, 0])]
