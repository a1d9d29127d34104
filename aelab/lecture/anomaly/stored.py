"""AUC and slopes of the results that come with the lab, and how mistakes would change them."""

import math

import numpy as np

from aelab.bundled import results
from aelab.bundled.results import Profile, Result, mean
from aelab.metrics import Estimate
from aelab.params import InputError
from aelab.theory import estimates

PLAIN = "reconstruction-error"


def of(task: str, model: str, latent: int, setting: str = "", score: str = PLAIN) -> list[Result]:
    """Return the results of such runs, by contamination.

    Args:
        task: the anomaly.
        model: slug of the model.
        latent: size of the code.
        setting: what differs from the default run.
        score: slug of the score.

    Raises:
        InputError: there is none.

    """
    wanted = (task, model, latent, setting, score)
    rows = [r for r in results.read() if (r.task, r.model, r.latent, r.setting, r.score) == wanted]
    if not rows:
        raise InputError("No such runs come with the lab.")
    return sorted(rows, key=lambda result: result.contamination)


def area(task: str, model: str, latent: int, setting: str = "", score: str = PLAIN) -> Estimate:
    """Return the AUC of runs without contamination.

    Args:
        task: the anomaly.
        model: slug of the model.
        latent: size of the code.
        setting: what differs from the default run.
        score: slug of the score.

    """
    return area_of(of(task, model, latent, setting, score)[0])


def area_of(result: Result) -> Estimate:
    """Return the mean AUC over seeds, with its standard error and that of the samples."""
    seeds = result.auc
    over = estimates.mean(seeds).error if len(seeds) > 1 else 0.0
    return Estimate(mean(seeds) or 0.0, math.hypot(over, result.error or 0.0))


def difference(after: Estimate, before: Estimate) -> Estimate:
    """Return after − before, whose errors are independent."""
    return Estimate(after.value - before.value, math.hypot(after.error, before.error))


def mixed(right: Estimate, other: Estimate, share: float) -> Estimate:
    """Return an estimate with a share of an independent ``other`` one mixed in."""
    value = (1 - share) * right.value + share * other.value
    return Estimate(value, math.hypot((1 - share) * right.error, share * other.error))


def mislabelled(right: Estimate, share: float) -> Estimate:
    """Return an AUC after a share of the labels has been exchanged in pairs, at random.

    A pair of an anomaly and a normal sample is right with probability (1 − s)², reversed with s²,
    and of two samples of one kind, with AUC ½, otherwise: AUC + s (1 − 2 AUC).
    """
    factor = 1 - 2 * share
    return Estimate(0.5 + factor * (right.value - 0.5), abs(factor) * right.error)


def profile(task: str, setting: str = "") -> Profile:
    """Return the shipped profile of a task; `InputError` if there is none."""
    for each in results.profiles():
        if (each.task, each.setting) == (task, setting):
            return each
    raise InputError("No such runs come with the lab.")


def slope(shape: Profile, kind: int, jets: int = 5_000) -> Estimate:
    """Return the slope of the mean error against the number of active pixels.

    Args:
        shape: the profile.
        kind: 0 for the kind that was learnt, 1 for the other one.
        jets: number of jets of each kind.

    """
    columns = (shape.at, shape.mean[kind], shape.low[kind], shape.high[kind], shape.share[kind])
    x, y, low, high, share = np.array(columns, np.float64)  # a bin without a value has NaN
    weights = share * jets / ((high - low) / 2) ** 2
    filled = np.isfinite(y) & np.isfinite(weights)
    x, y, weights = x[filled], y[filled], weights[filled]
    away = x - np.average(x, weights=weights)
    moment = float(weights @ away**2)
    return Estimate(float(weights @ (away * y)) / moment, 1 / math.sqrt(moment))
