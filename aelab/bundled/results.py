"""Results of anomaly runs: those shipped with the lab, and those of a finished run."""

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from aelab.metrics import Estimate

EFFICIENCY, HALF = 0.3, 0.5  # ε_S of the rejections
FILE = Path(__file__).parent / "files" / "results.json"
BRAIN = FILE.with_name("segmented.json")
FIGURES = ("auc", "auc_error", "age", "unexplained", "rejection", "rejection_error")


@dataclass(frozen=True)
class Result:
    """How well a score finds anomalies; the lists have one entry per seed.

    ``model`` and ``score`` are slugs; a ``decorrelated`` score does not depend on the jet mass.
    ``task`` is the anomaly, and ``setting`` is what differs from the default run of the model.
    ``rejection`` is 1/ε_B at ε_S = 0.3, and ``mass`` the rank correlation of score and jet mass
    for normal samples. ``half`` is 1/ε_B at ε_S = 0.5. ``error``, ``rejection_error`` and
    ``half_error`` are statistical errors. ``lead`` is the AUC minus that of the jet mass on the
    same jets, with the error of this difference for a run. Missing values are None.
    """

    task: str
    model: str
    latent: int | None
    setting: str
    score: str
    auc: Sequence[float]
    error: float | None = None
    rejection: Sequence[float | None] = ()
    rejection_error: float | None = None
    unexplained: Sequence[float | None] = ()
    mass: Sequence[float | None] = ()
    contamination: float = 0.0
    decorrelated: bool = False
    half: Sequence[float | None] = ()
    half_error: float | None = None
    lead: tuple[float, float] | None = None

    @property
    def uncertainty(self) -> float:
        """Standard error of the AUC of a run: spread over seeds and statistical error combined."""
        return _quadrature(self.auc, self.error or 0.0)

    @property
    def rejection_uncertainty(self) -> float | None:
        """Standard error of the rejection, likewise; None without a statistical error."""
        if self.rejection_error is None:
            return None
        return _quadrature([r for r in self.rejection if r is not None], self.rejection_error)


def _quadrature(values: Sequence[float], error: float) -> float:
    """Return the standard deviation of values over seeds and an error in quadrature."""
    return math.hypot(statistics.stdev(values) if len(values) > 1 else 0.0, error)


def area(result: Result) -> Estimate:
    """Return the mean AUC over seeds, with its uncertainty."""
    return Estimate(mean(result.auc) or 0.0, result.uncertainty)


def improvement(result: Result) -> Estimate | None:
    """Return ε_S/√ε_B at ε_S = 0.3 with its error, by which a cut changes the significance.

    None if the rejection or its error is unknown. See `aelab.metrics.significance_improvement`.
    """
    rejection, error = mean(result.rejection), result.rejection_uncertainty
    if rejection is None or error is None:
        return None
    value = EFFICIENCY * math.sqrt(rejection)
    return Estimate(value, value * error / (2 * rejection))


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean, ignoring None; None if there is no number."""
    present = [value for value in values if value is not None]
    return statistics.fmean(present) if present else None


@dataclass(frozen=True)
class Profile:
    """Mean error and its spread against the number of active pixels, for two kinds of sample.

    ``low`` and ``high`` hold the middle 68 % of the errors in a bin, ``share`` is that of the bin
    among the ``samples`` of each kind.
    """

    task: str
    names: tuple[str, str]
    at: Sequence[float]
    mean: Sequence[Sequence[float | None]]
    low: Sequence[Sequence[float | None]]
    high: Sequence[Sequence[float | None]]
    share: Sequence[Sequence[float | None]]
    setting: str = ""
    samples: int = 5000

    def average(self, row: int) -> float:
        """Return the mean error of a kind of sample, over the bins that have a value."""
        present = [(m, s) for m, s in zip(self.mean[row], self.share[row], strict=True) if m and s]
        return sum(m * s for m, s in present) / sum(s for _, s in present)

    def statistical(self, row: int) -> float:
        """Return the standard error of that mean, from the bands and the means of the bins."""
        columns = (self.mean[row], self.low[row], self.high[row], self.share[row])
        average, variance = self.average(row), 0.0
        for middle, low, high, share in zip(*columns, strict=True):
            if middle is not None and low is not None and high is not None:
                within = ((high - low) / 2) ** 2
                variance += (share or 0.0) * (within + (middle - average) ** 2)
        return math.sqrt(variance / self.samples)

    def trend(self, row: int) -> Estimate:
        """Return the correlation of mean error and number of active pixels, −1 to 1, over bins."""
        present = [(x, m) for x, m in zip(self.at, self.mean[row], strict=True) if m is not None]
        value = statistics.correlation(*zip(*present, strict=True))
        return Estimate(value, (1 - value**2) / math.sqrt(len(present)))


def write(
    results: Sequence[Result], measured_profiles: Sequence[Profile], about: Mapping[str, Any]
) -> None:
    """Write the shipped results; ``about`` describes how they were made."""
    plain = {"about": dict(about), "results": list(map(asdict, results))}
    FILE.write_text(_text(plain | {"profiles": list(map(asdict, measured_profiles))}))
    _read.cache_clear()


def _text(plain: Mapping[str, Any]) -> str:
    """Return JSON with one line per item of a list, for readable diffs."""
    entries = []
    for key, value in plain.items():
        lines = ",\n".join(map(json.dumps, value)) if isinstance(value, list) else ""
        entries.append(f"{json.dumps(key)}: " + (f"[\n{lines}\n]" if lines else json.dumps(value)))
    return "{\n" + ",\n".join(entries) + "\n}\n"


def made_with() -> dict[str, Any]:
    """Return how the shipped results were made."""
    described: dict[str, Any] = _read().get("about", {})
    return described


def read() -> list[Result]:
    """Return the shipped results; empty if there are none."""
    return [Result(**item) for item in _read()["results"]]


def profiles() -> list[Profile]:
    """Return the shipped profiles; empty if there are none."""
    return [Profile(**item) for item in _read()["profiles"]]


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return json.loads(FILE.read_text()) if FILE.exists() else {"results": [], "profiles": []}


@dataclass(frozen=True)
class Segmented:
    """How well a method finds lesions: figures by name, with one value per seed.

    ``kinds`` is the mean Dice per slice by radius (rows) and contrast (columns) of the lesion.
    """

    way: str
    numbers: Mapping[str, Sequence[float]]
    kinds: Sequence[Sequence[float]]


class Segmentations(NamedTuple):
    """The results for brain slices, and the bin edges of radius and contrast of the tables."""

    rows: list[Segmented]
    radii: list[float]
    contrasts: list[float]


def write_segmented(
    rows: Sequence[Segmented], radii: Sequence[float], contrasts: Sequence[float]
) -> None:
    """Write the shipped results for brain slices."""
    plain = {"rows": list(map(asdict, rows)), "radii": radii, "contrasts": contrasts}
    BRAIN.write_text(_text(plain))


def segmented() -> Segmentations:
    """Return the shipped results for brain slices; empty if there are none."""
    if not BRAIN.exists():
        return Segmentations([], [], [])
    plain = json.loads(BRAIN.read_text())
    rows = [Segmented(**item) for item in plain["rows"]]
    return Segmentations(rows, plain["radii"], plain["contrasts"])


def of_frame(header: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the figures of the score in the last frame of a run; None if it has no score.

    The score is its slug; frames of earlier labs have no options, and name it by its title.
    """
    options = header.get("options", {})
    for view in header.get("views", ()):
        if view["name"] == "scores":
            figures = dict(zip(FIGURES, view["figures"], strict=False))
            score = options.get("score") or view["score"]
            return figures | {"score": score, "flat": view["flat"]}
    return None
