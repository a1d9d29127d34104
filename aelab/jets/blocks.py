"""A long computation in blocks: over several processes, with a bar, and resumable.

Each block is a file beside the output until all are done, so that a computation that was stopped
goes on where it was. A block depends on its number alone; the output is the same however many
processes made it.
"""

import hashlib
import json
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from aelab.home import write
from aelab.jets import files
from aelab.jets.files import Jets

WIDTH = 30  # of the bar

Make: TypeAlias = Callable[[Mapping[str, Any], int], tuple[Jets, int]]


def run(
    make: Make,
    recipe: Mapping[str, Any],
    jets: int,
    out: Path,
    processes: int,
) -> None:
    """Write so many jets to ``out``; ``make`` gives those of a block, and the events they took.

    ``recipe`` is all that the jets depend on, as plain data; ``recipe["block"]`` of them are made
    in a block.
    """
    folder = out.with_name(f".{out.name}-{_digest(recipe)}")
    numbers = range(-(-jets // recipe["block"]))
    paths = [folder / f"{number:05}.npz" for number in numbers]
    missing = [number for number in numbers if not paths[number].exists()]
    bar = _Bar(jets, len(numbers), len(missing))
    with _pool(processes) as pool:
        todo = [
            pool.submit(_block, make, dict(recipe), number, paths[number]) for number in missing
        ]
        try:
            for done in as_completed(todo):
                done.result()
                bar.step()
        except BaseException:  # also Ctrl-C: what is done is kept, what waits is dropped
            pool.shutdown(cancel_futures=True)
            raise
    write(out, _joined(paths, recipe, jets))
    shutil.rmtree(folder)


def _digest(recipe: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()[:12]


def _pool(processes: int) -> ProcessPoolExecutor:
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=fresh, initializer=_silence)


def _silence() -> None:
    """Let nothing of what libraries print from C reach the terminal."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _block(
    make: Make,
    recipe: Mapping[str, Any],
    number: int,
    path: Path,
) -> None:
    jets, events = make(recipe, number)
    write(path, files.pack(jets, {"events": events}))


def _joined(paths: list[Path], recipe: Mapping[str, Any], jets: int) -> bytes:
    """Return the file of the first so many jets of all blocks."""
    parts, events = [], 0
    for path in paths:
        with path.open("rb") as file:
            parts.append(files.unpack(file))
            events += files.about(file)["events"]
    whole = files.join(parts).select(np.arange(jets))
    return files.pack(whole, {**recipe, "jets": jets, "events": events})


class _Bar:
    """A bar of progress on the error stream; where that is a file, a line for each block."""

    def __init__(self, jets: int, blocks: int, missing: int) -> None:
        """Begin at those blocks that were there already."""
        self.jets, self.blocks, self.done = jets, blocks, blocks - missing
        self.first, self.since = self.done, time.monotonic()
        self.live = sys.stderr.isatty()
        self._show()

    def step(self) -> None:
        """Count a block."""
        self.done += 1
        self._show()

    def _show(self) -> None:
        share = self.done / self.blocks
        full = round(WIDTH * share)
        text = (
            f"{'█' * full}{'░' * (WIDTH - full)} {int(share * self.jets):,} of {self.jets:,} jets"
        )
        made = self.done - self.first
        if made:
            left = (time.monotonic() - self.since) / made * (self.blocks - self.done)
            text += f", {left / 60:.1f} min left"
        ends = self.done == self.blocks or not self.live
        print(
            f"\r{text:<79}" if self.live else text,
            end="\n" if ends else "",
            file=sys.stderr,
            flush=True,
        )
