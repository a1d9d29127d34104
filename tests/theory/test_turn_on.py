"""The turn-on curve, against scikit-learn and its own draws."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from aelab.theory import turn_on
from aelab.theory.turn_on import TurnOn

RNG = np.random.default_rng(0)
MASS = RNG.exponential(50, 5000) + 100
PASSED = RNG.uniform(size=len(MASS)) < TurnOn(160, 25)(MASS)


def test_it_is_the_logistic_regression_of_scikit_learn() -> None:
    reference = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(MASS[:, None], PASSED)
    slope, constant = float(reference.coef_[0, 0]), float(reference.intercept_[0])
    curve = turn_on.fitted(MASS, PASSED)
    assert curve.width == pytest.approx(1 / slope, rel=1e-4)
    assert curve.middle == pytest.approx(-constant / slope, rel=1e-4)


def test_it_passes_as_many_as_passed_and_recovers_what_was_drawn() -> None:
    curve = turn_on.fitted(MASS, PASSED)
    assert curve(MASS).sum() == pytest.approx(PASSED.sum(), rel=1e-9)
    assert curve.middle == pytest.approx(160, abs=4) and curve.width == pytest.approx(25, abs=3)
