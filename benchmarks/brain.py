"""How well lesions are found in simulated brain slices: `python -m benchmarks.brain`.

Each row is a way to say how much brighter than expected a pixel is: the brightness itself, that
over the median of the slice, and residuals of the mean training image, of PCA and of autoencoders.
What follows is the same for all: positive, inside the brain, median-filtered, cut at the threshold
with the best Dice on 400 validation slices. Results are of the 1,000 other test slices, mean and
standard deviation over seeds, each of data and weights. "Dice" takes all pixels of all slices
together; "per slice" is the mean over slices with a lesion; "AP" is the average precision of
pixels; the two AUC are of slices, by squared error and by largest residual. About ten minutes on
one core; names choose some of the ways, and with `--write` the numbers are kept with the lab.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.metrics import average_precision_score

from aelab.bundled import results
from aelab.bundled.results import Segmented
from aelab.datasets.brain import Brain
from aelab.metrics import auc, dice, precision_recall
from aelab.models.undercomplete import Undercomplete
from aelab.theory.segmentation import residual
from aelab.training.loop import train

SEEDS = range(3)
THRESHOLDS = np.arange(1, 241) * 0.005
RADII, CONTRASTS = (2, 4, 6, 8), (0.1, 0.2, 0.3, 0.4)
Images = NDArray[np.float32]
SEGMENTED: list[Segmented] = []  # a row for each way


class Judgement(NamedTuple):
    """What a residual gives: numbers by name, and Dice of each test slice with a lesion."""

    numbers: dict[str, float]
    dice: NDArray[np.float64]


def brightness(data: Brain, seed: int) -> tuple[Images, Images]:
    return data.test, np.zeros((1, data.test.shape[1]), np.float32)


def normalised(data: Brain, seed: int) -> tuple[Images, Images]:
    halves = [2 * np.median(x[x > 0]) for x in data.test]  # so that most values are below 1
    scaled: Images = np.divide(data.test, np.array(halves, np.float32)[:, None])
    return scaled, brightness(data, seed)[1]


def mean(data: Brain, seed: int) -> tuple[Images, Images]:
    return data.test, data.train.mean(0, keepdims=True)


def linear(k: int) -> Callable[[Brain, int], tuple[Images, Images]]:
    def reconstructed(data: Brain, seed: int) -> tuple[Images, Images]:
        pca = PCA(k, svd_solver="randomized", iterated_power=4, random_state=seed)
        pca.fit(data.train)
        return data.test, pca.inverse_transform(pca.transform(data.test))

    return reconstructed


def network(epochs: int, **params: Any) -> Callable[[Brain, int], tuple[Images, Images]]:
    def reconstructed(data: Brain, seed: int) -> tuple[Images, Images]:
        model = Undercomplete(batch=64, epochs=epochs, seed=seed, **params)
        for _ in train(model, data.train):
            pass
        blocks = np.array_split(data.test, 7)
        return data.test, np.concatenate([model.decode(model.encode(b)) for b in blocks])

    return reconstructed


WAYS: dict[str, Callable[[Brain, int], tuple[Images, Images]]] = {
    "brightness": brightness,
    "brightness over the median": normalised,
    "residual of the mean image": mean,
    "PCA, k = 8": linear(8),
    "PCA, k = 32": linear(32),
    "dense autoencoder, k = 32": network(20, latent=32),
    "convolutional autoencoder, k = 32": network(20, latent=32, network="convolutional"),
}


def judged(data: Brain, x: Images, x_hat: Images) -> Judgement:
    first, others = slice(0, data.calibration), slice(data.calibration, None)
    above = residual(x, x_hat, data.sample_shape)
    assert data.anomalous is not None
    masks, odd = data.masks, data.anomalous[others]
    chosen, there = (precision_recall(above[s], masks[s], THRESHOLDS) for s in (first, others))
    at = int(np.nanargmax(chosen.dice))
    ill = np.flatnonzero(odd) + data.calibration
    each = dice(above[ill] >= THRESHOLDS[at], masks[ill])
    error = np.square(x - x_hat).sum(1)
    numbers = {
        "Dice": there.dice[at],
        "at the best": np.nanmax(there.dice),
        "per slice": each.mean(),
        "AP": average_precision_score(masks[others].ravel(), above[others].ravel()),
        "AUC error": auc(error[others], odd).value,
        "AUC largest": auc(above[others].max(1), odd).value,
    }
    return Judgement({name: float(value) for name, value in numbers.items()}, each)


def by_kind(data: Brain, each: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean Dice per slice by radius (rows) and contrast (columns) of the lesion."""
    assert data.anomalous is not None
    tested = np.flatnonzero(data.anomalous[: data.calibration]).size
    lesions = data.lesions
    rows = np.digitize(lesions.radius[tested:], RADII[1:-1])
    columns = np.digitize(lesions.contrast[tested:], CONTRASTS[1:-1])
    shape = (len(RADII) - 1, len(CONTRASTS) - 1)
    return np.array(
        [
            [each[(rows == i) & (columns == j)].mean() for j in range(shape[1])]
            for i in range(shape[0])
        ]
    )


def spread(values: list[float]) -> str:
    return f"{statistics.mean(values):.3f} ± {statistics.stdev(values):.3f}"


def measured(way: str) -> float:
    numbers, kinds = defaultdict(list), []
    start = time.perf_counter()
    for seed in SEEDS:
        data = Brain(seed=seed)
        judgement = judged(data, *WAYS[way](data, seed))
        kinds.append(by_kind(data, judgement.dice))
        for name, value in judgement.numbers.items():
            numbers[name].append(value)
    seconds = (time.perf_counter() - start) / len(SEEDS)
    row = "  ".join(f"{spread(values):>13}" for values in numbers.values())
    print(f"{way:<34}{row}  {seconds:4.0f} s", flush=True)
    columns = {name: [round(v, 4) for v in values] for name, values in numbers.items()}
    SEGMENTED.append(Segmented(way, columns, np.round(np.stack(kinds).mean(0), 3).tolist()))
    table = np.mean(kinds, 0)
    for low, high, line in zip(RADII, RADII[1:], table, strict=False):
        text = "  ".join(f"{value:.2f}" for value in line)
        print(f"    radius {low}–{high} px, contrast 0.1–0.2, 0.2–0.3, 0.3–0.4: {text}")
    return statistics.mean(numbers["Dice"])


if __name__ == "__main__":
    torch.set_num_threads(1)  # as on a worker
    names = [name for name in sys.argv[1:] if name != "--write"]
    heads = ("Dice", "at the best", "per slice", "AP", "AUC error", "AUC largest")
    print(f"{'':<34}" + "  ".join(f"{name:>13}" for name in heads))
    dices = {way: measured(way) for way in names or WAYS}
    plain = dices.pop("residual of the mean image", None)
    for way, value in dices.items():
        if plain and ("PCA" in way or "autoencoder" in way):
            holds = "yes" if value > 2 * plain else "NO"
            print(f"{way}: {value / plain:.1f} times the Dice of the mean image, over 2: {holds}")
    if "--write" in sys.argv:
        results.write_segmented(SEGMENTED, RADII, CONTRASTS)
