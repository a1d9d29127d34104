"""Build the finished runs that are shipped with the lab: the last frame of each preset."""

import gzip
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aelab import frames
from aelab.bundled.provenance import provenance
from aelab.home import write
from aelab.lecture.core.experiment import EXPERIMENTS, Experiment
from aelab.lecture.demos import EVERY
from aelab.presets import Preset
from aelab.runs import checkpoints
from aelab.runs.attempt import Ending
from aelab.runs.channel import Channel
from aelab.runs.run import Run
from aelab.spec import Spec


def trained(spec: Spec) -> Ending:
    """Train to the end and return the ending with the last frame; no files remain."""
    run = f"shipped-{spec.digest}"
    checkpoints.drop(run)  # so that it does not resume an earlier one
    ending = Run(spec, Channel(), run).go()
    checkpoints.drop(run)
    return ending


def ship(preset: Preset) -> str:
    """Train a preset to its end, write its last frame, and return a line about it."""
    ending = trained(preset.spec)
    header, parts = frames.unpack(ending.frame)
    parts = [replace(part, array=_short(part.array)) for part in parts]
    frame = gzip.compress(frames.pack(header | {"run": "", "seq": 0}, parts), 9, mtime=0)
    target = "none" if preset.target is None else f"{preset.target:g}"
    write(preset.file, frame)
    return (
        f"{preset.name}: {ending.state} after {ending.index} updates, held-out J = "
        f"{header['heldout']:.4g} (target {target}), {len(frame) / 1000:.0f} kB"
    )


def _short(array: NDArray[Any]) -> NDArray[Any]:
    """Return float32 numbers rounded to 12 bits of the fraction, which is finer than a pixel."""
    if array.dtype != np.float32:
        return array
    bits = np.ascontiguousarray(array).view(np.uint32)
    return (bits + np.uint32(1 << 10) & np.uint32(0xFFFFF800)).view(np.float32)


def compare(experiment: Experiment) -> str:
    """Train all runs of an experiment, store its results, and return a line about it."""
    by_seed = [
        {
            legend: experiment.read(frames.picture(trained(spec).frame))
            for legend, spec in experiment.specs_of(seed).items()
        }
        for seed in range(experiment.seeds)
    ]
    experiment.ship(by_seed, provenance(range(experiment.seeds)))
    size, runs = experiment.file.stat().st_size, len(experiment.runs)
    return f"{experiment.title}: {runs} runs, {experiment.seeds} seeds, {size / 1000:.0f} kB"


def main(slugs: Sequence[str] = ()) -> None:
    """Build the presets and experiments with these slugs, or all of them."""
    torch.set_num_threads(1)  # as on a worker
    for preset in EVERY:
        if not slugs or preset.slug in slugs:
            print(ship(preset), flush=True)
    for experiment in EXPERIMENTS.values():
        if not slugs or experiment.slug in slugs:
            print(compare(experiment), flush=True)
