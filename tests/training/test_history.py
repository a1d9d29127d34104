"""What a run measures of its model along the way."""

from typing import Any

import numpy as np

from aelab.training.history import BUCKETS, History


def measured(updates: Any, *, cut: Any = None) -> Any:
    history = History(("a",), 1, ("norms.w", "angles.w"))
    for index in range(updates + 1):
        if history.measures_due(index):
            history.add_measures(index, {"norms.w": index, "angles.w": -index})
        if index == cut:
            state, history = history.state(), History(("a",), 1, ("norms.w", "angles.w"))
            history.restore(state)
    return history


def test_measures_are_taken_at_each_update_and_then_more_rarely() -> None:
    few, many = measured(BUCKETS - 1), measured(10_000)
    np.testing.assert_array_equal(few.measure_steps, np.arange(BUCKETS))
    assert BUCKETS / 2 <= len(many.measure_steps) <= BUCKETS
    assert many.measure_steps[0] == 0 and set(np.diff(many.measure_steps)) == {many.spacing}
    np.testing.assert_array_equal(many.measures[:, 0], many.measure_steps)
    np.testing.assert_array_equal(many.measures[:, 1], -many.measure_steps)


def test_measures_put_back_halfway_end_the_same() -> None:
    for name, array in measured(3000).state().items():
        np.testing.assert_array_equal(array, measured(3000, cut=1234).state()[name], err_msg=name)


def test_what_is_not_finite_is_left_out_and_what_is_huge_stays_drawable() -> None:
    history = History(("a",), 1, ("norms.w",))
    for index, value in enumerate([1.0, np.inf, np.nan, 1e300]):
        history.add_measures(index, {"norms.w": value})
    assert history.measure_steps.tolist() == [0, 3]
    assert np.isfinite(history.measures).all()


def test_without_names_nothing_is_measured() -> None:
    history = History(("a",), 1)
    assert not history.measures_due(0)
    assert history.measures.shape == (0, 0)
