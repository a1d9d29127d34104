"""The process in which an upload is parsed: limited before it reads the first byte.

``python -m aelab.uploads.sandbox_child READER FOLDER`` reads an upload from standard input;
see `sandbox`.
"""

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from aelab.params import InputError

if sys.platform != "win32":
    import resource

MEMORY, MEMORY_PER_BYTE = 512 * 2**20, 16  # address space: in any case, and for a byte to read
CPU, BYTES_PER_CPU = 3, 2**21  # seconds in any case, and bytes that another second is given for
WALL = 60  # seconds from its start to its end
LARGEST_FILE = 256 * 2**20  # that it may write
ANSWER = 4_096  # bytes
KEPT, ANSWERED = "kept", "answer.json"  # the files that it writes


class Reader(Protocol):
    """A module that knows a kind of file."""

    def convert(self, source: BinaryIO, target: Path) -> tuple[str, str]:
        """Write what is to be kept, return its name and a note; `InputError` if it is bad."""


def limits(size: int) -> dict[str, int]:
    """Return what the process may use to read so many bytes, by the name of the limit."""
    return {
        "RLIMIT_AS": MEMORY + MEMORY_PER_BYTE * size,
        "RLIMIT_DATA": MEMORY + MEMORY_PER_BYTE * size,
        "RLIMIT_CPU": CPU + size // BYTES_PER_CPU,
        "RLIMIT_FSIZE": LARGEST_FILE,
        "RLIMIT_CORE": 0,
    }


def confine(size: int) -> None:
    """Set the limits of this process, those that the system has, and let others go first."""
    if sys.platform == "win32":
        return
    for name, most in limits(size).items():
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (least, least))
    signal.alarm(WALL)  # also when the server is gone
    os.nice(5)


def main(reader: str, folder: str) -> int:
    """Read standard input with a module of the lab, and write what it holds into ``folder``."""
    place, source = Path(folder), sys.stdin.buffer
    confine(os.fstat(source.fileno()).st_size)
    module: Reader = import_module(reader)
    try:
        token, note = module.convert(source, place / KEPT)
        answer = {"token": token, "note": note}
    except InputError as error:
        answer = {"problem": str(error)}
    except Exception:
        traceback.print_exc()
        return 1
    (place / ANSWERED).write_text(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
