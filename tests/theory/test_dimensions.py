"""Monte Carlo estimates of p(x) in many dimensions, against closed forms."""

import math

import numpy as np
import pytest

from aelab.theory import dimensions, importance

SIGMA, SAMPLES = 1.0, 50


def test_the_predicted_error_is_that_of_a_product_over_dimensions() -> None:
    scan = dimensions.scan((1, 3, 7), SIGMA, SAMPLES, None, 20)
    single = importance.per_dimension(SIGMA)
    expected = [math.sqrt((single**d - 1) / SAMPLES) for d in (1, 3, 7)]
    np.testing.assert_allclose(scan.predicted, expected, rtol=1e-10)


def test_a_q_wider_than_the_posterior_has_the_error_of_its_width() -> None:
    scan = dimensions.scan((1, 4, 9), SIGMA, SAMPLES, 1.3, 20)
    single = 1.3**2 / math.sqrt(2 * 1.3**2 - 1)
    expected = [math.sqrt((single**d - 1) / SAMPLES) for d in (1, 4, 9)]
    np.testing.assert_allclose(scan.predicted, expected, rtol=1e-10)


@pytest.mark.parametrize("width", [None, 1.3])
def test_the_measured_error_agrees_with_the_prediction(width: float | None) -> None:
    scan = dimensions.scan((1, 2, 3, 4), SIGMA, SAMPLES, width, 1000)
    pulls = (scan.measured - scan.predicted) / scan.error
    assert np.abs(pulls).max() < 4
    assert (scan.error > 0).all() and (scan.error < 0.1 * scan.measured).all()


def test_the_logarithm_is_low_by_half_the_relative_variance() -> None:
    scan = dimensions.scan((3,), SIGMA, SAMPLES, None, 4000)
    expected = -(scan.predicted**2) / 2
    error = scan.scatter / math.sqrt(4000)
    assert abs(scan.low - expected)[0] < 4 * error[0] + 0.1 * abs(expected[0])


def test_sampling_from_the_posterior_has_no_error() -> None:
    scan = dimensions.scan((1, 5), SIGMA, SAMPLES, 1.0, 20)
    assert (scan.measured < 1e-12).all() and (np.abs(scan.low) < 1e-12).all()


def test_many_dimensions_are_drawn_fewer_times() -> None:
    scan = dimensions.scan((20,), SIGMA, 2000, None, 10_000)
    assert np.isfinite(scan.measured).all()
