"""What anomaly scores find: `python -m benchmarks.anomaly [jets|digits|contamination]`.

Jets: 10,000 to learn from, 5,000 + 5,000 to test on, both directions; held-out digits;
contamination of the training sample; five seeds of each. Each run is stored with the lab as it
ends, with the versions, the commit and the seed that it was made with, and the page shows it. What
is stored is not trained again: the command can be stopped and started again, and `--seeds 0-1`
beside `--seeds 2-4` shares the work. All of it takes about two hours of two cores. `--show` prints
what is stored beside figures of other jets.
"""

import argparse
import itertools
import math
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.bundled.measured import ANOMALY, IDENTITY, Figures, Measured, Study, short
from aelab.bundled.provenance import provenance
from aelab.bundled.results import EFFICIENCY, HALF, Profile
from aelab.views._scoring import Scoring

AE, VAE = "autoencoder", "vae"
DENSE: dict[str, Any] = {"widths": (256, 64), "batch": 256, "rate": 1e-3, "epochs": 20}
CONVOLUTIONAL = {"network": "convolutional", "batch": 128, "rate": 1e-3, "epochs": 12}
DIGITS: dict[str, Any] = {"widths": (256, 64), "batch": 256, "rate": 2e-3, "epochs": 10}
SEEDS = range(5)
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
REFERENCE = {  # (task, model, k): AUC on other jets from the same generator, one run each
    ("top", "pca", 6): 0.875,
    ("top", "pca", 32): 0.932,
    ("top", AE, 6): 0.871,
    ("top", AE, 32): 0.898,
}
MASS = "jet-mass"
ROUNDING = 0.0005  # of a reference


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


def identity(case: Case) -> dict[str, Any]:
    """Return all that a run of this case is known by."""
    given = {**dict(case.data), **dict(case.params)}
    if case.contamination:
        given["contamination"] = case.contamination
    plain = {name: list(v) if isinstance(v, tuple) else v for name, v in given.items()}
    fields = {name: getattr(case, name) for name in IDENTITY if name != "params"}
    return fields | {"params": plain}


def run(case: Case, scores: Sequence[str] = OF_THE_MODEL) -> Measured:
    """Train a case to its end and score its test samples by these quick scores."""
    import torch
    from threadpoolctl import threadpool_limits

    from aelab.spec import Spec
    from aelab.training.learning import Learning
    from aelab.views.context import Context

    torch.set_num_threads(1)
    threadpool_limits(1)  # there is a process per core
    began = time.process_time()
    spec = Spec(
        dataset=case.dataset,
        model=case.model,
        dataset_params=dict(case.data) | {"contamination": case.contamination},
        model_params=dict(case.params) | {"latent": case.latent},
        seed=case.seed,
    )
    learning = Learning(spec)
    while learning.verdict is None:
        learning.update()
    scoring = Context(learning.model, learning.data, learning.history).scoring
    once = case.model == "pca" and case.latent == min(SIZES)  # what is of the data alone
    wanted = [s for s, kind in scoring.offered.items() if not kind.slow and (once or s in scores)]
    energies = learning.history.heldout[-1] if case.model == "normalised" else ()
    return Measured(
        **identity(case),
        scores=_figures(scoring, wanted),
        unexplained=short(scoring.unexplained),
        energies=[round(float(term), 4) for term in energies],
        profile=asdict(_profile(case, learning)) if case.profile else None,
        made={**provenance([case.seed]), "cpu_seconds": round(time.process_time() - began, 1)},
    )


def _figures(scoring: Scoring, slugs: Sequence[str]) -> dict[str, Figures]:
    """Return what each score finds."""
    from aelab.metrics import auc, auc_difference, correlation, rejection

    odd = scoring.data.anomalous
    assert odd is not None  # all cases have anomalies
    quantities = list(scoring.data.quantities().values())
    mass = _scores(scoring, MASS) if MASS in scoring.offered else None
    figures = {}
    for slug in slugs:
        values = _scores(scoring, slug)
        related = correlation(values[~odd], quantities[0].values[~odd]) if quantities else np.nan
        lead = (np.nan, np.nan) if mass is None else auc_difference(values, mass, odd)
        rejections = [rejection(values, odd, efficiency) for efficiency in (EFFICIENCY, HALF)]
        first, half = rejections
        numbers = (*auc(values, odd), *first, related, *half, *lead)
        figures[slug] = Figures(*map(short, numbers))
    return figures


def _scores(scoring: Scoring, slug: str) -> NDArray[np.float64]:
    """Return the scores (n,) of all test samples."""
    scoring.choose(slug)
    scoring.renew(None)
    return scoring.raw.copy()


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
        for seed in SEEDS:
            seeded: dict[str, Any] = {"seed": seed}
            yield from (_case(task, AE, k, **seeded, profile=k == 6 and not seed) for k in SIZES)
            yield _case(task, AE, 32, "√", data=root, **seeded, profile=not seed)
            smeared = DENSE | {"error": "smeared squared error"}
            yield _case(task, AE, 32, "smeared error", params=smeared, **seeded)
            yield _case(task, "denoising", 32, params=DENSE, **seeded)
            yield _case(task, "sparse", 32, params=DENSE, **seeded)
            yield _case(task, "contractive", 32, params=DENSE, **seeded)
            yield _case(task, VAE, 6, params=DENSE, **seeded)
        for seed in SEEDS:
            yield _case(task, AE, 32, "convolutional", params=CONVOLUTIONAL, seed=seed)


def contamination() -> Iterable[Case]:
    """Return runs with more and more top jets in the training sample."""
    for share, seed in itertools.product(SHARES[1:], SEEDS):
        yield _case("top", AE, 6, contamination=share, seed=seed)


def digits() -> Iterable[Case]:
    """Return runs that leave out each of the digits."""
    for digit in map(str, range(10)):
        data = (("anomaly", digit), ("points", 20_000))
        yield Case(digit, "mnist", "pca", 16, data=data)
        for seed, model in itertools.product(SEEDS, (AE, VAE)):
            params = tuple(DIGITS.items())
            yield Case(digit, "mnist", model, 16, data=data, params=params, seed=seed)


def table() -> str:
    """Return the AUC of what is stored, beside those of other jets."""
    lines = [f"{'':<70}{'reference':>10}{'ours':>18}{'seeds':>7}{'pull':>7}"]
    for result in ANOMALY.results():
        if result.score not in (PLAIN, MASS, "negative-elbo", "kl-divergence"):
            continue
        usual = result.score == PLAIN and not (result.setting or result.contamination)
        other = REFERENCE.get((result.task, result.model, result.latent or 0)) if usual else None
        mean = statistics.fmean(result.auc)
        # the reference is a run on as many other jets, and has the same error
        error = math.hypot(math.sqrt(2) * result.uncertainty, ROUNDING)
        name = f"{result.task} {result.model} k = {result.latent} {result.setting} {result.score}"
        name += f", {result.contamination:.0%} contaminated" if result.contamination else ""
        above = "" if other is None else f"{(mean - other) / error:7.1f}"
        reference = "–" if other is None else f"{other:.3f}"
        ours = f"{mean:.4f} ± {result.uncertainty:.4f}"
        lines.append(f"{name:<70}{reference:>10}{ours:>18}{len(result.auc):>7}{above}")
    return "\n".join(lines)


def missing(cases: Iterable[Case], study: Study = ANOMALY) -> list[Case]:
    """Return the cases that no stored run is of."""
    return [case for case in cases if not study.has(identity(case))]


PARTS = {"jets": jets, "contamination": contamination, "digits": digits}


def seeds_of(text: str) -> range:
    """Return the seeds of a text such as "0-4" or "3".

    >>> list(seeds_of("1-3"))
    [1, 2, 3]
    """
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def measure(cases: Sequence[Case], study: Study, scores: Sequence[str] = OF_THE_MODEL) -> None:
    """Train cases that are not stored yet, and store each as it ends."""
    for i, case in enumerate(cases, 1):
        if study.has(identity(case)):  # another process was faster
            continue
        done = run(case, scores)
        study.add(done)
        plain = f"AUC {done.scores[PLAIN].auc}" if PLAIN in done.scores else ""
        name = f"{case.task} {case.model} k = {case.latent} {case.setting} seed {case.seed}"
        print(f"{i}/{len(cases)} {name} {plain}; {done.made['cpu_seconds']:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all if none")
    parser.add_argument("--seeds", type=seeds_of, default=SEEDS, help="such as 0-4 (default)")
    parser.add_argument("--show", action="store_true", help="only print what is stored")
    given = parser.parse_args()
    if not given.show:
        cases = [case for part in given.parts or PARTS for case in PARTS[part]()]
        measure(missing(case for case in cases if case.seed in given.seeds), ANOMALY)
    print(table())


if __name__ == "__main__":
    main()
