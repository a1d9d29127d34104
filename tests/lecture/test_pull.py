"""Pulls: deviations in units of their error, with few seeds and with systematic bounds."""

import math

import numpy as np
import pytest
from scipy import stats

from aelab.lecture.core.pull import LIMIT, pull


def test_with_many_values_a_pull_is_the_deviation_over_its_error() -> None:
    assert pull(0.3, 0.1) == pytest.approx(3) and pull(-0.2, 0.1) == pytest.approx(-2)
    assert pull(0.0, 0.0) == 0 and pull(1e-9, 0.0) == math.inf and pull(-1e-9, 0.0) == -math.inf
    assert math.isnan(pull(math.nan, 0.1)) and math.isnan(pull(1.0, math.nan))


@pytest.mark.parametrize("seeds", [2, 3, 5, 32])
@pytest.mark.parametrize("t", [0.1, 1.0, 4.0, 30.0])
def test_with_few_seeds_it_has_the_tail_probability_of_student(t: float, seeds: int) -> None:
    expected = stats.norm.isf(stats.t.sf(t, seeds - 1))
    assert pull(t, 1.0, seeds=seeds) == pytest.approx(expected, rel=1e-6)
    assert pull(-t, 1.0, seeds=seeds) == pytest.approx(-expected, rel=1e-6)
    assert abs(pull(t, 1.0, seeds=seeds)) < t


def test_pulls_of_the_mean_of_a_few_gaussian_values_are_standard_gaussian() -> None:
    x = np.random.default_rng(0).standard_normal((20_000, 4))
    errors = x.std(1, ddof=1) / 2
    pulls = [pull(mean, error, seeds=4) for mean, error in zip(x.mean(1), errors, strict=True)]
    assert stats.kstest(pulls, "norm").pvalue > 0.01
    assert stats.kstest(x.mean(1) / errors, "norm").pvalue < 1e-6


def test_a_bound_alone_is_reached_at_the_limit() -> None:
    assert pull(0.5, 0.0, bound=0.5) == pytest.approx(LIMIT)
    assert pull(0.5, 0.0, bound=0.5, seeds=3) == pytest.approx(LIMIT)


def test_a_bound_that_is_not_estimated_adds_degrees_of_freedom() -> None:
    both = pull(4.0, 1.0, bound=3.0, seeds=3)
    assert both < 4 / math.sqrt(2) and both > pull(4 / math.sqrt(2), 1.0, seeds=3)


def test_a_tail_that_is_no_double_gives_a_large_pull_of_the_right_sign() -> None:
    assert -math.inf < pull(-1e6, 1e-3, seeds=1000) < -30
