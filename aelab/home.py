"""Where the lab keeps what it makes: prepared data, the catalogue, runs."""

import os
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
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)
