"""Experiments of the chapter on autoencoders."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from aelab.frames import Picture
from aelab.lecture.autoencoders.demos import WIDER
from aelab.lecture.core.experiment import Read, experiment
from aelab.presets import AE, DIGITS, MOONS

KINDS = ("training", "held-out", "noise")
SIZES = (2, 4, 8, 16, 32)
DECODERS = ("mirrored", "linear")  # g
FEW = {"points": 10_000}  # digits, the same for PCA and the networks
WIDE: dict[str, Any] = {
    "latent": 1000,
    "widths": (1000,),
    "decoder": "linear",
    "rate": 1e-3,
    "epochs": 1,
}
MOONS_WIDE, DIGITS_WIDE = "moons, k = 16", "digits, k = 1000"


def sized(decoder: str, k: int) -> str:
    """Return the legend of a run with this decoder and code size."""
    return f"{decoder} g, k = {k}"


COPIED: Mapping[str, Mapping[str, Any]] = {
    MOONS_WIDE: {"dataset": "two-moons", "model": AE, "model_params": WIDER},
    "moons, k = 1": {
        "dataset": "two-moons",
        "model": AE,
        "model_params": MOONS | {"latent": 1, "rate": 2e-3, "epochs": 150},
    },
    DIGITS_WIDE: {"dataset": "mnist", "model": AE, "model_params": WIDE},
    "digits, k = 8": {
        "dataset": "mnist",
        "dataset_params": FEW,
        "model": AE,
        "model_params": DIGITS | {"latent": 8},
    },
}
SIZED: Mapping[str, Mapping[str, Any]] = {
    sized(decoder, k): {
        "dataset": "mnist",
        "dataset_params": FEW,
        "model": AE,
        "model_params": DIGITS | {"latent": k, "decoder": decoder, "batch": 128, "epochs": 30},
    }
    for decoder in DECODERS
    for k in SIZES
}


@experiment("ae.copies", "What is left of data and of noise", COPIED, ("shares",))
def copies(picture: Picture) -> Read:
    """Return the unexplained shares (3,) of training samples, held-out ones and noise."""
    return {"shares": 10 ** picture.arrays["copies.values"].astype(np.float64)}


@experiment("ae.sizes", "Error against the size of the code", SIZED, ("shares", "pca"))
def sizes(picture: Picture) -> Read:
    """Return the unexplained shares (2,) in training and held out, and PCA's (1,) in training."""
    pca = [level["value"] for level in picture.view("copies")["levels"]]
    return {
        "shares": 10 ** picture.arrays["copies.values"][:2].astype(np.float64),
        "pca": 10 ** np.array(pca[:1], np.float64),
    }
