"""A long computation in blocks: parallel, with a progress bar, and resumable.

Each block is a file next to the output until all are done, so that an interrupted computation can
continue. A block only depends on its number, so the output does not depend on the number of
processes.
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

WIDTH = 30  # of the progress bar, in characters

Make: TypeAlias = Callable[[Mapping[str, Any], int], tuple[Jets, int]]


def run(
    make: Make,
    recipe: Mapping[str, Any],
    jets: int,
    out: Path,
    processes: int,
) -> None:
    """Compute jets block by block and write them to a file.

    Args:
        make: returns the jets of a block, and the number of events they took.
        recipe: all parameters that the jets depend on, as plain data; recipe["block"] is the
            number of jets per block.
        jets: number of jets.
        out: the file to write.
        processes: number of processes.

    """
    folder = out.with_name(f".{out.name}-{_digest(recipe)}")
    numbers = range(-(-jets // recipe["block"]))
    paths = [folder / f"{number:05}.npz" for number in numbers]
    missing = [number for number in numbers if not paths[number].exists()]
    bar = _Bar(jets, len(numbers), len(missing))
    with _pool(processes) as pool:
        futures = [
            pool.submit(_block, make, dict(recipe), number, paths[number]) for number in missing
        ]
        try:
            for future in as_completed(futures):
                future.result()
                bar.step()
        except BaseException:  # also Ctrl-C: finished blocks stay, waiting ones are cancelled
            pool.shutdown(cancel_futures=True)
            raise
    write(out, _joined(paths, recipe, jets))
    shutil.rmtree(folder)


def _digest(recipe: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()[:12]


def _pool(processes: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=spawn, initializer=_silence)


def _silence() -> None:
    """Discard what C libraries print to the terminal."""
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
    """Return the content of the output file: the first ``jets`` jets of all blocks."""
    parts, events = [], 0
    for path in paths:
        with path.open("rb") as file:
            parts.append(files.unpack(file))
            events += files.about(file)["events"]
    whole = files.join(parts).select(np.arange(jets))
    return files.pack(whole, {**recipe, "jets": jets, "events": events})


class _Bar:
    """A progress bar on stderr; if that is not a terminal, one line per block."""

    def __init__(self, jets: int, blocks: int, missing: int) -> None:
        """Start with the blocks that exist already."""
        self.jets, self.blocks, self.done = jets, blocks, blocks - missing
        self.first, self.since = self.done, time.monotonic()
        self.live = sys.stderr.isatty()
        self._show()

    def step(self) -> None:
        """Count one more block as done."""
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
            seconds = (time.monotonic() - self.since) / made * (self.blocks - self.done)
            text += f", {seconds / 60:.1f} min left"
        ends = self.done == self.blocks or not self.live
        print(
            f"\r{text:<79}" if self.live else text,
            end="\n" if ends else "",
            file=sys.stderr,
            flush=True,
        )
