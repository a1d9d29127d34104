"""Models against the complexity bias, and the remap study: `python -m benchmarks.cure [parts]`.

Trains what is missing among the stored runs, one after the other, and stores each as it ends: it
may be stopped and started again, and several may run side by side with seeds of their own.

    python -m benchmarks.cure dirichlet normalised plain --seeds 0-4
    python -m benchmarks.cure remaps --seeds 0-2
    python -m benchmarks.cure --list
"""

import argparse
import itertools
from collections.abc import Iterable
from typing import Any

from aelab.bundled.measured import CURE
from benchmarks.anomaly import AE, DENSE, PLAIN, SEEDS, WAYS, Case, measure, missing, seeds_of

SMEARED, RAREST = "smeared-error", "rarest-topic"
SCORES = (PLAIN, SMEARED, RAREST, "kl-divergence", "negative-elbo")
NARROW = {"widths": (64,), "batch": 128, "rate": 1e-3}
NORMALISED = NARROW | {"epochs": 8, "pretraining": 0.75, "steps": 6, "step": 0.01}
DIRICHLET = NARROW | {"batch": 256, "epochs": 12, "alpha": 0.1, "beta": 0.4}
REMAPS: dict[str, dict[str, Any]] = {
    "": {},
    "√": {"remap": "√"},
    "ln": {"remap": "ln"},
    "I^¼": {"remap": "Iⁿ", "exponent": 0.25},
}
KERNEL = "smeared error"


def on_jets(
    task: str, model: str, k: int, setting: str, data: Any, params: Any, seed: int
) -> Case:
    """Return a case on 10,000 jets of one kind."""
    given = {"anomaly": task, "points": 10_000} | data
    return Case(
        task, "jet-images", model, k, setting, tuple(given.items()), tuple(params.items()), seed
    )


def dirichlet(seed: int) -> Iterable[Case]:
    """Return the Dirichlet VAE in both directions, on images of √I."""
    for task in WAYS:
        yield on_jets(task, "dirichlet-vae", 2, "√", REMAPS["√"], DIRICHLET, seed)


def normalised(seed: int) -> Iterable[Case]:
    """Return the normalised autoencoder in both directions."""
    for task in WAYS:
        yield on_jets(task, "normalised", 3, "", {}, NORMALISED, seed)


def plain(seed: int) -> Iterable[Case]:
    """Return an autoencoder with the layers of the normalised one, in both directions."""
    for task in WAYS:
        yield on_jets(task, AE, 3, "", {}, NARROW | {"epochs": 8}, seed)


def remaps(seed: int) -> Iterable[Case]:
    """Return the runs of every remap, with and without the kernel, in both directions."""
    if not seed:  # nothing is drawn in PCA
        for (remap, data), task in itertools.product(REMAPS.items(), WAYS):
            yield on_jets(task, "pca", 32, remap, data, {}, 0)
    for error, (remap, data) in itertools.product(("", KERNEL), reversed(REMAPS.items())):
        params = DENSE | ({"error": "smeared squared error"} if error else {})
        setting = ", ".join(filter(None, (remap, error)))
        for task in WAYS:
            yield on_jets(task, AE, 32, setting, data, params, seed)


PARTS = {"dirichlet": dirichlet, "normalised": normalised, "plain": plain, "remaps": remaps}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all if none")
    parser.add_argument("--seeds", type=seeds_of, default=SEEDS, help="such as 0-4 (default)")
    parser.add_argument("--list", action="store_true", help="only print what is missing")
    given = parser.parse_args()
    parts = [PARTS[part] for part in given.parts or PARTS]
    cases = missing((each for part in parts for seed in given.seeds for each in part(seed)), CURE)
    if not given.list:
        return measure(cases, CURE, SCORES)
    for each in cases:
        print(f"{each.task} {each.model} {each.setting} seed {each.seed}")


if __name__ == "__main__":
    main()
