"""Claims of the page "Anomaly detection" that are measured of the lab's own runs."""

import math
from itertools import pairwise

import numpy as np

from aelab.bundled import results
from aelab.bundled.results import Profile, Result, mean
from aelab.jets import scored
from aelab.lecture.core.claim import Finding, claim
from aelab.metrics import Estimate
from aelab.params import InputError
from aelab.theory import estimates

AE, PCA, PLAIN = "autoencoder", "pca", "reconstruction-error"
MEAN_IMAGE = "residual of the mean image"
BOTH = "Standard errors of the samples (DeLong) and over seeds, in quadrature."
DIFFERENCE = (
    f"{BOTH} Both runs score the same jets, so that the error of their difference is smaller yet."
)


def of(task: str, model: str, latent: int, setting: str = "") -> list[Result]:
    """Return the results of the reconstruction error of such runs, by contamination.

    Args:
        task: the anomaly.
        model: slug of the model.
        latent: size of the code.
        setting: what differs from the default run.

    Raises:
        InputError: there is none.

    """
    wanted = (task, model, latent, setting, PLAIN)
    rows = [r for r in results.read() if (r.task, r.model, r.latent, r.setting, r.score) == wanted]
    if not rows:
        raise InputError("No such runs come with the lab.")
    return sorted(rows, key=lambda result: result.contamination)


def area(task: str, model: str, latent: int, setting: str = "") -> Estimate:
    """Return the AUC of runs without contamination.

    Args:
        task: the anomaly.
        model: slug of the model.
        latent: size of the code.
        setting: what differs from the default run.

    """
    return _area(of(task, model, latent, setting)[0])


def _area(result: Result) -> Estimate:
    """Return the mean AUC over seeds, with its standard error and that of the samples."""
    seeds = result.auc
    over = estimates.mean(seeds).error if len(seeds) > 1 else 0.0
    return Estimate(mean(seeds) or 0.0, math.hypot(over, result.error or 0.0))


def _difference(after: Estimate, before: Estimate) -> Estimate:
    return Estimate(after.value - before.value, math.hypot(after.error, before.error))


# PCA, and the size of the code.


@claim(
    "anomaly.eigenvalues",
    rows=(46,),
    statement="PCA leaves of the jets it has learnt what the eigenvalues say that it leaves out.",
    formula=r"\frac1m \sum_i \|x_i - \hat x_i\|^2 = \sum_{j > k} \lambda_j",
    why="Rounding. The eigenvalues are those of the covariance of 10,000 QCD images.",
    tolerance=1e-6,
    breaks={"size": 16},
)
def eigenvalues(size: int = 6) -> Finding:
    """Measure the error of PCA with ``size`` components, beside what is left out for k = 6."""
    errors = scored.components()
    return Finding(errors.left[scored.SIZES.index(6)], errors.trained[scored.SIZES.index(size)])


@claim(
    "anomaly.heldout",
    rows=(46, 49),
    statement="Of jets it has not seen, PCA with k = 32 leaves as much.",
    formula=r"\langle \|x - \hat x\|^2 \rangle = \sum_{j > k} \lambda_j",
    why="Standard error over 5,000 held-out QCD jets. What 32 of 10,000 jets could be fitted by "
    "chance is below it.",
    breaks={"size": 16},
)
def heldout(size: int = 32) -> Finding:
    """Measure the error of held-out jets, beside what is left out for k = 32."""
    errors = scored.components()
    row = scored.SIZES.index(size)
    return Finding(errors.left[scored.SIZES.index(32)], errors.heldout[row], errors.error[row])


@claim(
    "anomaly.sizes",
    rows=(49,),
    statement="PCA finds top jets the better, the more components it has, up to k = 64.",
    formula=r"\min_k \big(\mathrm{AUC}_{k'} - \mathrm{AUC}_k\big) \geq 0",
    why=f"The smallest difference of neighbours among k = 2, 6, 16, 32, 64. {DIFFERENCE}",
    kind="at least",
    breaks={"task": "QCD"},
)
def sizes(task: str = "top") -> Finding:
    """Measure the smallest gain in AUC from one size of the code to the next."""
    areas = [area(task, PCA, size) for size in scored.SIZES]
    return Finding(0, *min(_difference(after, before) for before, after in pairwise(areas)))


# Both directions.


@claim(
    "anomaly.inverse",
    rows=(50,),
    statement="The autoencoder that finds top jets among QCD finds QCD jets among top jets no "
    "better than guessing does.",
    formula=r"\mathrm{AUC} \leq \tfrac12",
    why=f"k = 6. {BOTH}",
    kind="at most",
    breaks={"task": "top"},
)
def inverse(task: str = "QCD") -> Finding:
    """Measure the AUC of the autoencoder with k = 6 for jets of a kind."""
    return Finding(0.5, *area(task, AE, 6))


SLOPE = (
    "Weighted fit of a line to the means of the bins; their standard errors are from the width of "
    "the middle 68 %."
)


@claim(
    "anomaly.rises",
    rows=(50,),
    statement="Learnt from QCD, the error of a QCD jet rises with its number of active pixels.",
    formula=r"\frac{\mathrm{d}\langle E\rangle}{\mathrm{d} n} \geq 0",
    why=SLOPE,
    kind="at least",
    unit="per pixel",
    breaks={"kind": 1},
)
def rises(kind: int = 0, setting: str = "") -> Finding:
    """Measure the slope for the kind that was learnt, 0, or the other one, 1."""
    return Finding(0, *slope(profile("top", setting), kind))


@claim(
    "anomaly.falls",
    rows=(50,),
    statement="Learnt from top jets, the error of a top jet falls with its number of "
    "active pixels.",
    formula=r"\frac{\mathrm{d}\langle E\rangle}{\mathrm{d} n} \leq 0",
    why=SLOPE,
    kind="at most",
    unit="per pixel",
    breaks={"setting": "√"},
)
def falls(kind: int = 0, setting: str = "") -> Finding:
    """Measure the slope for the kind that was learnt, 0, or the other one, 1."""
    return Finding(0, *slope(profile("QCD", setting), kind))


def profile(task: str, setting: str) -> Profile:
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


# Remaps and errors.


@claim(
    "anomaly.root_top",
    rows=(51,),
    statement="Under a root, the autoencoder finds top jets better.",
    formula=r"\mathrm{AUC}(\sqrt I) - \mathrm{AUC}(I) \geq 0",
    why=f"k = 32. {DIFFERENCE}",
    kind="at least",
    breaks={"task": "QCD"},
)
def root_top(task: str = "top") -> Finding:
    """Measure what the root does to the AUC."""
    return Finding(0, *_difference(area(task, AE, 32, "√"), area(task, AE, 32)))


@claim(
    "anomaly.root_qcd",
    rows=(51,),
    statement="Under a root, it finds QCD jets worse: more pixels count, and top jets have more.",
    formula=r"\mathrm{AUC}(\sqrt I) - \mathrm{AUC}(I) \leq 0",
    why=f"k = 32. {DIFFERENCE}",
    kind="at most",
    breaks={"task": "top"},
)
def root_qcd(task: str = "QCD") -> Finding:
    """Measure what the root does to the AUC."""
    return root_top(task)


@claim(
    "anomaly.smeared",
    rows=(51,),
    statement="Trained and scored with the smeared error, the autoencoder finds top jets better.",
    formula=r"\mathrm{AUC}_\mathrm{smeared} - \mathrm{AUC} \geq 0",
    why=f"k = 32. {DIFFERENCE}",
    kind="at least",
    breaks={"task": "QCD"},
)
def smeared(task: str = "top") -> Finding:
    """Measure what the smeared error does to the AUC."""
    return Finding(0, *_difference(area(task, AE, 32, "smeared error"), area(task, AE, 32)))


# Contamination, digits, lesions.


@claim(
    "anomaly.contaminated",
    rows=(53,),
    statement="With more top jets in the training sample they are found no better.",
    formula=r"\max_c \big(\mathrm{AUC}_{c'} - \mathrm{AUC}_c\big) \leq 0",
    why="The largest rise in units of its error, between neighbours among 0, 1, 5, 10, 20 and "
    f"50 %. {DIFFERENCE}",
    kind="at most",
    breaks={"backwards": True},
)
def contaminated(backwards: bool = False) -> Finding:
    """Measure the largest rise of the AUC from one contamination to the next.

    With ``backwards`` the contaminations are taken from the largest to none.
    """
    areas = [_area(result) for result in of("top", AE, 6)]
    pairs = pairwise(areas[::-1] if backwards else areas)
    steps = [_difference(after, before) for before, after in pairs]
    return Finding(0, *max(steps, key=lambda step: step.value / step.error))


@claim(
    "anomaly.one",
    rows=(54,),
    statement="The digit 1, left out, is reconstructed better than those that were learnt.",
    formula=r"\mathrm{AUC}_1 \leq \tfrac12",
    why=f"Autoencoder, k = 16, two seeds. {BOTH}",
    kind="at most",
    breaks={"digit": "8"},
)
def one_left_out(digit: str = "1") -> Finding:
    """Measure the AUC of a ``digit`` that was left out."""
    return Finding(0.5, *area(digit, AE, 16))


@claim(
    "anomaly.dice",
    rows=(42,),
    statement="The residual of an autoencoder segments lesions better than that of the mean "
    "image.",
    formula=r"\mathrm{Dice} \geq \mathrm{Dice}_{\bar x}",
    why="Standard error of the difference over three seeds, each of data and weights. The "
    "threshold is chosen on other slices than the Dice is measured on.",
    kind="at least",
    breaks={"way": MEAN_IMAGE, "base": "PCA, k = 8"},
)
def dice(way: str = "convolutional autoencoder, k = 32", base: str = MEAN_IMAGE) -> Finding:
    """Measure the Dice of a ``way`` to segment lesions, beside that of the ``base``."""
    rows = {row.way: row.numbers["Dice"] for row in results.segmented().rows}
    pairs = list(zip(rows[way], rows[base], strict=True))
    difference = estimates.mean([after - before for after, before in pairs])
    predicted = mean(rows[base]) or 0.0
    return Finding(predicted, predicted + difference.value, difference.error, seeds=len(pairs))
