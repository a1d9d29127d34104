"""Results of the lab's own runs on brain slices."""

import statistics
from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from aelab.bundled import results
from aelab.lecture.core.comparing import written
from aelab.metrics import Estimate
from aelab.web import lecture, tables
from aelab.web.anomaly import conclusions

COLUMNS = ("Dice", "per slice", "AP", "AUC error")
HEADS = ("way", "Dice", "Dice per slice", "average precision", "AUC of slices")
BASELINE, BEST = "residual of the mean image", "autoencoder"


def show() -> None:
    """Write how well lesions are segmented, by size and contrast."""
    segmentations = results.segmented()
    if not segmentations.rows:
        return
    st.header("Simulated data, measured", anchor=False)
    st.markdown(
        "These are not patients: slices of one template, deformed, with lesions put in. Each way "
        "says how much brighter than expected a pixel is; then all is the same: positive part, "
        "inside the brain, median filter, the threshold with the best Dice on 400 validation "
        "slices. Results are of 1,000 other slices; mean and spread over seeds."
    )
    rows = [
        [row.way, *(written(_over_seeds(row.numbers[name])) for name in COLUMNS)]
        for row in segmentations.rows
    ]
    st.markdown(tables.table(HEADS, rows))
    dice = {row.way: _over_seeds(row.numbers["Dice"]) for row in segmentations.rows}
    best = max((way for way in dice if BEST in way), key=dice.__getitem__, default="")
    if best and BASELINE in dice:
        st.markdown(conclusions.segmentation(best, dice[best], dice[BASELINE]))
        lecture.verdict("anomaly.dice", way=best)
        _kinds(segmentations, best)


def _kinds(segmentations: results.Segmentations, best: str) -> None:
    """Write the Dice of one way by size and contrast of the lesions."""
    row = next(row for row in segmentations.rows if row.way == best)
    heads = [f"contrast {a:g}–{b:g}" for a, b in pairwise(segmentations.contrasts)]
    edges = zip(pairwise(segmentations.radii), row.kinds, strict=True)
    rows = [[f"{a:g}–{b:g} px", *(f"{v:.2f}" for v in line)] for (a, b), line in edges]
    st.markdown(f"Mean Dice per slice of the {best}, by radius and contrast of the lesion:")
    st.markdown(tables.table(["radius", *heads], rows))


def _over_seeds(values: Sequence[float]) -> Estimate:
    """Return the mean and the spread over seeds, which is 0 for a single one."""
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return Estimate(statistics.fmean(values), spread)
