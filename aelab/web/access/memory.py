"""The memory of the web process: its threads share the memory that they have freed."""

import ctypes
from contextlib import suppress

M_ARENA_MAX = -8  # of glibc's malloc.h
ARENAS = 2


def limit_arenas() -> None:
    """Let all threads allocate from two arenas, where the C library has arenas (glibc).

    Each run of a page is a thread of its own. With an arena for each of up to eight a core, what
    a script has freed is kept in many places, and the process grows by hundreds of MB.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
