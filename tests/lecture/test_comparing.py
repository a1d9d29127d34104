"""Comparisons of numbers with errors, and numbers in sentences."""

import pytest

from aelab.lecture.core import comparing
from aelab.lecture.core.comparing import differ
from aelab.metrics import Estimate


def test_a_difference_counts_from_three_standard_errors_on() -> None:
    a, b = Estimate(0.5, 0.03), Estimate(0.38, 0.04)
    assert differ(a, b) == 0 and differ(b, a) == 0
    c = Estimate(0.34, 0.04)
    assert differ(a, c) == 1 and differ(c, a) == -1
    assert differ(a, a) == 0 and differ(comparing.exactly(1), comparing.exactly(0)) == 1


def test_an_error_from_few_seeds_asks_for_a_larger_difference() -> None:
    a, b = Estimate(0.5, 0.03), Estimate(0.38, 0.0)
    assert differ(a, b) == 1 and differ(a, b, seeds=5) == 0 and differ(a, b, seeds=1000) == 1


def test_a_mean_over_seeds_has_its_standard_error() -> None:
    assert comparing.mean([1.0, 3.0]) == pytest.approx((2.0, 1.0))
    assert comparing.mean([1.0, 3.0], 100) == pytest.approx((200.0, 100.0))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ((1.23456, 0.0123), "1.235 ± 0.012"),
        ((123.4, 17.0), "123 ± 17"),
        ((0.5, 0.0), "0.500"),
        ((1e-9, 1e-10), "0.000000 ± 0.000000"),
    ],
)
def test_a_number_is_written_to_the_second_digit_of_its_error(
    number: tuple[float, float], text: str
) -> None:
    assert comparing.precisely(Estimate(*number)) == text


def test_names_are_sorted_by_a_level_and_listed() -> None:
    numbers = {"a": Estimate(2, 0.1), "b": Estimate(0, 0.1), "c": Estimate(1, 0.1)}
    by = comparing.sorted_by(numbers | {"d": Estimate(3, 0.1)}, comparing.exactly(1))
    assert by == {1: ["a", "d"], 0: ["c"], -1: ["b"]}
    assert comparing.listed(by[1]) == "a and d" and comparing.listed("abc") == "a, b and c"
