"""Anomaly tasks: choose the training samples when some classes are anomalies."""

from collections.abc import Collection
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from aelab.params import Range

Contamination = Annotated[
    float,
    Range(
        0,
        0.5,
        "c",
        "Share of anomalous samples among those that are learnt from; it needs a class that is "
        "looked for.",
        advanced=True,
    ),
]


def training_rows(
    labels: NDArray[np.uint8],
    anomalies: Collection[int],
    contamination: float,
    most: int | None = None,
    seed: int = 0,
) -> NDArray[np.int64]:
    """Return the rows to train on, shuffled: normal samples and a share of anomalous ones.

    If there are too few anomalous rows for that share, all of them are taken, and fewer normal
    ones.

    Args:
        labels: labels (n,) of all available samples.
        anomalies: the labels that count as anomalous.
        contamination: share of anomalous rows among the returned ones, 0 to 0.5.
        most: largest number of rows; None allows as many as there are normal ones.
        seed: seed of the permutations.

    """
    rng = np.random.default_rng(seed)
    is_anomalous = np.isin(labels, list(anomalies))
    normal, anomalous = (
        rng.permutation(np.flatnonzero(mask)) for mask in (~is_anomalous, is_anomalous)
    )
    total = len(normal) if most is None else min(most, len(normal))
    if contamination:
        total = min(total, int(len(anomalous) / contamination))
    contaminants = round(contamination * total)
    return rng.permutation(
        np.concatenate([normal[: total - contaminants], anomalous[:contaminants]])
    )
