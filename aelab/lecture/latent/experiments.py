"""Experiments of the chapter on latent variable models: samples of four models."""

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.experiment import Read, experiment
from aelab.presets import AE, GAN, MOONS, PLAYED, PPCA, VAE
from aelab.presets.settings import GAUSSIAN
from aelab.theory import sampling
from aelab.theory.sampling import SEED

DRAWN = 1000  # samples that a share is of
STORED = 300  # samples and codes that are stored
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


@experiment("latent.sampled", "Samples of four models", RUNS, ("share", "error"))
def sampled(picture: Picture) -> Read:
    """Return samples and data, the share of samples off the data, and codes.

    ``share`` is that of all samples, and ``off`` marks the stored ones; ``error`` is the mean of
    ‖x − x̂‖², if there are reconstructions. ``codes`` are those of data, ``z`` the drawn ones.
    """
    generated, x = picture.arrays["samples.x_hat"], picture.arrays["samples.x"]
    off = sampling.off(generated, x)
    result = {
        "made": generated[:STORED].astype(SMALL),
        "x": x[:STORED].astype(SMALL),
        "off": off[:STORED],
        "share": np.array([off.mean()]),
    }
    x_hat = picture.arrays.get("reconstructions.x_hat")
    if x_hat is None:
        return result
    result["error"] = np.array([((x - x_hat).astype(np.float64) ** 2).sum(1).mean()])
    codes = picture.arrays["latent.points"]
    if codes.shape[1:] != (2,):
        return result
    z = _drawn(codes, len(generated), prior=bool(picture.view("latent")["prior"]))
    return result | {"codes": codes[:STORED].astype(SMALL), "z": z[:STORED].astype(SMALL)}


def _drawn(codes: np.ndarray, count: int, prior: bool) -> np.ndarray:
    """Return the codes (count, 2) that the samples were decoded from."""
    if prior:
        return np.random.default_rng(SEED).standard_normal((count, 2))
    return sampling.gaussian_like(codes, count, SEED)
