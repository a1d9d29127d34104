"""Score the held-out jets for the anomaly page: `python -m benchmarks.scored`.

PCA learns 10,000 QCD jets. With k = 32 the smeared error of 5,000 QCD and 5,000 top jets is kept
with the lab, beside their masses; and for several k, the error of the jets that were learnt from
and of held-out ones, beside the eigenvalues that are left out. Half a minute of one core.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.jets.scored import SIZE, SIZES, Components, Scored, write
from aelab.metrics import auc
from aelab.registry import DATASETS, MODELS, SCORES
from aelab.theory import estimates

JETS = DATASETS["jet-images"](anomaly="top", points=10_000)


def scored() -> Scored:
    model = MODELS["pca"](latent=SIZE).fit(JETS.train)
    score = SCORES["smeared-error"]()
    score.learn(model, JETS.train, JETS.sample_shape)
    mass = JETS.quantities()["jet mass"].values
    return Scored(mass, score(model, JETS.test), JETS.anomalous)


def components() -> Components:
    x = JETS.train.astype(np.float64)
    spectrum = np.linalg.eigvalsh(np.cov(x.T, bias=True))[::-1]
    usual = JETS.test[~JETS.anomalous]
    rows = []
    for size in SIZES:
        model = MODELS["pca"](latent=size).fit(JETS.train)
        learnt, heldout = (estimates.mean(_errors(model, part)) for part in (JETS.train, usual))
        rows.append((spectrum[size:].sum(), learnt.value, *heldout))
    left, trained, value, error = np.array(rows).T
    return Components(left, trained, value, error)


def _errors(model: Any, x: NDArray[np.float32]) -> NDArray[np.float64]:
    reconstructed = model.decode(model.encode(x))
    errors: NDArray[np.float64] = np.square(x - reconstructed, dtype=np.float64).sum(1)
    return errors


if __name__ == "__main__":
    made = scored()
    print(f"AUC {auc(made.score, made.top)}, {write(made, components()) / 1000:.0f} kB")
