"""What the chapter on latent variable models compares: samples of four models of the same data."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.experiment import Read, experiment
from aelab.presets import AE, GAN, MOONS, PLAYED, PPCA, VAE
from aelab.presets.settings import GAUSSIAN
from aelab.theory import sampling
from aelab.theory.sampling import SEED

KEPT = 300  # samples and codes that are drawn
SMALL = np.float16  # finer than a pixel
MODELS = {
    PPCA: {"latent": 1},
    AE: {"latent": 2} | MOONS,
    VAE: GAUSSIAN | MOONS,
    GAN: {"latent": 2} | PLAYED | {"rate": 2e-3},
}
NAMES = {  # of the runs, by model
    PPCA: "Probabilistic PCA",
    AE: "Autoencoder",
    VAE: "Variational autoencoder",
    GAN: "GAN",
}
RUNS = {
    NAMES[model]: {"dataset": "two-moons", "model": model, "model_params": params}
    for model, params in MODELS.items()
}


@experiment("latent.sampled", "Samples of four models", RUNS)
def sampled(picture: Picture) -> Read:
    """Return samples and data, the share off the data, and what is known of codes.

    ``share`` is of all samples, ``off`` says it of each of the kept ones; ``error`` is ‖x − x̂‖²
    on average, where there are reconstructions. ``codes`` are those of data, ``z`` those drawn.
    """
    made, x = picture.arrays["samples.x_hat"], picture.arrays["samples.x"]
    off = sampling.off(made, x)
    found = {
        "made": made[:KEPT].astype(SMALL),
        "x": x[:KEPT].astype(SMALL),
        "off": off[:KEPT],
        "share": np.array([off.mean()]),
    }
    x_hat = picture.arrays.get("reconstructions.x_hat")
    if x_hat is None:
        return found
    found["error"] = np.array([((x - x_hat).astype(np.float64) ** 2).sum(1).mean()])
    codes = picture.arrays["latent.points"]
    if codes.shape[1:] != (2,):
        return found
    z = _drawn(codes, len(made), prior=bool(picture.view("latent")["prior"]))
    return found | {"codes": codes[:KEPT].astype(SMALL), "z": z[:KEPT].astype(SMALL)}


def _drawn(codes: np.ndarray, count: int, prior: bool) -> np.ndarray:
    """Return the codes (count, 2) that the samples were made of."""
    if prior:
        return np.random.default_rng(SEED).standard_normal((count, 2))
    return sampling.gaussian_like(codes, count, SEED)
