"""Interruption of long computations: they check now and then whether they are to end."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_local = threading.local()  # the condition of each thread


class Interrupted(BaseException):
    """The computation is to end; no `Exception`, so that error handlers let it pass."""


@contextmanager
def when(condition: Callable[[], bool]) -> Iterator[None]:
    """Let `check` interrupt the computation in this block, on this thread, on a condition."""
    before = getattr(_local, "condition", None)
    _local.condition = condition
    try:
        yield
    finally:
        _local.condition = before


def check() -> None:
    """End the computation if the condition of `when` holds; no effect outside of `when`.

    Raises:
        Interrupted: If the condition holds.

    """
    condition = getattr(_local, "condition", None)
    if condition is not None and condition():
        raise Interrupted
