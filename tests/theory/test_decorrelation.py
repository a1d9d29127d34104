"""The divergence of two spectra, against scipy and simple cases."""

import numpy as np
import pytest
from scipy.spatial import distance

from aelab.theory.decorrelation import jensen_shannon

RNG = np.random.default_rng(0)


def test_the_divergence_is_that_of_scipy() -> None:
    for _ in range(5):
        p, q = RNG.poisson(4, (2, 20))
        expected = distance.jensenshannon(p, q, base=2) ** 2
        assert jensen_shannon(p, q) == pytest.approx(expected, rel=1e-9)


def test_it_is_zero_for_equal_shapes_and_one_for_disjoint_ones() -> None:
    assert jensen_shannon([1, 2, 0], [10, 20, 0]) == pytest.approx(0, abs=1e-12)
    assert jensen_shannon([1, 2, 0], [0, 0, 7]) == pytest.approx(1)
