"""Train VAEs with the importance-weighted bound on dynamically binarised MNIST.

One stochastic layer of 50 units and two tanh layers of 200 units on either side, Adam with
ε = 10⁻⁴, batches of 20, and a learning rate of 10⁻³·10^(−i/7) for 3^i epochs, i = 0 … 7: 3,280
epochs. A shorter run, of ``--epochs`` or ``--minutes`` of CPU time for each model, ends within
these stages; called again, it goes on from the checkpoints in the lab's home. Weights are drawn as
the lab does, not as in the paper. Then the bound of 1 … ``--draws`` samples is measured on
held-out binary digits, and ``--write`` stores the results for the chapter on the VAE:

    python -m benchmarks.iwae --epochs 4 --digits 500 --write

Source: Burda, Grosse and Salakhutdinov, "Importance weighted autoencoders", 2016,
arXiv:1509.00519, section 5 and table 1.
"""

import argparse
import itertools
import time
from importlib.metadata import version
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from aelab.datasets.mnist import DYNAMIC, MNIST
from aelab.lecture.vae import trained_bounds
from aelab.lecture.vae.trained_bounds import Trained
from aelab.models.vae import WEIGHTED, VariationalAutoencoder
from aelab.runs import checkpoints
from aelab.theory import estimates, importance
from aelab.training.loop import snapshot, train

STAGES = [3**i for i in range(8)]  # epochs
ALL = sum(STAGES)  # 3,280
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # samples of a bound
AT_ONCE = 50  # digits whose weights are in memory


def rate(epoch: int) -> float:
    """Return the learning rate of an epoch, counted from 0."""
    ends = itertools.accumulate(STAGES)
    stage = next(i for i, end in enumerate(ends) if epoch < end)
    return float(1e-3 * 10 ** (-stage / 7))


def built(samples: int, batch: int, seed: int) -> VariationalAutoencoder:
    """Return the model of the paper, with so many samples in its bound."""
    return VariationalAutoencoder(
        latent=50,
        widths=(200, 200),
        activation="tanh",
        likelihood="Bernoulli",
        bound=WEIGHTED,
        samples=samples,
        batch=batch,
        seed=seed,
    )


def name(samples: int, given: argparse.Namespace) -> str:
    """Return the name of a training, under which its checkpoint is kept."""
    return f"iwae-{samples:03d}-points-{given.points}-batch-{given.batch}-seed-{given.seed}"


def trained(samples: int, given: argparse.Namespace) -> tuple[VariationalAutoencoder, int, float]:
    """Train a model, from its checkpoint if it has one; return it with epochs and CPU seconds."""
    data, model = (
        MNIST(binary=DYNAMIC, points=given.points),
        built(samples, given.batch, given.seed),
    )
    run = name(samples, given)
    stored = checkpoints.read(run)
    state, before = (stored.arrays, stored.notes["seconds"]) if stored else (None, 0.0)
    steps = train(model, data.train, state=state, redrawn=data.redrawn)
    model.epochs = given.epochs  # may be more than the lab allows on a slider
    model._training.optimiser.param_groups[0]["eps"] = 1e-4
    model.change_rate(rate(min(model.progress.epoch, ALL - 1)))
    began, epoch = time.process_time(), model.progress.epoch
    for step in steps if epoch < given.epochs else ():
        if step.epoch == epoch:
            continue
        epoch, seconds = step.epoch, before + time.process_time() - began
        model.change_rate(rate(min(epoch, ALL - 1)))
        checkpoints.save(run, snapshot(model), {"seconds": seconds})
        print(f"k = {samples}: epoch {epoch}, {seconds / 60:.1f} CPU minutes", flush=True)
        if seconds / 60 >= given.minutes:
            break
    return model, epoch, before + time.process_time() - began


def bounds(model: VariationalAutoencoder, given: argparse.Namespace) -> NDArray[np.float64]:
    """Return the bound of each digit (digits, counts) for each of the COUNTS of samples.

    They are kept beside the checkpoint, and computed once.
    """
    settings = f"{model.progress.epoch}-{given.digits}-{given.draws}"
    file = checkpoints.folder(name(model.samples, given)) / f"bounds-{settings}.npy"
    if not file.exists():
        np.save(file, _computed(model, given))
    result: NDArray[np.float64] = np.load(file)
    return result


def _computed(model: VariationalAutoencoder, given: argparse.Namespace) -> NDArray[np.float64]:
    x = MNIST(binary=DYNAMIC).test[: given.digits]
    result = []
    for start in range(0, len(x), AT_ONCE):
        log_w = model.log_weights(x[start : start + AT_ONCE], given.draws, seed=start)
        means = [_bound(log_w, k) for k in COUNTS if k <= given.draws]
        result.append(np.stack(means, 1))
    return np.concatenate(result)


def _bound(log_w: NDArray[np.float64], k: int) -> NDArray[np.float64]:
    """Return the bound (n,) of k samples, from ln w (n, draws), averaged over all groups of k."""
    n, draws = log_w.shape
    groups = log_w[:, : draws // k * k]
    result: NDArray[np.float64] = importance.log_means(groups, k).reshape(n, -1).mean(1)
    return result


def measured(given: argparse.Namespace) -> list[Trained]:
    """Train and measure all models; print and return the results."""
    results: list[Trained] = []
    first: NDArray[np.float64] | None = None
    for samples in given.samples:
        model, epochs, seconds = trained(samples, given)
        each = bounds(model, given)
        first = each if first is None else first
        columns = [estimates.mean(column) for column in each.T]
        gains = [estimates.mean(column) for column in (each - first).T]
        result = Trained(
            samples=samples,
            epochs=epochs,
            minutes=round(seconds / 60, 2),
            counts=[k for k in COUNTS if k <= given.draws],
            bound=[round(c.value, 4) for c in columns],
            error=[round(c.error, 4) for c in columns],
            gain=[round(g.value, 4) for g in gains],
            gain_error=[round(g.error, 4) for g in gains],
        )
        results.append(result)
        print(
            f"k = {samples}: −ln p(x) = {-result.bound[-1]:.2f} ± {result.error[-1]:.2f} nats, "
            f"{result.gain[-1]:.2f} ± {result.gain_error[-1]:.2f} below the first; −ELBO = "
            f"{-result.bound[0]:.2f}",
            flush=True,
        )
    return results


def parsed() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--samples", type=int, nargs="+", default=[1, 5, 50])
    parser.add_argument("--epochs", type=int, default=ALL)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="of each training")
    parser.add_argument("--points", type=int, default=60_000, help="digits to learn from")
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--digits", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=COUNTS[-1])
    parser.add_argument("--write", action="store_true", help="store the results")
    return parser.parse_args()


def main() -> None:
    """Train, measure and store."""
    torch.set_num_threads(1)
    given = parsed()
    results = measured(given)
    about: dict[str, Any] = {
        "points": given.points,
        "batch": given.batch,
        "digits": given.digits,
        "draws": given.draws,
        "seed": given.seed,
        "epochs of the paper": ALL,
        "torch": version("torch"),
        "numpy": version("numpy"),
    }
    if given.write:
        trained_bounds.write(results, about)


if __name__ == "__main__":
    main()
