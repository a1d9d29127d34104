"""Experiments: several runs, by their legends, and the results of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from aelab.frames import Picture
from aelab.once import once
from aelab.registry import Registry
from aelab.spec import Spec

SHIPPED = Path(__file__).parents[2] / "bundled" / "files" / "experiments"
EXPERIMENTS = Registry("aelab.lecture", "experiments")
Read: TypeAlias = Mapping[str, NDArray[Any]]  # results of one run
Results: TypeAlias = Mapping[str, Read]  # by legend


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Several runs that are compared.

    ``runs`` are the arguments of a `Spec` for each legend; ``read`` extracts a few small arrays
    from the last frame of a run.
    """

    slug: str
    title: str
    runs: Mapping[str, Mapping[str, Any]]
    read: Callable[[Picture], Read]
    order: int = 100

    def __post_init__(self) -> None:
        """Take the module of the function, by which a registry distinguishes experiments."""
        object.__setattr__(self, "__module__", self.read.__module__)

    @property
    def specs(self) -> dict[str, Spec]:
        """The Spec of each run; `InputError` if a dataset or model does not exist."""
        return {legend: Spec(**arguments) for legend, arguments in self.runs.items()}

    @property
    def file(self) -> Path:
        """The file of the shipped results."""
        return SHIPPED / f"{self.slug}.npz"

    def shipped(self) -> Results:
        """Return the shipped results by legend."""
        results: dict[str, dict[str, NDArray[Any]]] = {legend: {} for legend in self.runs}
        for name, array in _arrays(self.file, self.file.stat().st_mtime_ns).items():
            number, _, key = name.partition(".")
            results[list(self.runs)[int(number)]][key] = array
        return results

    def ship(self, results: Results) -> None:
        """Write the shipped results."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        arrays = {
            f"{number}.{key}": np.asarray(array)
            for number, legend in enumerate(self.runs)
            for key, array in results[legend].items()
        }
        np.savez_compressed(self.file, allow_pickle=False, **arrays)


@once(64)
def _arrays(path: Path, modified: int) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file; its time of modification is part of the key of the cache."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def experiment(
    slug: str, title: str, runs: Mapping[str, Mapping[str, Any]]
) -> Callable[[Callable[[Picture], Read]], Callable[[Picture], Read]]:
    """Register a function that extracts results from a picture; see `Experiment`."""

    def register(read: Callable[[Picture], Read]) -> Callable[[Picture], Read]:
        EXPERIMENTS.add(slug, Experiment(slug=slug, title=title, runs=runs, read=read))
        return read

    return register
