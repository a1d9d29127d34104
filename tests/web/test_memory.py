"""The memory of the web process: threads share what they have freed."""

import re
import subprocess
import sys
from typing import Any

import pytest

ARENAS = """
import ctypes, sys, threading
from aelab.web.access import memory
libc = ctypes.CDLL(None)
if not hasattr(libc, "mallopt") or not hasattr(libc, "malloc_info"):
    sys.exit("no arenas")
if sys.argv[1] == "limited":
    memory.limit_arenas()
libc.malloc.restype = libc.fdopen.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
together = threading.Barrier(12)
def allocate():
    together.wait(20)
    for _ in range(200):
        libc.malloc(5000)
    together.wait(20)
threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def arenas(how: Any) -> Any:
    """Return in how many arenas twelve threads allocate."""
    done = subprocess.run(
        [sys.executable, "-c", ARENAS, how], capture_output=True, text=True, timeout=60
    )
    if "no arenas" in done.stderr:
        pytest.skip("the C library has no arenas")
    assert done.returncode == 0, done.stderr
    return len(re.findall("<heap nr=", done.stdout))


def test_threads_allocate_from_two_arenas() -> None:
    assert arenas("limited") <= 2 < arenas("as usual")
