"""Jets made up for the tests."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.jets.files import Jets


def made(n: int = 40, seed: int = 0, label: int | None = None, units: bool = False) -> Jets:
    """Jets of random constituents; ``units`` keeps their numbers to what a file can say."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(3, 60, n)
    m = int(counts.sum())
    pt = rng.exponential(10, m) + 0.2
    eta, phi = rng.normal(0.02, 0.25, m), rng.normal(-0.03, 0.12, m)
    if units:
        pt, eta, phi = (
            np.round(pt, 1),
            np.round(eta / 0.002) * 0.002,
            np.round(phi / 0.002) * 0.002,
        )
    return Jets(
        pt.astype(np.float32),
        eta.astype(np.float32),
        phi.astype(np.float32),
        np.append(0, np.cumsum(counts)),
        rng.uniform([550, -2, -3, 10], [650, 2, 3, 200], (n, 4)).astype(np.float32),
        np.full(n, label, np.uint8) if label is not None else (np.arange(n) % 2).astype(np.uint8),
    )


def of(*constituents: Any, label: int = 0) -> Jets:
    """One jet of constituents (pT, η, φ)."""
    pt, eta, phi = np.array(constituents, np.float32).T
    start = np.array([0, len(pt)])
    return Jets(pt, eta, phi, start, np.ones((1, 4), np.float32), np.array([label], np.uint8))


def equal(first: Jets, second: Jets) -> bool:
    """Return whether all arrays of the jets are the same."""
    pairs: list[tuple[Any, Any]] = list(zip(first, second, strict=True))
    return all(np.array_equal(a, b) for a, b in pairs)


def each(jets: Jets) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """The constituents pT, η, φ of each jet, in float64."""
    for a, b in pairwise(jets.start):
        pt, eta, phi = (array[a:b].astype(float) for array in jets[:3])
        yield pt, eta, phi
