"""Checkpoints: all that a run needs to go on after its worker died, in one safetensors file."""

import json
import re
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.home import home, write

ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
FILE, LAST_FRAME = "checkpoint.safetensors", "last.frame"
VERSION = 2  # of what is in the file; an earlier one is none to go on from
HEADER_BYTES = 1_000_000
PRUNED_SECONDS = 7 * 86400  # files of runs untouched for so long are deleted


@dataclass(frozen=True)
class Checkpoint:
    """What was kept of a run: arrays by name, and notes as plain data."""

    arrays: Mapping[str, NDArray[Any]]
    notes: Mapping[str, Any]


def folder(run: str) -> Path:
    """Return where a run keeps its files; `ValueError` if it could not be the id of one."""
    if not ID.fullmatch(run):
        raise ValueError(f"“{run[:80]}” is not the id of a run.")
    return home() / "runs" / run


def keep(run: str, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> None:
    """Write the checkpoint of a run, as a whole or not at all."""
    from safetensors.numpy import save

    whole = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    metadata = {"run": json.dumps(notes), "version": str(VERSION)}
    write(folder(run) / FILE, save(whole, metadata=metadata))


class Keeper:
    """Keeps checkpoints of a run without holding it up: files take long on a busy disk."""

    def __init__(self, run: str) -> None:
        """Make ready to keep those of ``run``."""
        self._run = run
        self._writing: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether the last checkpoint is still being written."""
        return self._writing is not None and self._writing.is_alive()

    def put(self, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, Any]) -> None:
        """Write a checkpoint beside the caller, who must not change the arrays any more."""
        self.wait()
        self._writing = threading.Thread(target=keep, args=(self._run, arrays, notes), daemon=True)
        self._writing.start()

    def wait(self) -> None:
        """Wait until the last checkpoint is on disk."""
        if self._writing is not None:
            self._writing.join()


def read(run: str) -> Checkpoint | None:
    """Return the checkpoint of a run, None if there is none of this version."""
    from safetensors.numpy import load_file

    noted = notes(run)
    return None if noted is None else Checkpoint(load_file(folder(run) / FILE), noted)


def notes(run: str) -> dict[str, Any] | None:
    """Return the notes of a run's checkpoint without reading its arrays, None if there is none."""
    try:
        with (folder(run) / FILE).open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(min(length, HEADER_BYTES)))
    except FileNotFoundError:
        return None
    metadata = header["__metadata__"]
    known = metadata.get("version") == str(VERSION)
    return dict(json.loads(metadata["run"])) if known else None


def drop(run: str) -> None:
    """Delete all files of a run."""
    shutil.rmtree(folder(run), ignore_errors=True)


def prune() -> None:
    """Delete the files of runs that nobody has touched for long."""
    limit = time.time() - PRUNED_SECONDS
    for run in (home() / "runs").glob("*"):
        if run.stat().st_mtime < limit:
            shutil.rmtree(run, ignore_errors=True)
