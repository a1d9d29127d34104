"""Score the held-out jets for the section on a search: `python -m benchmarks.scored`.

PCA with k = 32 learns 10,000 QCD jets; the smeared error of 5,000 QCD and 5,000 top jets is kept
with the lab, beside their masses. Ten seconds of one core.
"""

from aelab.jets.scored import SIZE, Scored, write
from aelab.metrics import auc
from aelab.registry import DATASETS, MODELS, SCORES


def scored() -> Scored:
    jets = DATASETS["jet-images"](anomaly="top", points=10_000)
    model = MODELS["pca"](latent=SIZE).fit(jets.train)
    score = SCORES["smeared-error"]()
    score.learn(model, jets.train, jets.sample_shape)
    mass = jets.quantities()["jet mass"].values
    return Scored(mass, score(model, jets.test), jets.anomalous)


if __name__ == "__main__":
    made = scored()
    print(f"AUC {auc(made.score, made.top)}, {write(made) / 1000:.0f} kB")
