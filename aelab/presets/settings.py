"""Values that presets share: slugs of models, and parameters of models and data."""

from typing import Any

VAE, AE, PCA, OJA = "vae", "autoencoder", "pca", "oja"
SPARSE, DENOISING, CONTRACTIVE = "sparse", "denoising", "contractive"
PPCA, GAN = "ppca", "gan"

DIGITS: dict[str, Any] = {"widths": (256, 64), "batch": 256, "rate": 2e-3, "epochs": 20}
WIDE: dict[str, Any] = {"widths": (256,), "batch": 256, "rate": 2e-3, "epochs": 6}
LAYER: dict[str, Any] = {"widths": (), "batch": 256, "rate": 2e-3, "epochs": 8}
FAST_LAYER: dict[str, Any] = LAYER | {"rate": 1e-2}
PLANE: dict[str, Any] = {
    "widths": (64, 64),
    "activation": "SiLU",
    "batch": 128,
    "rate": 5e-3,
    "epochs": 200,
}
MOONS: dict[str, Any] = PLANE | {"epochs": 300}
PLAYED: dict[str, Any] = PLANE | {"batch": 256, "rate": 1e-3}
FIELD: dict[str, Any] = PLANE | {
    "latent": 16,
    "batch": 512,
    "rate": 3e-3,
    "epochs": 100,
    "strength": 0.3,
}
GAUSSIAN: dict[str, Any] = {"latent": 2, "likelihood": "Gaussian", "sigma": 0.1}
ALL_POINTS: dict[str, Any] = {"points": 20_000}  # all points of a toy
