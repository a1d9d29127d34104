"""The process that parses an upload; its limits are set before it reads the first byte.

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

MEMORY, MEMORY_PER_BYTE = 512 * 2**20, 16  # address space: a minimum, and more per byte to read
CPU, BYTES_PER_CPU = 3, 2**21  # seconds: a minimum, and another one for so many bytes
WALL = 60  # maximum duration in seconds
LARGEST_FILE = 256 * 2**20  # maximum size of a file that it writes
ANSWER = 4_096  # bytes
OUTPUT_FILE, ANSWER_FILE = "samples", "answer.json"  # the files that it writes


class Reader(Protocol):
    """A module that reads a kind of file."""

    def convert(self, source: BinaryIO, target: Path) -> tuple[str, str]:
        """Write what is to be stored, return its name and a note; `InputError` if invalid."""


def limits(size: int) -> dict[str, int]:
    """Return the limits of a process that reads ``size`` bytes, by name."""
    return {
        "RLIMIT_AS": MEMORY + MEMORY_PER_BYTE * size,
        "RLIMIT_DATA": MEMORY + MEMORY_PER_BYTE * size,
        "RLIMIT_CPU": CPU + size // BYTES_PER_CPU,
        "RLIMIT_FSIZE": LARGEST_FILE,
        "RLIMIT_CORE": 0,
    }


def confine(size: int) -> None:
    """Set the limits of this process, as far as the system has them, and a low priority."""
    if sys.platform == "win32":
        return
    for name, most in limits(size).items():
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (least, least))
    signal.alarm(WALL)  # also if the server has ended
    os.nice(5)


def main(reader: str, folder: str) -> int:
    """Parse standard input with the module ``reader``, and write the result into ``folder``."""
    place, source = Path(folder), sys.stdin.buffer
    confine(os.fstat(source.fileno()).st_size)
    module: Reader = import_module(reader)
    try:
        token, note = module.convert(source, place / OUTPUT_FILE)
        answer = {"token": token, "note": note}
    except InputError as error:
        answer = {"problem": str(error)}
    except Exception:
        traceback.print_exc()
        return 1
    (place / ANSWER_FILE).write_text(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
