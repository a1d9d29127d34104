"""Measured anomaly runs: a line for each, which is written as the run ends.

A study can be left and taken up again, and several processes may add to it.
"""

import json
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from aelab.bundled.results import Profile, Result, mean

FILES = Path(__file__).parent / "files"
IDENTITY = ("dataset", "task", "model", "latent", "setting", "seed", "params")
DIGITS = 4  # decimals of the figures that are kept


class Figures(NamedTuple):
    """What a score finds in a run; None is not known.

    ``rejection`` is 1/ε_B at ε_S = 0.3 and ``half`` that at 0.5; ``mass`` is the rank correlation
    with the jet mass for normal samples; ``lead`` is the AUC minus that of the jet mass on the
    same jets, with the paired error.
    """

    auc: float | None
    auc_error: float | None
    rejection: float | None
    rejection_error: float | None
    mass: float | None
    half: float | None = None
    half_error: float | None = None
    lead: float | None = None
    lead_error: float | None = None


@dataclass(frozen=True)
class Measured:
    """A run and what was measured of it.

    Attributes:
        task: What was looked for, and not learnt from.
        model: Slug of the model.
        latent: Size of the code.
        setting: What differs from the usual run of the model.
        seed: Seed of the run.
        params: All other parameters of data and model.
        scores: The figures of each score, by slug.
        unexplained: Share of the variance of normal samples that is not reconstructed.
        made: Commit, versions, and CPU seconds.
        energies: Held-out mean energy of data and of Markov chains; empty without chains.
        profile: The error against the number of active pixels, as a `Profile`; None if not made.
        dataset: Slug of the dataset.

    """

    task: str
    model: str
    latent: int
    setting: str
    seed: int
    params: Mapping[str, Any]
    scores: Mapping[str, Figures]
    unexplained: float | None
    made: Mapping[str, Any]
    energies: Sequence[float] = ()
    profile: Mapping[str, Any] | None = None
    dataset: str = "jet-images"

    @property
    def contamination(self) -> float:
        """Share of anomalous samples among those that were learnt from."""
        return float(self.params.get("contamination", 0.0))

    @property
    def case(self) -> tuple[str, str, int, str, float]:
        """What runs of all seeds have in common."""
        return self.model, self.setting, self.latent, self.task, self.contamination

    @property
    def identity(self) -> dict[str, Any]:
        """All that a run is known by."""
        return {name: getattr(self, name) for name in IDENTITY}


@dataclass(frozen=True)
class Study:
    """The runs in a file."""

    name: str
    folder: Path = field(default=FILES)

    @property
    def path(self) -> Path:
        """The file, a line for each run."""
        return self.folder / f"{self.name}.jsonl"

    def add(self, run: Measured) -> None:
        """Append a run."""
        plain = {key: value for key, value in asdict(run).items() if value not in (None, ())}
        with self.path.open("a") as file:
            file.write(json.dumps(plain, ensure_ascii=False) + "\n")

    def read(self) -> tuple[Measured, ...]:
        """Return the runs; empty if there are none."""
        if not self.path.exists():
            return ()
        return _read(self.path, self.path.stat().st_mtime_ns)

    def has(self, identity: Mapping[str, Any]) -> bool:
        """Tell whether a run is there, given all that it is known by."""
        return any(run.identity == identity for run in self.read())

    def results(self) -> list[Result]:
        """Return a result for each case and score, the seeds of a case together."""
        return grouped(self.read())

    def profiles(self) -> list[Profile]:
        """Return the profiles of those runs that have one."""
        return [Profile(**run.profile) for run in self.read() if run.profile]


ANOMALY, CURE = Study("anomaly"), Study("cure")


@lru_cache(maxsize=8)
def _read(path: Path, modified: int) -> tuple[Measured, ...]:
    """Return the runs of a file; its time of modification is part of the key of the cache."""
    runs = (json.loads(line) for line in path.read_text().splitlines())
    return tuple(
        Measured(
            **{"unexplained": None}
            | run
            | {"scores": {slug: Figures(*row) for slug, row in run["scores"].items()}}
        )
        for run in runs
    )


def grouped(runs: Iterable[Measured]) -> list[Result]:
    """Return a result for each case and score, the seeds of a case together."""
    ordered = sorted(runs, key=lambda run: (run.dataset, run.case, run.seed))
    cases = [list(case) for _, case in groupby(ordered, key=lambda run: (run.dataset, run.case))]
    return [_result(case, score) for case in cases for score in case[0].scores]


def _result(runs: Sequence[Measured], score: str) -> Result:
    """Return the result of a score in runs that differ by their seeds alone."""
    first = runs[0]
    figures = [run.scores[score] for run in runs if score in run.scores]
    leads = [(f.lead, f.lead_error) for f in figures if f.lead is not None]
    return Result(
        task=first.task,
        model=first.model,
        latent=first.latent,
        setting=first.setting,
        score=score,
        auc=[f.auc for f in figures if f.auc is not None],
        error=mean([f.auc_error for f in figures]),
        rejection=[f.rejection for f in figures],
        rejection_error=mean([f.rejection_error for f in figures]),
        half=[f.half for f in figures],
        half_error=mean([f.half_error for f in figures]),
        lead=_lead(leads),
        unexplained=[run.unexplained for run in runs],
        mass=[f.mass for f in figures],
        contamination=first.contamination,
    )


def _lead(leads: Sequence[tuple[float, float | None]]) -> tuple[float, float] | None:
    """Return the mean of a paired difference over seeds, and its error for a single run."""
    if not leads:
        return None
    values = [value for value, _ in leads]
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return statistics.fmean(values), math.hypot(spread, mean([e for _, e in leads]) or 0.0)


def short(value: float) -> float | None:
    """Return a figure as it is kept; None if it is not finite."""
    return round(float(value), DIGITS) if math.isfinite(value) else None
