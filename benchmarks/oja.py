"""How fast Oja's rule learns: `python -m benchmarks.oja` prints samples per second.

The compiled kernel and `Oja().fit` stand beside the rule written as a loop over numpy, in the same
run and in turns, with where w has come to: α‖w‖² and its angle to the first eigenvector. Counted
is the time of the processor, so that others on the machine matter less; `fit` includes the survey
of the samples and the steps that a run shows.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as on a worker; read when numpy is imported

import time
from collections.abc import Callable
from functools import partial

import numpy as np

import aelab
from aelab.models._hebbian import Array, oja
from aelab.models.oja import Oja
from aelab.theory.pca import principal

TURNS = 3
LOOP = 5000  # samples of the numpy loop


def loop(x: Array, mean: Array, order: Array, w: Array, rate: float) -> None:
    for row in order:
        left = x[row] - mean
        y = w @ left
        w += rate * y * (left - y * w)


def seconds(work: Callable[[], None]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def measure(name: str, x: Array, rate: float, epochs: int) -> None:
    mean, first = x.mean(0), principal(x).vectors[:, 0]
    rng = np.random.default_rng(0)
    order = rng.permutation(len(x))
    start = rng.normal(size=(x.shape[1],)).astype(x.dtype)
    start *= 0.1 / np.linalg.norm(start)
    learnt = {"numpy loop": start, "kernel": start, "Oja().fit": start}
    taken: dict[str, list[float]] = {who: [] for who in learnt}

    def by_kernel(w: Array) -> None:
        for _ in range(epochs):
            oja(x, mean, order, w[None], 1.0, rate, np.inf, 0.0)

    def by_fit() -> None:
        learnt["Oja().fit"] = Oja(rate=rate, epochs=epochs).fit(x).components_[0]

    by_fit()  # compiled, and in memory
    for _ in range(TURNS):
        w, v = start.copy(), start.copy()
        part = order[:LOOP]
        taken["numpy loop"].append(LOOP / seconds(partial(loop, x, mean, part, w, rate)))
        samples = epochs * len(x)
        taken["kernel"].append(samples / seconds(partial(by_kernel, v)))
        taken["Oja().fit"].append(samples / seconds(by_fit))
        learnt |= {"numpy loop": w, "kernel": v}
    print(f"{name}, {len(x):,} samples, rate {rate:g}, {epochs} epochs ({LOOP:,} samples, loop)")
    base = np.median(taken["numpy loop"])
    for who, w in learnt.items():
        speed, norm = np.median(taken[who]), np.linalg.norm(w)
        angle = np.degrees(np.arccos(np.minimum(1.0, abs(w @ first) / norm)))
        print(
            f"  {who:<11}{speed / 1e6:9.2f} M samples/s {speed / base:7.1f} × the loop"
            f"   α‖w‖² = {norm**2:.4f}   angle to u₁ = {angle:.2f}°",
            flush=True,
        )


if __name__ == "__main__":
    digits, moons = aelab.DATASETS["mnist"](), aelab.DATASETS["two-moons"](points=20_000)
    measure("MNIST, 784 dimensions", np.asarray(digits.train), 1e-4, 20)
    measure("Two moons, 2 dimensions", np.asarray(moons.train), 1e-3, 20)
