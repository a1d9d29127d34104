"""Cached results that are computed once, even if several threads ask at the same time."""

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

LOCKS = 64  # so that threads rarely share one for different results


def once(most: int) -> Callable[[F], F]:
    """Cache the last ``most`` results of a function; concurrent callers wait for the first one.

    With `lru_cache` alone, threads that call it at the same time compute the same result.
    """

    def decorate(function: F) -> F:
        cached = lru_cache(most)(function)
        locks = [threading.RLock() for _ in range(LOCKS)]

        @wraps(function)
        def locked(*args: Any, **kwargs: Any) -> Any:
            with locks[hash((args, *kwargs.items())) % LOCKS]:
                return cached(*args, **kwargs)

        return cast(F, locked)

    return decorate
