"""Comparisons of measured numbers, for sentences that are made from them.

A difference counts if it is above three standard errors; see `aelab.lecture.core.pull`.
"""

import math
from collections.abc import Iterable, Mapping

from numpy.typing import ArrayLike

from aelab.lecture.core.pull import LIMIT, pull
from aelab.metrics import Estimate
from aelab.theory import estimates

ORDER = {1: "clearly more", 0: "not clearly different from", -1: "clearly less"}


def differ(a: Estimate, b: Estimate, seeds: int = 0) -> int:
    """Return 1 if ``a`` is clearly larger than ``b``, −1 if it is clearly smaller, else 0.

    Args:
        a: a number with its standard error.
        b: the number that it is compared with.
        seeds: how many values the errors were estimated from; 0 if there are many.

    """
    difference = a.value - b.value
    above = pull(difference, math.hypot(a.error, b.error), seeds=seeds)
    return int(math.copysign(1, difference)) if abs(above) > LIMIT else 0


def exactly(value: float) -> Estimate:
    """Return a number without an error."""
    return Estimate(value, 0.0)


def mean(values: ArrayLike, factor: float = 1.0) -> Estimate:
    """Return the mean of values over seeds (s,) and its standard error, times a factor."""
    value, error = estimates.mean(values)
    return Estimate(factor * value, factor * error)


def written(number: Estimate, digits: int = 3) -> str:
    """Return a number with its error, if it has one."""
    error = f" ± {number.error:.{digits}f}" if number.error else ""
    return f"{number.value:.{digits}f}{error}"


def decimals(number: Estimate) -> int:
    """Return after how many decimals the error has two digits; at most 6."""
    return min(max(1 - math.floor(math.log10(number.error)), 0), 6) if number.error > 0 else 3


def precisely(number: Estimate) -> str:
    """Return a number with its error, both to the second digit of the error."""
    return written(number, decimals(number))


def sorted_by(
    numbers: Mapping[str, Estimate], level: Estimate, seeds: int = 0
) -> dict[int, list[str]]:
    """Return the names of numbers that are clearly above (1), near (0) or below (−1) a level."""
    names: dict[int, list[str]] = {1: [], 0: [], -1: []}
    for name, number in numbers.items():
        names[differ(number, level, seeds)].append(name)
    return names


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words: "a", "a and b", "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
