"""Measure how claims scatter over seeds: their demos and experiments are trained several times.

`python -m aelab spreads` writes aelab/bundled/files/spreads.json. Only the claims whose runs are
named are measured anew.
"""

import json
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import product

from aelab.bundled.provenance import provenance
from aelab.lecture.core import spread
from aelab.lecture.core.claim import CLAIMS, Finding
from aelab.lecture.core.experiment import EXPERIMENTS, Experiment
from aelab.lecture.demos import demo

SEEDS = 5
Measured = dict[str, float]  # measurement minus prediction, by claim


def of_demo(slug: str, seed: int) -> Measured:
    """Train a demo with another seed, and measure all its claims."""
    from aelab import frames
    from aelab.bundled import build

    preset = demo(slug)
    picture = frames.picture(build.trained(replace(preset, seed=preset.seed + seed).spec).frame)
    claims = (claim for claim in CLAIMS.values() if claim.demo == slug)
    return {claim.slug: _deviation(claim(picture=picture)) for claim in claims}


def of_experiment(slug: str, seed: int) -> Measured:
    """Train all runs of an experiment with other seeds, and measure all its claims."""
    from aelab import frames
    from aelab.bundled import build

    experiment: Experiment = EXPERIMENTS[slug]
    results = {
        legend: experiment.read(frames.picture(build.trained(spec).frame))
        for legend, spec in experiment.specs_of(seed).items()
    }
    claims = (claim for claim in CLAIMS.values() if claim.experiment == slug)
    return {claim.slug: _deviation(claim(results=results)) for claim in claims}


def _deviation(finding: Finding) -> float:
    return finding.measured - finding.predicted


def main(slugs: Sequence[str] = ()) -> None:
    """Measure the claims of the demos and experiments with these slugs, or of all of them."""
    wanted = list(_jobs(slugs))
    deviations: dict[str, list[float]] = defaultdict(list)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=_one_thread) as pool:
        futures = [pool.submit(measure, slug, seed) for (measure, slug), seed in wanted]
        for ((_, slug), seed), future in zip(wanted, futures, strict=True):
            for claim, deviation in future.result().items():
                deviations[claim].append(deviation)
            print(f"{slug}, seed {seed}", flush=True)
    before = json.loads(spread.FILE.read_text())["claims"] if spread.FILE.exists() else {}
    spread.write({**before, **deviations}, provenance(range(1, SEEDS + 1)))


def _jobs(
    slugs: Sequence[str],
) -> Iterable[tuple[tuple[Callable[[str, int], Measured], str], int]]:
    demos = dict.fromkeys(claim.demo for claim in CLAIMS.values() if claim.demo)
    jobs = [(of_demo, slug) for slug in demos] + [(of_experiment, slug) for slug in EXPERIMENTS]
    chosen = [job for job in jobs if not slugs or job[1] in slugs]
    return product(chosen, range(1, SEEDS + 1))


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)
