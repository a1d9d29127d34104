"""Long work that makes something looks now and then whether it is to be left."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_here = threading.local()  # the question of each thread


class Interrupted(BaseException):
    """The work is to be left; no `Exception`, for whoever mends errors must let it pass."""


@contextmanager
def when(asked: Callable[[], bool]) -> Iterator[None]:
    """Let `look` interrupt the work in this block, on this thread, once ``asked`` is true."""
    before = getattr(_here, "asked", None)
    _here.asked = asked
    try:
        yield
    finally:
        _here.asked = before


def look() -> None:
    """Leave the work here by `Interrupted` if that is asked for; nobody asks outside `when`."""
    asked = getattr(_here, "asked", None)
    if asked is not None and asked():
        raise Interrupted
