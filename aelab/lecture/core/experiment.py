"""Experiments: several runs, by their legends, and the results of each."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
SEEDS = 5  # that bands and errors are made of
OVER_SEEDS, ABOUT = "seeds.", "about"  # names in the file of the shipped results
Read: TypeAlias = Mapping[str, NDArray[Any]]  # results of one run
Results: TypeAlias = Mapping[str, Read]  # by legend


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Several runs that are compared.

    ``runs`` are the arguments of a `Spec` for each legend; ``read`` extracts a few small arrays
    from the last frame of a run. Of those with the names ``numbers`` the shipped results have the
    values for several seeds, the first of which is that of the `Spec`; of the others, and without
    ``numbers``, only those for that seed.
    """

    slug: str
    title: str
    runs: Mapping[str, Mapping[str, Any]]
    read: Callable[[Picture], Read]
    numbers: tuple[str, ...] = ()
    order: int = 100

    def __post_init__(self) -> None:
        """Take the module of the function, by which a registry distinguishes experiments."""
        object.__setattr__(self, "__module__", self.read.__module__)

    @property
    def specs(self) -> dict[str, Spec]:
        """The Spec of each run; `InputError` if a dataset or model does not exist."""
        return {legend: Spec(**arguments) for legend, arguments in self.runs.items()}

    @property
    def seeds(self) -> int:
        """How many seeds the shipped results are of."""
        return SEEDS if self.numbers else 1

    def specs_of(self, seed: int) -> dict[str, Spec]:
        """Return the Spec of each run with another seed, counted from 0."""
        specs = self.specs.items()
        return {legend: replace(spec, seed=spec.seed + seed) for legend, spec in specs}

    @property
    def file(self) -> Path:
        """The file of the shipped results."""
        return SHIPPED / f"{self.slug}.npz"

    def _stored(self) -> Mapping[str, NDArray[Any]]:
        return _arrays(self.file, self.file.stat().st_mtime_ns)

    def shipped(self) -> Results:
        """Return the shipped results of the first seed by legend."""
        results: dict[str, dict[str, NDArray[Any]]] = {legend: {} for legend in self.runs}
        for name, array in self._stored().items():
            number, _, key = name.partition(".")
            if number.isdigit() and not key.startswith(OVER_SEEDS):
                results[list(self.runs)[int(number)]][key] = array
        return results

    def over_seeds(self, name: str) -> dict[str, NDArray[np.float64]]:
        """Return one of the ``numbers`` for all seeds (s, …), by the legends that have it."""
        stored = self._stored()
        keys = {legend: f"{i}.{OVER_SEEDS}{name}" for i, legend in enumerate(self.runs)}
        return {legend: stored[key] for legend, key in keys.items() if key in stored}

    def about(self) -> dict[str, Any]:
        """Return how the shipped results were made: versions, commit, seeds."""
        stored = self._stored()
        about: dict[str, Any] = json.loads(str(stored[ABOUT])) if ABOUT in stored else {}
        return about

    def ship(self, by_seed: Sequence[Results], about: Mapping[str, Any]) -> None:
        """Write the shipped results of each seed, and how they were made."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        arrays = {ABOUT: np.array(json.dumps(about))}
        for number, legend in enumerate(self.runs):
            runs = [results[legend] for results in by_seed]
            arrays |= {f"{number}.{key}": np.asarray(array) for key, array in runs[0].items()}
            arrays |= {
                f"{number}.{OVER_SEEDS}{name}": np.array([run[name] for run in runs], np.float64)
                for name in self.numbers
                if name in runs[0]
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
    slug: str,
    title: str,
    runs: Mapping[str, Mapping[str, Any]],
    numbers: tuple[str, ...] = (),
) -> Callable[[Callable[[Picture], Read]], Callable[[Picture], Read]]:
    """Register a function that extracts results from a picture; see `Experiment`.

    Args:
        slug: name of the experiment and of its file, which begins with that of its chapter.
        title: what is compared.
        runs: arguments of the `Spec` of each run, by legend.
        numbers: names of the results that are shipped for several seeds.

    """

    def register(read: Callable[[Picture], Read]) -> Callable[[Picture], Read]:
        made = Experiment(slug=slug, title=title, runs=runs, read=read, numbers=numbers)
        EXPERIMENTS.add(slug, made)
        return read

    return register
