"""How good the models become, against published figures: `python -m benchmarks.quality [--write]`.

A row is a figure of the 10,000 test digits of MNIST, from runs as a Spec says them: the reference,
ours with its standard error, and the pull, our deviation in standard errors. The error has the
spread over seeds and that of the test digits. A reference that is one run of somebody else's is
taken to scatter as ours do; one that was printed with few digits has their rounding as a bound.
Lower is better in all rows. A pull beyond 3 has its reason below the table; the command fails if
one has none.

References: PCA and the mean image, scikit-learn on the same digits; the variational autoencoder,
the same network and training elsewhere; the deep autoencoder, Hinton and Salakhutdinov, "Reducing
the dimensionality of data with neural networks", Science 2006, doi:10.1126/science.1127647.

Names choose some of the checks: linear, vae, vae2, deep, convolutional; deeplong, of half an hour,
runs only if named. All others take about forty minutes on one core. With `--write` the table is
kept for the documentation.
"""

import argparse
import math
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aelab.datasets.mnist import MNIST
from aelab.lecture.core.pull import LIMIT, combined, pull
from aelab.metrics import Estimate
from aelab.spec import Spec
from aelab.theory import estimates
from aelab.training.evaluation import evaluation
from aelab.training.loop import steps
from aelab.training.model_protocols import Model

FIGURES = Path(__file__).parent / "figures" / "quality.txt"
VAE, AE = "vae", "autoencoder"
KINGMA: dict[str, Any] = {"widths": (400,), "batch": 128, "rate": 1e-3}
HINTON: dict[str, Any] = {
    "latent": 30,
    "widths": (1000, 500, 250),
    "activation": "SiLU",
    "batch": 128,
}
SEEDS = range(3)
PIXELS = 784
LINEAR = {2: 0.05567, 10: 0.03407, 20: 0.02354, 32: 0.01683, 64: 0.00905}


@dataclass(frozen=True)
class Row:
    """A figure beside its reference.

    Args:
        what: What is compared, with its unit.
        reference: The published value.
        ours: Our value of each seed, with the error of the test digits.
        bound: Largest systematic deviation, such as the rounding of the reference.
        single: Whether the reference is one run of a random start.
        why: The reason for a pull beyond 3, if one is known.

    """

    what: str
    reference: float
    ours: Sequence[Estimate]
    bound: float = 0.0
    single: bool = False
    why: str = ""

    @property
    def mean(self) -> Estimate:
        """The mean over seeds; its error has their spread and that of the test digits."""
        values = [estimate.value for estimate in self.ours]
        sampled = self.ours[0].error  # the digits are the same for all seeds
        if len(values) < 2:
            return Estimate(values[0], sampled)
        mean = estimates.mean(values)
        return Estimate(mean.value, math.hypot(mean.error, sampled))

    @property
    def pull(self) -> float:
        """Our deviation from the reference, in standard errors."""
        values = [estimate.value for estimate in self.ours]
        spread = float(np.std(values, ddof=1)) if self.single and len(values) > 1 else 0.0
        error = math.hypot(self.mean.error, spread)
        seeds = len(values) if len(values) > 1 else 0
        return pull(self.mean.value - self.reference, error, self.bound, seeds)

    def __str__(self) -> str:
        """Return the row of the table."""
        places = max(2, min(5, 1 - math.floor(math.log10(combined(self.mean.error, self.bound)))))
        ours = f"{self.mean.value:.{places}f} ± {self.mean.error:.{places}f}"
        words = f"{self.what:<58}{self.reference:>11g}{ours:>21}{len(self.ours):>7}"
        return f"{words}{self.pull:>8.1f}"


def trained(
    model: str,
    *,
    rates: Mapping[int, float] | None = None,
    after: Callable[[int, Model], None] = lambda *_: None,
    seed: int = 0,
    **params: Any,
) -> Model:
    """Return the model at the end of its training.

    After the epochs in ``rates`` the learning rate changes; ``after`` gets each epoch's model.
    """
    settings = ", ".join(f"{key} = {value}" for key, value in params.items())
    print(f"{model}: {settings}, seed = {seed}", file=sys.stderr, flush=True)
    epoch, changes, start = 0, dict(rates or {}), time.perf_counter()
    for step in steps(Spec(dataset="mnist", model=model, model_params=params, seed=seed)):
        if step.epoch > epoch:
            epoch = step.epoch
            after(epoch, step.model)
            if epoch in changes:
                step.model.change_rate(changes[epoch])
    seconds = time.perf_counter() - start
    print(f"  {seconds:.0f} s", file=sys.stderr, flush=True)
    return step.model


def bound(model: Model, term: str = "") -> Estimate:
    """Return −ELBO in nats, or one of its terms with the error of the whole."""
    result = evaluation(model, MNIST().test, 0)
    return Estimate(result.terms[term] if term else result.loss, result.error)


def squares(model: Model, scale: float = 1.0) -> Estimate:
    """Return the squared error of the reconstructions of the codes, per test digit."""
    x = MNIST().test
    return _mean(np.square(model.decode(model.encode(x)) - x).sum(1, dtype=float) * scale)


def _mean(values: NDArray[np.float64]) -> Estimate:
    return estimates.mean(values)


def linear() -> Iterator[Row]:
    data = MNIST()
    empty = np.square(data.test - data.train.mean(0)).sum(1, dtype=float) / PIXELS
    yield Row("mean image, squared error per pixel", 0.06747, [_exact(empty)], 5e-6)
    for k, reference in LINEAR.items():
        x = data.test
        model = trained("pca", latent=k)
        errors = np.square(model.decode(model.encode(x)) - x).sum(1, dtype=float) / PIXELS
        what = f"PCA, k = {k}, squared error per pixel"
        yield Row(what, reference, [_exact(errors)], 5e-6)


def _exact(values: NDArray[np.float64]) -> Estimate:
    """Return the mean of values that the reference has, too: nothing is sampled."""
    return Estimate(float(values.mean()), 0.0)


def vae() -> Iterator[Row]:
    models = [trained(VAE, seed=seed, latent=20, epochs=10, **KINGMA) for seed in SEEDS]
    name = "VAE 784-400-20, 10 epochs, "
    yield Row(f"{name}−ELBO, nats", 105.4, [bound(m) for m in models], 0.2)
    for term, reference in (("reconstruction", 79.35), ("kl", 25.81)):
        ours = [bound(m, term) for m in models]
        yield Row(f"{name}its {term} term, nats", reference, ours, 0.005, single=True)


def vae2() -> Iterator[Row]:
    values: dict[tuple[int, str], list[Estimate]] = {}

    def after(epoch: int, model: Model) -> None:
        if epoch in (10, 30):
            values.setdefault((epoch, "−ELBO, nats"), []).append(bound(model))
            error = squares(model, 1 / PIXELS)
            values.setdefault((epoch, "squared error per pixel"), []).append(error)

    for seed in SEEDS:
        trained(VAE, seed=seed, after=after, latent=2, epochs=30, **KINGMA)
    for key, reference, rounding in (
        ((10, "−ELBO, nats"), 154.3, 0.05),
        ((30, "−ELBO, nats"), 150.0, 0.05),
        ((30, "squared error per pixel"), 0.0406, 5e-5),
    ):
        what = f"VAE 784-400-2, {key[0]} epochs, {key[1]}"
        yield Row(what, reference, values[key], rounding, single=True)


def deep(epochs: int = 24) -> Iterator[Row]:
    floor = squares(trained("pca", latent=30)).value
    yield Row("PCA, k = 30, squared error per digit", 13.87, [Estimate(floor, 0.0)], 0.005)
    shares = {0.25: 7e-4, 0.45: 4e-4, 0.65: 2e-4, 0.8: 1e-4, 0.9: 5e-5, 0.96: 2e-5}
    rates = {round(share * epochs): rate for share, rate in shares.items()}
    error = squares(trained(AE, rates=rates, epochs=epochs, **HINTON))
    why = "Theirs took pretraining and many more epochs; ours falls on with the epochs."
    what = f"784-1000-500-250-30, {epochs} epochs, squared error per digit"
    yield Row(what, 3.00, [error], 0.005, why=why)


def deeplong() -> Iterator[Row]:
    yield from deep(epochs=100)


def convolutional() -> Iterator[Row]:
    for latent in (2, 16):
        dense, error = (
            squares(trained(AE, latent=latent, epochs=3, network=network))
            for network in ("dense", "convolutional")
        )
        why = "Convolutions are better at this size: the reference is our dense network."
        what = f"convolutional, k = {latent}, 3 epochs, squared error per digit"
        yield Row(what, round(dense.value, 2), [error], why=why)


CHECKS: dict[str, Callable[[], Iterator[Row]]] = {
    f.__name__: f for f in (linear, vae, vae2, deep, convolutional, deeplong)
}


def table(rows: Sequence[Row]) -> str:
    """Return the table as text, with the reasons for large pulls below it."""
    head = f"{'':<58}{'reference':>11}{'ours':>21}{'seeds':>7}{'pull':>8}"
    machine = f"torch {torch.__version__}, Python {platform.python_version()}, one thread"
    far = [row for row in rows if abs(row.pull) > LIMIT]
    reasons = [f"{row.what}: {row.why or 'NO REASON IS KNOWN'}" for row in far]
    return "\n".join([machine, "", head, *map(str, rows), *([""] if far else []), *reasons]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *CHECKS], help="all but deeplong if none")
    parser.add_argument("--write", action="store_true", help="keep the table")
    given = parser.parse_args()
    names = given.names or [name for name in CHECKS if name != "deeplong"]
    rows = [row for name in names for row in CHECKS[name]()]
    text = table(rows)
    print(text)
    if given.write:
        FIGURES.write_text(text)
    if any(abs(row.pull) > LIMIT and not row.why for row in rows):
        raise SystemExit("A pull beyond 3 has no reason.")


if __name__ == "__main__":
    torch.set_num_threads(1)  # as on a worker
    main()
