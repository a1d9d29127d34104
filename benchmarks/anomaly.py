"""What anomaly scores find: `python -m benchmarks.anomaly [--write] [jets|digits|contamination]`.

Jets: 10,000 to learn from, 5,000 + 5,000 to test on, several seeds, both directions; held-out
digits; contamination of the training sample. With `--write` the numbers are kept with the lab,
and the page shows them. About half an hour of two cores.
"""

import argparse
import itertools
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from aelab.bundled import results
from aelab.bundled.results import EFFICIENCY, Profile, Result

AE, VAE = "autoencoder", "vae"
DENSE: dict[str, Any] = {"widths": (256, 64), "batch": 256, "rate": 1e-3, "epochs": 20}
CONVOLUTIONAL = {"network": "convolutional", "batch": 128, "rate": 1e-3, "epochs": 12}
DIGITS: dict[str, Any] = {"widths": (256, 64), "batch": 256, "rate": 2e-3, "epochs": 10}
SEEDS = 3
SIZES = (2, 6, 16, 32, 64)
WAYS = ("top", "QCD")
SHARES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.5)
PLAIN = "reconstruction-error"
OF_THE_MODEL = (
    PLAIN,
    "smeared-error",
    "negative-elbo",
    "kl-divergence",
    "reconstruction-probability",
    "rarest-topic",
    "mahalanobis",
    "nearest-neighbours",
)
EXPECTED = {  # (task, model, k, setting): published AUC on such jets
    ("top", "pca", 6, ""): 0.875,
    ("top", "pca", 32, ""): 0.932,
    ("top", AE, 6, ""): 0.871,
    ("top", AE, 32, ""): 0.898,
}
TOLERANCE = 0.02


@dataclass(frozen=True)
class Case:
    """A run to measure: which data and model, and how it is called in a table."""

    task: str
    dataset: str
    model: str
    latent: int
    setting: str = ""
    data: tuple[tuple[str, Any], ...] = ()
    params: tuple[tuple[str, Any], ...] = ()
    seed: int = 0
    contamination: float = 0.0
    profile: bool = False


@dataclass
class Measurement:
    """Results of a run: AUC, its error, rejection and correlation by score; held-out terms."""

    case: Case
    scores: dict[str, list[float]] = field(default_factory=dict)
    unexplained: float = float("nan")
    held: float = float("nan")
    terms: list[float] = field(default_factory=list)
    profile: Profile | None = None


def run(case: Case, scores: Sequence[str] = OF_THE_MODEL) -> Measurement:
    """Train a case to its end and score its test samples by these quick scores."""
    import torch
    from threadpoolctl import threadpool_limits

    from aelab.metrics import auc, correlation, rejection
    from aelab.spec import Spec
    from aelab.training.learning import Learning
    from aelab.views.context import Context

    torch.set_num_threads(1)
    threadpool_limits(1)  # there is a process per core
    params = dict(case.params) | {"latent": case.latent}
    data = dict(case.data) | {"contamination": case.contamination}
    spec = Spec(
        dataset=case.dataset,
        model=case.model,
        dataset_params=data,
        model_params=params,
        seed=case.seed,
    )
    learning = Learning(spec)
    while learning.verdict is None:
        learning.update()
    scoring = Context(learning.model, learning.data, learning.history).scoring
    measurement, odd = Measurement(case), learning.data.anomalous
    assert odd is not None  # all cases have anomalies
    quantities = list(learning.data.quantities().values())
    once = case.model == "pca" and case.latent == min(SIZES)  # what is of the data alone
    for slug, kind in scoring.offered.items():
        if kind.slow or not (once or slug in scores):
            continue
        scoring.choose(slug)
        scoring.renew(None)
        related = np.nan
        if quantities:
            related = correlation(scoring.raw[~odd], quantities[0].values[~odd])
        numbers = (*auc(scoring.raw, odd), *rejection(scoring.raw, odd, EFFICIENCY), related)
        measurement.scores[slug] = [float(number) for number in numbers]
    measurement.unexplained = scoring.unexplained
    measurement.terms = [float(term) for term in learning.history.heldout[-1]]
    measurement.held = float(learning.history.heldout_loss or 0)
    if case.profile:
        measurement.profile = _profile(case, learning)
    return measurement


def _profile(case: Case, learning: Any) -> Profile:
    from aelab.views.complexity import Complexity
    from aelab.views.context import Context

    view = Complexity(Context(learning.model, learning.data, learning.history))
    arrays = {part.name.partition(".")[2]: part.array for part in view.parts(None)}
    plain: dict[str, Any] = {
        name: [[None if np.isnan(v) else round(float(v), 5) for v in row] for row in arrays[name]]
        for name in ("mean", "low", "high", "share")
    }
    first, second = view.layout()["names"]
    return Profile(
        case.task,
        (first, second),
        arrays["at"].tolist(),
        **plain,
        setting=case.setting,
        samples=int(min(np.bincount(learning.data.anomalous))),
    )


def _case(task: str, model: str, k: int, setting: str = "", **options: Any) -> Case:
    data, params = options.pop("data", {}), options.pop("params", DENSE)
    params = {} if model in ("pca", "oja") else params
    given = {"anomaly": task, "points": 10_000} | data
    return Case(
        task,
        "jet-images",
        model,
        k,
        setting,
        tuple(given.items()),
        tuple(params.items()),
        **options,
    )


def jets() -> Iterable[Case]:
    """Return the runs on jet images, in both directions."""
    root = {"remap": "√"}
    for task in WAYS:
        yield from (_case(task, "pca", k) for k in SIZES)
        for remap in ("√", "ln"):
            yield _case(task, "pca", 32, remap, data={"remap": remap})
        for seed in range(SEEDS):
            seeded: dict[str, Any] = {"seed": seed}
            yield from (_case(task, AE, k, **seeded, profile=k == 6 and not seed) for k in SIZES)
            yield _case(task, AE, 32, "√", data=root, **seeded, profile=not seed)
            smeared = DENSE | {"error": "smeared squared error"}
            yield _case(task, AE, 32, "smeared error", params=smeared, **seeded)
            yield _case(task, "denoising", 32, params=DENSE, **seeded)
            yield _case(task, "sparse", 32, params=DENSE, **seeded)
            yield _case(task, "contractive", 32, params=DENSE, **seeded)
            yield _case(task, VAE, 6, params=DENSE, **seeded)
        for seed in range(2):
            yield _case(task, AE, 32, "convolutional", params=CONVOLUTIONAL, seed=seed)


def contamination() -> Iterable[Case]:
    """Return runs with more and more top jets in the training sample."""
    for share, seed in itertools.product(SHARES[1:], range(SEEDS)):
        yield _case("top", AE, 6, contamination=share, seed=seed)


def digits() -> Iterable[Case]:
    """Return runs that leave out each of the digits."""
    for digit in map(str, range(10)):
        data = (("anomaly", digit), ("points", 20_000))
        yield Case(digit, "mnist", "pca", 16, data=data)
        for seed, model in itertools.product(range(2), (AE, VAE)):
            params = tuple(DIGITS.items())
            yield Case(digit, "mnist", model, 16, data=data, params=params, seed=seed)


def gathered(measurements: list[Measurement]) -> list[Result]:
    """Return a result per case and score, the seeds of a case together."""
    groups: dict[Case, list[Measurement]] = defaultdict(list)
    for measurement in measurements:
        groups[replace(measurement.case, seed=0, profile=False)].append(measurement)
    made = []
    for case, runs in groups.items():
        for title in runs[0].scores:
            columns = list(zip(*(r.scores[title] for r in runs), strict=True))
            rows = [[_short(v) for v in c] for c in columns]
            aucs, errors, rejections, rejection_errors, related = rows
            made.append(
                Result(
                    case.task,
                    case.model,
                    case.latent,
                    case.setting,
                    title,
                    aucs,
                    errors[0],
                    rejections,
                    results.mean(rejection_errors),
                    [_short(r.unexplained) for r in runs],
                    related,
                    case.contamination,
                )
            )
    return made


def _short(value: float) -> Any:
    return round(value, 4) if np.isfinite(value) else None


def told(made: list[Result]) -> None:
    """Print the plain error of each case, and whether it is the published one."""
    for result in made:
        if result.score not in (PLAIN, "jet-mass", "negative-elbo", "kl-divergence"):
            continue
        mean = statistics.fmean(result.auc)
        expected = EXPECTED.get((result.task, result.model, result.latent or 0, result.setting))
        if result.score != PLAIN or result.contamination:
            expected = None
        verdict = "" if expected is None else f"  known {expected:.3f}: {_verdict(mean, expected)}"
        rejection, left = (results.mean(v) for v in (result.rejection, result.unexplained))
        print(
            f"{result.task:<4} {result.model[:22]:<22} {result.latent:>3} {result.setting:<14} "
            f"{result.score[:26]:<26} c {result.contamination:<4g} "
            f"AUC {mean:.3f} ± {result.uncertainty:.3f}  "
            f"1/ε_B {rejection or float('nan'):6.1f}  left {left or float('nan'):.3f}{verdict}"
        )


def _verdict(mean: float, expected: float) -> str:
    return "holds" if abs(mean - expected) <= TOLERANCE else f"off by {mean - expected:+.3f}"


PARTS = {"jets": jets, "contamination": contamination, "digits": digits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all if none")
    parser.add_argument("--write", action="store_true", help="keep the numbers with the lab")
    given = parser.parse_args()
    cases = [case for part in given.parts or PARTS for case in PARTS[part]()]
    measurements = []
    with ProcessPoolExecutor(2) as pool:
        for i, measurement in enumerate(pool.map(run, cases), 1):
            measurements.append(measurement)
            print(f"{i}/{len(cases)}", end="\r", file=sys.stderr, flush=True)
    made = gathered(measurements)
    told(made)
    if given.write:
        about = {"seeds": SEEDS, "cases": [asdict(case) for case in cases[:1]]}
        profiles = [each.profile for each in measurements if each.profile]
        results.write(made, profiles, about)


if __name__ == "__main__":
    main()
