"""Whether shipped results come out again: `python -m benchmarks.results --check [names]`.

A sample of each kind of result is computed anew from the Spec that it was made with, and compared
with what is stored: the held-out J of presets, numbers of experiments, AUC on jets, Dice of brain
slices. Same Spec and seed give the same numbers on the same machine; between machines and versions
rounding can send a training another way, so that each comparison counts in standard errors, and
up to three of them agree. Names choose some of the kinds; all take about five minutes on one core.
The command fails if a number does not come out again. Without `--check` it says how the stored
results were made.
"""

import argparse
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from aelab import frames
from aelab.bundled import build, results
from aelab.datasets.brain import Brain
from aelab.lecture.core import spread
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.core.pull import LIMIT, pull
from aelab.lecture.demos import EVERY
from aelab.metrics import Estimate
from aelab.theory import estimates
from aelab.web.pictures import shipped
from benchmarks import anomaly, brain

SLUGS = ("pca-mnist", "oja-mnist", "ae-moons", "vae-moons", "vae-linear")
CASES = (("top", "pca", 6), ("QCD", "pca", 32), ("top", "autoencoder", 6))
WAY = "PCA, k = 8"
ROUNDING = 1e-6  # relative


@dataclass(frozen=True)
class Again:
    """A stored number with its error, and what comes out now."""

    name: str
    stored: Estimate
    now: float

    @property
    def pull(self) -> float:
        """The difference in standard errors."""
        bound = LIMIT * ROUNDING * abs(self.stored.value)
        return pull(self.now - self.stored.value, self.stored.error, bound)

    def __str__(self) -> str:
        """Return the row of the table."""
        stored = f"{self.stored.value:.5g} ± {self.stored.error:.2g}"
        return f"{self.name:<58}{stored:>22}{self.now:>12.5g}{self.pull:>9.2f}"


def presets() -> Iterator[Again]:
    """Train some presets again, and compare J of all held-out samples."""
    by_slug = {preset.slug: preset for preset in EVERY}
    for slug in SLUGS:
        preset = by_slug[slug]
        picture = shipped(preset)
        assert picture is not None  # all of these have a finished run
        again = frames.picture(build.trained(preset.spec).frame).header
        final = picture.header["final"]
        stored = Estimate(picture.header["heldout"], final["error"])
        yield Again(f"preset {slug}, J", stored, again["heldout"])


def experiments() -> Iterator[Again]:
    """Train the first run of each experiment again, and compare its numbers."""
    for experiment in EXPERIMENTS.values():
        legend, spec = next(iter(experiment.specs.items()))
        again = experiment.read(frames.picture(build.trained(spec).frame))
        for name in experiment.numbers:
            over_seeds = experiment.over_seeds(name).get(legend)
            if over_seeds is None:
                continue
            values = over_seeds.reshape(len(over_seeds), -1)[:, 0]  # the first of several
            stored = Estimate(float(values[0]), math.sqrt(estimates.variance(values).value))
            now = float(np.ravel(again[name])[0])
            yield Again(f"experiment {experiment.slug}, {legend}, {name}", stored, now)


def jets() -> Iterator[Again]:
    """Score jets again by some models."""
    for case in anomaly.jets():
        if (case.task, case.model, case.latent) in CASES and not (case.setting or case.seed):
            stored = next(
                result
                for result in results.read()
                if (result.task, result.model, result.latent, result.setting, result.score)
                == (case.task, case.model, case.latent, "", anomaly.PLAIN)
                and not result.contamination
            )
            now = anomaly.run(case).scores[anomaly.PLAIN].auc or math.nan
            name = f"jets, find {case.task}, {case.model}, k = {case.latent}, AUC"
            yield Again(name, Estimate(stored.auc[0], stored.error or math.nan), now)


def slices() -> Iterator[Again]:
    """Segment brain slices again by PCA."""
    stored = next(row for row in results.segmented().rows if row.way == WAY).numbers["Dice"]
    data = Brain(seed=0)
    now = brain.judged(data, *brain.WAYS[WAY](data, 0)).numbers["Dice"]
    spread_of_seeds = math.sqrt(estimates.variance(stored).value)
    yield Again(f"brain slices, {WAY}, Dice", Estimate(stored[0], spread_of_seeds), now)


KINDS: dict[str, Callable[[], Iterator[Again]]] = {
    f.__name__: f for f in (presets, experiments, jets, slices)
}


def about() -> None:
    """Print how the stored results were made."""
    made = {"anomaly runs": results.made_with(), "spreads over seeds": spread.made_with()}
    made |= {f"experiment {e.slug}": e.about() for e in EXPERIMENTS.values()}
    for name, details in made.items():
        words = ", ".join(f"{key} {value}" for key, value in details.items())
        print(f"{name}: {words or 'not noted'}")


def check(names: list[str]) -> None:
    """Print the comparisons of the kinds with these names; exit with 1 if one is off."""
    print(f"{'':<58}{'stored':>22}{'now':>12}{'pull':>9}")
    off = []
    for name in names or KINDS:
        for again in KINDS[name]():
            print(again, flush=True)
            if not abs(again.pull) <= LIMIT:
                off.append(again.name)
    if off:
        raise SystemExit(f"These do not come out again: {'; '.join(off)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *KINDS], help="all kinds if none")
    parser.add_argument("--check", action="store_true", help="compute a sample anew and compare")
    torch.set_num_threads(1)  # as on a worker
    given = parser.parse_args()
    if given.check:
        check(given.names)
    else:
        about()
