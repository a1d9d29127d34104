"""Measured runs of the models that are to repair the complexity bias, and of the remap study.

One line per run, which is written as the run ends: a study can be left and taken up again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from aelab.bundled.results import Result, mean

FILE = Path(__file__).parent / "files" / "cure.jsonl"
DIGITS = 4  # decimals of the figures that are kept


@dataclass(frozen=True)
class Measured:
    """A run and what was measured of it.

    Attributes:
        task: The kind of jet that was looked for, and not learnt from.
        model: Slug of the model.
        latent: Size of the code.
        setting: What differs from the usual run of the model.
        seed: Seed of the run.
        params: All other parameters of data and model, by which a run is known again.
        scores: By slug: AUC, its error, 1/ε_B at ε_S = 0.3, its error, rank correlation with
            the jet mass for normal samples.
        unexplained: Share of the variance of normal samples that is not reconstructed.
        energies: Held-out mean energy of data and of Markov chains; empty without chains.
        made: Commit, versions of Python and libraries, and CPU seconds.

    """

    task: str
    model: str
    latent: int
    setting: str
    seed: int
    params: Mapping[str, Any]
    scores: Mapping[str, Sequence[float | None]]
    unexplained: float | None
    energies: Sequence[float]
    made: Mapping[str, Any]

    @property
    def case(self) -> tuple[str, str, int, str]:
        """Task, model, size of the code and setting: what runs of all seeds have in common."""
        return self.model, self.setting, self.latent, self.task


def add(run: Measured) -> None:
    """Append a run to the shipped ones."""
    with FILE.open("a") as file:
        file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")


def read() -> list[Measured]:
    """Return the shipped runs; empty if there are none."""
    if not FILE.exists():
        return []
    return [Measured(**json.loads(line)) for line in FILE.read_text().splitlines()]


def results(runs: Iterable[Measured]) -> list[Result]:
    """Return a result for each case and score, the seeds of a case together."""
    ordered = sorted(runs, key=lambda run: (run.case, run.seed))
    groups = [list(group) for _, group in groupby(ordered, key=lambda run: run.case)]
    return [_result(group, score) for group in groups for score in group[0].scores]


def _result(runs: Sequence[Measured], score: str) -> Result:
    """Return the result of a score in runs that differ by their seeds alone."""
    first = runs[0]
    columns = zip(*(run.scores[score] for run in runs), strict=True)
    aucs, errors, rejections, rejection_errors, related = map(list, columns)
    return Result(
        first.task,
        first.model,
        first.latent,
        first.setting,
        score,
        [auc for auc in aucs if auc is not None],
        mean(errors),
        rejections,
        mean(rejection_errors),
        [run.unexplained for run in runs],
        related,
    )
