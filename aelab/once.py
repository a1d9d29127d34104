"""Results that are computed once, also when several threads want the same one at once."""

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

LOCKS = 64  # threads that want different results rarely share one


def once(most: int) -> Callable[[F], F]:
    """Keep the ``most`` last results of a function, and compute none of them twice at once.

    `lru_cache` alone lets each thread of a class that comes together compute the same.
    """

    def keep(function: F) -> F:
        kept = lru_cache(most)(function)
        locks = [threading.RLock() for _ in range(LOCKS)]

        @wraps(function)
        def found(*args: Any, **named: Any) -> Any:
            with locks[hash((args, *named.items())) % LOCKS]:
                return kept(*args, **named)

        return cast(F, found)

    return keep
