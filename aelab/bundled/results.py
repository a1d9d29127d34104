"""What the lab's own anomaly runs have found: shipped numbers, and those of a run just ended."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "files" / "results.json"
BRAIN = FILE.with_name("segmented.json")
FIGURES = ("auc", "auc_error", "age", "unexplained", "rejection", "rejection_error")


@dataclass(frozen=True)
class Result:
    """How well a score finds what is looked for: an entry of each list per seed.

    ``task`` is what is looked for, ``setting`` what differs from the usual run of the model.
    ``rejection`` is 1/ε_B at ε_S = 0.3; ``mass`` the rank correlation of score and jet mass of
    normal samples. What is not known is None.
    """

    task: str
    model: str
    latent: int | None
    setting: str
    score: str
    auc: Sequence[float]
    error: float | None = None
    rejection: Sequence[float | None] = ()
    unexplained: Sequence[float | None] = ()
    mass: Sequence[float | None] = ()
    contamination: float = 0.0

    @property
    def spread(self) -> float:
        """Standard deviation of the AUC over seeds, or its statistical error for a single one."""
        return statistics.stdev(self.auc) if len(self.auc) > 1 else self.error or 0.0


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean, ignoring None; None if there is no number."""
    known = [value for value in values if value is not None]
    return statistics.fmean(known) if known else None


@dataclass(frozen=True)
class Profile:
    """Mean error against the number of active pixels for two kinds of sample, and their spread."""

    task: str
    names: tuple[str, str]
    at: Sequence[float]
    mean: Sequence[Sequence[float | None]]
    low: Sequence[Sequence[float | None]]
    high: Sequence[Sequence[float | None]]
    share: Sequence[Sequence[float | None]]
    setting: str = ""

    def average(self, row: int) -> float:
        """Return the mean error of a kind of sample, over the bins where it is known."""
        known = [(m, s) for m, s in zip(self.mean[row], self.share[row], strict=True) if m and s]
        return sum(m * s for m, s in known) / sum(s for _, s in known)

    def trend(self, row: int) -> float:
        """Return the correlation of mean error and number of active pixels, −1 to 1."""
        known = [(x, m) for x, m in zip(self.at, self.mean[row], strict=True) if m is not None]
        return statistics.correlation(*zip(*known, strict=True))


def write(found: Sequence[Result], profiles: Sequence[Profile], about: Mapping[str, Any]) -> None:
    """Keep results with the lab; ``about`` says what they were made with."""
    plain = {"about": dict(about), "results": list(map(asdict, found))}
    FILE.write_text(_text(plain | {"profiles": list(map(asdict, profiles))}))
    _read.cache_clear()


def _text(plain: Mapping[str, Any]) -> str:
    """Return JSON with a line for each item of a list, so that a change of one is seen as one."""
    said = []
    for key, value in plain.items():
        lines = ",\n".join(map(json.dumps, value)) if isinstance(value, list) else ""
        said.append(f"{json.dumps(key)}: " + (f"[\n{lines}\n]" if lines else json.dumps(value)))
    return "{\n" + ",\n".join(said) + "\n}\n"


def read() -> list[Result]:
    """Return the results shipped with the lab, none if there are none."""
    return [Result(**one) for one in _read()["results"]]


def profiles() -> list[Profile]:
    """Return the profiles shipped with the lab."""
    return [Profile(**one) for one in _read()["profiles"]]


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return json.loads(FILE.read_text()) if FILE.exists() else {"results": [], "profiles": []}


@dataclass(frozen=True)
class Segmented:
    """How well lesions are found in one way: numbers by name, a value per seed.

    ``kinds`` is the mean Dice per slice by radius (rows) and contrast (columns) of the lesion.
    """

    way: str
    numbers: Mapping[str, Sequence[float]]
    kinds: Sequence[Sequence[float]]


class Segmentations(NamedTuple):
    """What was found in brain slices, and the edges of radius and contrast of its tables."""

    rows: list[Segmented]
    radii: list[float]
    contrasts: list[float]


def write_segmented(
    rows: Sequence[Segmented], radii: Sequence[float], contrasts: Sequence[float]
) -> None:
    """Keep what was found in brain slices with the lab."""
    plain = {"rows": list(map(asdict, rows)), "radii": radii, "contrasts": contrasts}
    BRAIN.write_text(_text(plain))


def segmented() -> Segmentations:
    """Return what was found in brain slices, as shipped with the lab."""
    if not BRAIN.exists():
        return Segmentations([], [], [])
    plain = json.loads(BRAIN.read_text())
    rows = [Segmented(**one) for one in plain["rows"]]
    return Segmentations(rows, plain["radii"], plain["contrasts"])


def of_frame(header: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the figures that the last frame of a run has of its score, None if it has none."""
    for view in header.get("views", ()):
        if view["name"] == "scores":
            figures = dict(zip(FIGURES, view["figures"], strict=False))
            return figures | {"score": view["score"], "flat": view["flat"]}
    return None
