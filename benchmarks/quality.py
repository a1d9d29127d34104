"""How good the models become, against published figures: `python -m benchmarks.quality`.

Names choose some of the checks: vae, vae2, deep, convolutional; deeplong, of half an hour, runs
only if named. All figures are those of the 10,000 test digits of MNIST, from runs as a
Spec says them, each a few minutes on one core. References are the numbers of others for the same
network and training; for the deep autoencoder Hinton and Salakhutdinov, "Reducing the
dimensionality of data with neural networks", Science 2006, whose 3.00 took pretraining and many
more epochs.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import torch

from aelab.datasets.mnist import MNIST
from aelab.spec import Spec
from aelab.training.loop import steps
from aelab.training.model_protocols import Model

VAE, AE = "vae", "autoencoder"
KINGMA: dict[str, Any] = {"widths": (400,), "batch": 128, "rate": 1e-3}
HINTON: dict[str, Any] = {
    "latent": 30,
    "widths": (1000, 500, 250),
    "activation": "SiLU",
    "batch": 128,
}
SEEDS = range(3)  # a code of two numbers comes out differently from each, by some nats


def row(what: str, reference: str, measured: float, holds: bool) -> None:
    verdict = "yes" if holds else "NO"
    print(f"  {what:<52} {reference:>12} {measured:>10.2f}   {verdict}", flush=True)


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
    print(f"{model}: {settings}, seed = {seed}", flush=True)
    epoch, changes, start = 0, dict(rates or {}), time.perf_counter()
    for step in steps(Spec(dataset="mnist", model=model, model_params=params, seed=seed)):
        if step.epoch > epoch:
            epoch = step.epoch
            after(epoch, step.model)
            if epoch in changes:
                step.model.change_rate(changes[epoch])
    seconds = time.perf_counter() - start
    changed = f"; rate after epochs {changes}" if changes else ""
    print(f"  {seconds:.0f} s, {60_000 * epoch / seconds:,.0f} digits/s{changed}", flush=True)
    return step.model


def bound(model: Model) -> float:
    """Return −ELBO in nats."""
    return sum(model.evaluate(MNIST().test).values())


def squares(model: Model) -> float:
    """Return the squared error of the reconstructions of the codes, per test digit."""
    x = MNIST().test
    return float(((model.decode(model.encode(x)) - x) ** 2).sum(1, dtype=float).mean())


def vae() -> None:
    model = trained(VAE, latent=20, epochs=10, **KINGMA)
    terms = model.evaluate(MNIST().test)
    total, error, kl = bound(model), terms["reconstruction"], terms["kl"]
    row("−ELBO, nats", "105–107", total, 105 <= total <= 107)
    row("its reconstruction term", "79.4", error, abs(error - 79.4) < 1)
    row("its KL term", "25.8", kl, abs(kl - 25.8) < 1)


def vae2() -> None:
    values_after: list[tuple[int, str, float]] = []

    def after(epoch: int, model: Model) -> None:
        if epoch in (10, 30):
            values_after.append((epoch, "−ELBO", bound(model)))
            values_after.append((epoch, "error", 1000 * squares(model) / 784))

    for seed in SEEDS:
        trained(VAE, seed=seed, after=after, latent=2, epochs=30, **KINGMA)
    for epoch, name, reference in (
        (10, "−ELBO", 154.3),
        (30, "−ELBO", 150.0),
        (30, "error", 40.6),
    ):
        values = [value for e, n, value in values_after if (e, n) == (epoch, name)]
        print("  seeds:", ", ".join(f"{value:.2f}" for value in values))
        mean = statistics.mean(values)
        unit = "nats" if name == "−ELBO" else "1000 × per pixel"
        what = f"mean {name} after {epoch} epochs, {unit}"
        row(what, f"{reference}", mean, abs(mean - reference) < 1)


def deep(epochs: int = 24, most: float = 4.5) -> None:
    floor = squares(trained("pca", latent=30))
    row(
        "PCA with 30 components, squared error per digit",
        "13.87",
        floor,
        abs(floor - 13.87) < 0.01,
    )
    shares = {0.25: 7e-4, 0.45: 4e-4, 0.65: 2e-4, 0.8: 1e-4, 0.9: 5e-5, 0.96: 2e-5}
    rates = {round(share * epochs): rate for share, rate in shares.items()}
    error = squares(trained(AE, rates=rates, epochs=epochs, **HINTON))
    row(f"squared error per digit, at most {most:g} expected", "3.00", error, error < most)


def deeplong() -> None:
    deep(epochs=100, most=3.5)


def convolutional() -> None:
    for latent in (2, 16):
        dense = squares(trained(AE, latent=latent, epochs=3))
        error = squares(trained(AE, latent=latent, epochs=3, network="convolutional"))
        what = f"k = {latent}, squared error, the reference is dense"
        row(what, f"{dense:.2f}", error, error < 1.03 * dense)


CHECKS = {f.__name__: f for f in (vae, vae2, deep, convolutional, deeplong)}

if __name__ == "__main__":
    torch.set_num_threads(1)  # as on a worker
    print(f"{'':<54} {'reference':>12} {'measured':>10}   holds")
    for name in sys.argv[1:] or [name for name in CHECKS if name != "deeplong"]:
        CHECKS[name]()
