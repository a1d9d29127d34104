"""How the defaults of the brain slices are chosen: `python -m benchmarks.brain_defaults`.

Only validation slices are looked at, of data seeds that no result is made with. Threshold and Dice
are those of `benchmarks.brain`, on the same slices, so that a Dice here is too high by some
thousandths, for all rows alike. Two choices:

settings: among those of contrast, deformation and brightness for which PCA finds lesions at all
    (a Dice of at least 0.6), the one in which learning gains most over a threshold on the
    brightness.
sizes: the code size of the dense autoencoder with the largest Dice; of those within one standard
    error of it, the smallest.

About a quarter of an hour on one core; names choose one of the two.
"""

import argparse
import itertools
from collections.abc import Callable, Iterable

import numpy as np
import torch

from aelab.datasets.brain import Brain
from aelab.metrics import Estimate, precision_recall
from aelab.theory import estimates
from aelab.theory.segmentation import residual
from benchmarks.brain import THRESHOLDS, Images, linear, network, normalised

SEEDS = range(100, 103)
LEAST = 0.6  # Dice
CONTRASTS, WARPS, BIASES = (0.3, 0.4, 0.5), (0.6, 1.2), (0.15, 0.3)
SIZES = (8, 16, 32, 64)
Way = Callable[[Brain, int], tuple[Images, Images]]


def best_dice(data: Brain, way: Way, seed: int) -> float:
    """Return the largest Dice of a way to find lesions, on the validation slices."""
    x, x_hat = way(data, seed)
    rows = slice(0, data.calibration)
    above = residual(x[rows], np.broadcast_to(x_hat, x.shape)[rows], data.sample_shape)
    return float(np.nanmax(precision_recall(above, data.masks[rows], THRESHOLDS).dice))


def over_seeds(data: Iterable[Brain], way: Way) -> Estimate:
    return estimates.mean([best_dice(each, way, each.seed) for each in data])


def settings() -> None:
    """Print the Dice of brightness and of PCA for each setting, and the chosen one."""
    gains = {}
    for contrast, warp, bias in itertools.product(CONTRASTS, WARPS, BIASES):
        made = [Brain(seed=s, contrast=contrast, warp=warp, bias=bias) for s in SEEDS]
        plain, learnt = over_seeds(made, normalised), over_seeds(made, linear(32))
        setting = f"contrast {contrast:g}, deformation {warp:g}, brightness {bias:g}"
        print(f"{setting:<48} brightness {written(plain)}  PCA {written(learnt)}", flush=True)
        if learnt.value >= LEAST:
            gains[setting] = learnt.value - plain.value
    print(f"chosen: {max(gains, key=gains.__getitem__)}" if gains else "none finds lesions")


def sizes() -> None:
    """Print the Dice of the dense autoencoder for each code size, and the chosen one."""
    made = [Brain(seed=seed) for seed in SEEDS]
    results = {k: over_seeds(made, network(20, latent=k)) for k in SIZES}
    for k, dice in results.items():
        print(f"dense autoencoder, k = {k:<3} {written(dice)}", flush=True)
    best = max(results.values())
    print(
        f"chosen: k = {min(k for k, d in results.items() if d.value >= best.value - best.error)}"
    )


def written(dice: Estimate) -> str:
    return f"{dice.value:.3f} ± {dice.error:.3f}"


CHOICES = {f.__name__: f for f in (settings, sizes)}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *CHOICES], help="all if none")
    torch.set_num_threads(1)  # as on a worker
    for name in parser.parse_args().names or CHOICES:
        CHOICES[name]()
