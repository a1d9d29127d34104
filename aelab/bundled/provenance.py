"""How results were made: versions, commit and seeds."""

import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

from aelab import __version__


class Provenance(TypedDict):
    """What stands beside stored results."""

    aelab: str
    torch: str
    numpy: str
    commit: str
    seeds: list[int]


def provenance(seeds: Iterable[int]) -> Provenance:
    """Return how results are made here and now, with these seeds."""
    return {
        "aelab": __version__,
        "torch": version("torch"),
        "numpy": version("numpy"),
        "commit": _commit(),
        "seeds": list(seeds),
    }


def _commit() -> str:
    """Return the short hash of the commit that is checked out, "unknown" without a repository."""
    command = ("git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD")
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
