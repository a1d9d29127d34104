"""How sampling fares as the dimension grows: against closed forms."""

import math

import numpy as np
import pytest

from aelab.theory import dimensions, importance

SIGMA, SAMPLES = 1.0, 50


def test_the_error_predicted_is_that_of_a_product_over_dimensions():
    found = dimensions.scan((1, 3, 7), SIGMA, SAMPLES, None, 20)
    one = importance.per_dimension(SIGMA)
    expected = [math.sqrt((one**d - 1) / SAMPLES) for d in (1, 3, 7)]
    np.testing.assert_allclose(found.predicted, expected, rtol=1e-10)


def test_a_q_wider_than_the_posterior_has_the_error_of_its_width():
    found = dimensions.scan((1, 4, 9), SIGMA, SAMPLES, 1.3, 20)
    one = 1.3**2 / math.sqrt(2 * 1.3**2 - 1)
    expected = [math.sqrt((one**d - 1) / SAMPLES) for d in (1, 4, 9)]
    np.testing.assert_allclose(found.predicted, expected, rtol=1e-10)


@pytest.mark.parametrize("width", [None, 1.3])
def test_what_is_measured_lies_within_its_errors_of_it(width):
    found = dimensions.scan((1, 2, 3, 4), SIGMA, SAMPLES, width, 1000)
    pulls = (found.measured - found.predicted) / found.error
    assert np.abs(pulls).max() < 4
    assert (found.error > 0).all() and (found.error < 0.1 * found.measured).all()


def test_the_logarithm_is_low_by_half_the_relative_variance():
    found = dimensions.scan((3,), SIGMA, SAMPLES, None, 4000)
    expected = -(found.predicted**2) / 2
    error = found.scatter / math.sqrt(4000)
    assert abs(found.low - expected)[0] < 4 * error[0] + 0.1 * abs(expected[0])


def test_the_posterior_itself_makes_no_error():
    found = dimensions.scan((1, 5), SIGMA, SAMPLES, 1.0, 20)
    assert (found.measured < 1e-12).all() and (np.abs(found.low) < 1e-12).all()


def test_many_dimensions_are_drawn_fewer_times():
    found = dimensions.scan((20,), SIGMA, 2000, None, 10_000)
    assert np.isfinite(found.measured).all()
