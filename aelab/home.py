"""Where the lab keeps what it makes: prepared data, the catalogue, runs."""

import os
import tempfile
from pathlib import Path


def home() -> Path:
    """Return the lab's folder, made if need be: ``AELAB_HOME``, or ``~/.cache/aelab``."""
    named = os.environ.get("AELAB_HOME")
    folder = Path(named) if named else Path.home() / ".cache" / "aelab"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, also when the machine stops halfway."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, half = tempfile.mkstemp(prefix=".half-", dir=path.parent)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)
