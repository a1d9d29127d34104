"""What several threads want at once is computed once."""

import threading
import time
from typing import Any

import pytest

from aelab.once import once


def test_threads_that_come_together_wait_for_one_result() -> None:
    computed, ready = [], threading.Barrier(8)

    @once(4)
    def square(x: Any, *, offset: int = 0) -> Any:
        computed.append(x)
        time.sleep(0.05)
        return x * x + offset

    result = []

    def ask(x: Any) -> None:
        ready.wait(5)
        result.append(square(x, offset=1))

    threads = [threading.Thread(target=ask, args=(i % 2,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert sorted(result) == [1] * 4 + [2] * 4 and sorted(computed) == [0, 1]
    assert square(1, offset=2) == 3 and computed[2:] == [1]


def test_only_the_last_results_are_kept_and_no_error_is() -> None:
    computed = []

    @once(1)
    def inverse(x: Any) -> Any:
        computed.append(x)
        return 1 / x

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            inverse(0)
    assert [inverse(2), inverse(2), inverse(4), inverse(2)] == [0.5, 0.5, 0.25, 0.5]
    assert computed == [0, 0, 2, 4, 2]
    with pytest.raises(TypeError, match="unhashable"):
        inverse([])


def test_a_result_may_need_another_of_its_kind() -> None:
    @once(100)
    def sums(n: Any) -> Any:
        return n + sums(n - 1) if n else 0

    assert sums(90) == 4095
