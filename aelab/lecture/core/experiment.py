"""What an experiment is: runs by the words of a legend, and what is read from each of them."""

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
Read: TypeAlias = Mapping[str, NDArray[Any]]  # what was read from one run
Found: TypeAlias = Mapping[str, Read]  # by the words of the legend


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Several runs that are compared.

    ``runs`` are the arguments of a `Spec` each, by the words that it has in a legend; ``read``
    makes a few small arrays of the last picture of a run.
    """

    slug: str
    title: str
    runs: Mapping[str, Mapping[str, Any]]
    read: Callable[[Picture], Read]
    order: int = 100

    def __post_init__(self) -> None:
        """Belong to the module of what is read, by which a registry tells experiments apart."""
        object.__setattr__(self, "__module__", self.read.__module__)

    @property
    def specs(self) -> dict[str, Spec]:
        """The runs by their legend; `InputError` if there are no such data or model."""
        return {legend: Spec(**said) for legend, said in self.runs.items()}

    @property
    def file(self) -> Path:
        """Where the results are that come with the lab."""
        return SHIPPED / f"{self.slug}.npz"

    def shipped(self) -> Found:
        """Return the results that come with the lab, by the words of the legend."""
        found: dict[str, dict[str, NDArray[Any]]] = {legend: {} for legend in self.runs}
        for name, array in _arrays(self.file, self.file.stat().st_mtime_ns).items():
            number, _, key = name.partition(".")
            found[list(self.runs)[int(number)]][key] = array
        return found

    def ship(self, found: Found) -> None:
        """Keep results as those that come with the lab."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        arrays = {
            f"{number}.{key}": np.asarray(array)
            for number, legend in enumerate(self.runs)
            for key, array in found[legend].items()
        }
        np.savez_compressed(self.file, allow_pickle=False, **arrays)


@once(64)
def _arrays(path: Path, changed: int) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file, as it was when it was last ``changed``."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def experiment(
    slug: str, title: str, runs: Mapping[str, Mapping[str, Any]]
) -> Callable[[Callable[[Picture], Read]], Callable[[Picture], Read]]:
    """Register a function of a picture as what is read from each run; see `Experiment`."""

    def register(read: Callable[[Picture], Read]) -> Callable[[Picture], Read]:
        EXPERIMENTS.add(slug, Experiment(slug=slug, title=title, runs=runs, read=read))
        return read

    return register
