"""Anomaly tasks: which samples are learnt from when some classes are to be found as anomalous."""

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


def training(
    labels: NDArray[np.uint8],
    anomalies: Collection[int],
    contamination: float,
    most: int | None = None,
    seed: int = 0,
) -> NDArray[np.int64]:
    """Return the rows to learn from, shuffled: normal ones, and a share of anomalous ones.

    ``labels`` (n,) are those of all samples at hand. Every row is normal unless ``contamination``
    is above 0; then so many anomalous rows are among them that they are that share of all, of
    which there are ``most`` at most, or as many as there are normal ones. Where anomalous rows
    are too few for that, all of them are taken and fewer normal ones.
    """
    rng = np.random.default_rng(seed)
    strange = np.isin(labels, list(anomalies))
    normal, odd = (rng.permutation(np.flatnonzero(kind)) for kind in (~strange, strange))
    total = len(normal) if most is None else min(most, len(normal))
    if contamination:
        total = min(total, int(len(odd) / contamination))
    taken = round(contamination * total)
    return rng.permutation(np.concatenate([normal[: total - taken], odd[:taken]]))
