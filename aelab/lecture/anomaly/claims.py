"""Claims of the page "Anomaly detection" that are measured of the lab's own runs."""

import math
from itertools import pairwise

import numpy as np

from aelab.bundled import results
from aelab.bundled.results import mean
from aelab.jets import scored
from aelab.lecture.anomaly.stored import (
    area,
    area_of,
    difference,
    mislabelled,
    mixed,
    of,
    profile,
    slope,
)
from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.metrics import Estimate
from aelab.theory import estimates

AE, PCA, PIXELS = "autoencoder", "pca", "active-pixels"
BRIGHTNESS = "brightness over the median"
BOTH = "Standard errors of the samples (DeLong) and over seeds, in quadrature."
DIFFERENCE = (
    f"{BOTH} Both runs score the same jets, so that the error of their difference is smaller yet."
)


# PCA, and the size of the code.


@claim(
    "anomaly.eigenvalues",
    rows=(46,),
    statement="PCA leaves of the jets it has learnt what the eigenvalues say that it leaves out.",
    formula=r"\frac1m \sum_i \|x_i - \hat x_i\|^2 = \sum_{j > k} \lambda_j",
    why="Rounding. The eigenvalues are those of the covariance of 10,000 QCD images.",
    tolerance=1e-6,
    fault=Fault("share", "share of the next ten eigenvalues that is taken to be kept"),
)
def eigenvalues(share: float = 0.0) -> Finding:
    """Measure the error of PCA with k = 6, beside what is left out; see `_left`."""
    row = scored.SIZES.index(6)
    return Finding(_left(row, share), scored.components().trained[row])


def _left(row: int, share: float) -> float:
    """Return the sum of the eigenvalues left out, but for a share up to the next of the SIZES."""
    left = scored.components().left
    return float(left[row] - share * (left[row] - left[row + 1]))


@claim(
    "anomaly.heldout",
    rows=(46, 49),
    statement="Of jets it has not seen, PCA with k = 32 leaves as much.",
    formula=r"\langle \|x - \hat x\|^2 \rangle = \sum_{j > k} \lambda_j",
    why="Standard error over 5,000 held-out QCD jets. What 32 of 10,000 jets could be fitted by "
    "chance is below it.",
    fault=Fault("share", "share of the next 32 eigenvalues that is taken to be kept"),
)
def heldout(share: float = 0.0) -> Finding:
    """Measure the error of held-out jets with k = 32, beside what is left out; see `_left`."""
    errors, row = scored.components(), scored.SIZES.index(32)
    return Finding(_left(row, share), errors.heldout[row], errors.error[row])


@claim(
    "anomaly.sizes",
    rows=(49,),
    statement="PCA finds top jets the better, the more components it has, up to k = 64.",
    formula=r"\min_k \big(\mathrm{AUC}_{k'} - \mathrm{AUC}_k\big) \geq 0",
    why=f"The smallest difference of neighbours among k = 2, 6, 16, 32, 64. {DIFFERENCE}",
    kind="at least",
    fault=Fault("wrong", "share of jets with the wrong label, for the largest code"),
)
def sizes(wrong: float = 0.0) -> Finding:
    """Measure the smallest gain in AUC from one size of the code to the next."""
    areas = [area("top", PCA, size) for size in scored.SIZES]
    areas[-1] = mislabelled(areas[-1], wrong)
    return Finding(0, *min(difference(after, before) for before, after in pairwise(areas)))


# Both directions.


@claim(
    "anomaly.inverse",
    rows=(50,),
    statement="The autoencoder that finds top jets among QCD finds QCD jets among top jets no "
    "better than guessing does.",
    formula=r"\mathrm{AUC} \leq \tfrac12",
    why=f"k = 6. {BOTH}",
    kind="at most",
    fault=Fault("other", "share of the AUC of the other direction that is mixed in"),
)
def inverse(other: float = 0.0) -> Finding:
    """Measure the AUC of the autoencoder with k = 6 for QCD jets among top jets."""
    return Finding(0.5, *mixed(area("QCD", AE, 6), area("top", AE, 6), other))


SLOPE = (
    "Weighted fit of a line to the means of the bins; their standard errors are from the width of "
    "the middle 68 %."
)


@claim(
    "anomaly.rises",
    rows=(50,),
    statement="Learnt from QCD, the error of a QCD jet rises in proportion to its number of "
    "active pixels.",
    formula=r"\frac{\mathrm{d}\langle E\rangle}{\mathrm{d} n} = "
    r"\frac{\langle E\rangle}{\langle n\rangle}",
    why=f"{SLOPE} Pixels do not all add as much: up to 10 % is left for that.",
    tolerance=0.1,
    unit="per pixel",
    fault=Fault("tops", "share of the slope of top jets that is mixed in"),
)
def rises(tops: float = 0.0) -> Finding:
    """Measure the slope for QCD jets."""
    shape = profile("top")
    pixels = float(np.dot(shape.at, np.array(shape.share[0], np.float64)))
    measured = mixed(slope(shape, 0), slope(shape, 1), tops)
    error = math.hypot(measured.error, shape.statistical(0) / pixels)
    return Finding(shape.average(0) / pixels, measured.value, error)


@claim(
    "anomaly.falls",
    rows=(50,),
    statement="Learnt from top jets, the error of a top jet falls with its number of "
    "active pixels.",
    formula=r"\frac{\mathrm{d}\langle E\rangle}{\mathrm{d} n} \leq 0",
    why=SLOPE,
    kind="at most",
    unit="per pixel",
    fault=Fault("other", "share of the slope of the other direction that is mixed in"),
)
def falls(other: float = 0.0) -> Finding:
    """Measure the slope for top jets."""
    return Finding(0, *mixed(slope(profile("QCD"), 0), slope(profile("top"), 0), other))


# Remaps and errors.


@claim(
    "anomaly.root_top",
    rows=(51,),
    statement="Under a root, the autoencoder finds top jets better.",
    formula=r"\mathrm{AUC}(\sqrt I) - \mathrm{AUC}(I) \geq 0",
    why=f"k = 32. {DIFFERENCE}",
    kind="at least",
    fault=Fault("wrong", "share of jets with the wrong label, under the root"),
)
def root_top(wrong: float = 0.0) -> Finding:
    """Measure what the root does to the AUC."""
    rooted = mislabelled(area("top", AE, 32, "√"), wrong)
    return Finding(0, *difference(rooted, area("top", AE, 32)))


@claim(
    "anomaly.root_qcd",
    rows=(51,),
    statement="Under a root, it finds QCD jets no better than their number of active pixels does: "
    "more pixels count, and top jets have more.",
    formula=r"\mathrm{AUC}(\sqrt I) \leq \mathrm{AUC}(n)",
    why=f"k = 32. {DIFFERENCE}",
    kind="at most",
    fault=Fault("wrong", "share of jets with the wrong label, under the root"),
)
def root_qcd(wrong: float = 0.0) -> Finding:
    """Measure the AUC under the root, beside that of the number of active pixels."""
    pixels = area("QCD", PCA, 2, score=PIXELS)
    rooted = mislabelled(area("QCD", AE, 32, "√"), wrong)
    return Finding(pixels.value, rooted.value, difference(rooted, pixels).error)


@claim(
    "anomaly.smeared",
    rows=(51,),
    statement="Trained and scored with the smeared error, the autoencoder finds top jets better.",
    formula=r"\mathrm{AUC}_\mathrm{smeared} - \mathrm{AUC} \geq 0",
    why=f"k = 32. {DIFFERENCE}",
    kind="at least",
    fault=Fault("wrong", "share of jets with the wrong label, with the smeared error"),
)
def smeared(wrong: float = 0.0) -> Finding:
    """Measure what the smeared error does to the AUC."""
    better = mislabelled(area("top", AE, 32, "smeared error"), wrong)
    return Finding(0, *difference(better, area("top", AE, 32)))


# Contamination, digits, lesions.


@claim(
    "anomaly.contaminated",
    rows=(53,),
    statement="With more top jets in the training sample they are found no better.",
    formula=r"\max_c \big(\mathrm{AUC}_{c'} - \mathrm{AUC}_c\big) \leq 0",
    why="The largest rise in units of its error, between neighbours among 0, 1, 5, 10, 20 and "
    f"50 %. {DIFFERENCE}",
    kind="at most",
    fault=Fault("wrong", "share of jets with the wrong label, without contamination"),
)
def contaminated(wrong: float = 0.0) -> Finding:
    """Measure the largest rise of the AUC from one contamination to the next."""
    areas = [area_of(result) for result in of("top", AE, 6)]
    areas[0] = mislabelled(areas[0], wrong)
    steps = [difference(after, before) for before, after in pairwise(areas)]
    return Finding(0, *max(steps, key=lambda step: step.value / step.error))


@claim(
    "anomaly.one",
    rows=(54,),
    statement="The digit 1, left out, is reconstructed better than those that were learnt.",
    formula=r"\mathrm{AUC}_1 \leq \tfrac12",
    why=f"Autoencoder, k = 16, two seeds. {BOTH}",
    kind="at most",
    fault=Fault("others", "share of other digits among those left out"),
)
def one_left_out(others: float = 0.0) -> Finding:
    """Measure the AUC of the digit 1, left out, with a share of the mean of the ``others``."""
    left_out = [area(digit, AE, 16) for digit in "023456789"]
    every = Estimate(mean([each.value for each in left_out]) or 0.0, 0.0)
    return Finding(0.5, *mixed(area("1", AE, 16), every, others))


@claim(
    "anomaly.dice",
    rows=(42,),
    statement="The residual of an autoencoder segments lesions better than the brightness over "
    "the median of the slice.",
    formula=r"\mathrm{Dice} \geq \mathrm{Dice}_\mathrm{brightness}",
    why="Standard error of the difference over three seeds, each of data and weights. The "
    "threshold is chosen on other slices than the Dice is measured on.",
    kind="at least",
    fault=Fault("missed", "share of the pixels of lesions found that are missed"),
)
def dice(way: str = "convolutional autoencoder, k = 32", missed: float = 0.0) -> Finding:
    """Measure the Dice of a ``way`` to segment lesions, beside that of their brightness."""
    rows = {row.way: row.numbers["Dice"] for row in results.segmented().rows}
    pairs = list(zip(rows[way], rows[BRIGHTNESS], strict=True))
    gains = estimates.mean([_missing(network, missed) - usual for network, usual in pairs])
    predicted = mean(rows[BRIGHTNESS]) or 0.0
    return Finding(predicted, predicted + gains.value, gains.error, seeds=len(pairs))


def _missing(overlap: float, missed: float) -> float:
    """Return a Dice ``overlap`` 2a/(b + c) after a share of the pixels a in common is missed.

    a and the number of pixels b that are found lose the same, c of the lesions stays.
    """
    return overlap * (1 - missed) / (1 - missed * overlap / 2)
