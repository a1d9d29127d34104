"""The lecture: a folder per chapter, and what all of them are made of."""

__all__ = [
    "anomaly",
    "autoencoders",
    "core",
    "demos",
    "hebb",
    "latent",
    "pca",
    "regularised",
    "vae",
]
