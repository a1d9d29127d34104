"""Experiments of the chapter on regularised autoencoders."""

from typing import Any

import numpy as np

from aelab.frames import Picture
from aelab.lecture.core.experiment import Read, experiment
from aelab.presets import AE, CONTRACTIVE, DENOISING, SPARSE

SHOWN = 8  # filters that are stored
DIGITS = 6  # reconstructions that are stored
COARSE = np.uint8(0xF8)  # mask that reduces the weights to 32 grey levels
ALIKE: dict[str, Any] = {
    "latent": 64,
    "widths": (),
    "decoder": "tied",
    "batch": 256,
    "rate": 5e-3,
    "epochs": 6,
}
SIGMOID: dict[str, Any] = {"code_layer": "sigmoid"}
PENALTIES: dict[str, tuple[str, dict[str, Any]]] = {
    "none": (AE, {}),
    "none, sigmoid": (CONTRACTIVE, SIGMOID | {"lam": 1e-4}),  # a penalty too small to matter
    "L1": (SPARSE, {"lam": 0.5}),
    "KL": (SPARSE, {"penalty": "KL", "lam": 10.0}),
    "denoising": (DENOISING, {"strength": 0.5}),
    "contractive": (CONTRACTIVE, SIGMOID | {"lam": 1.0}),
}
WITHOUT = {  # the network without a penalty that has the same code layer, by penalty
    "L1": "none",
    "denoising": "none",
    "KL": "none, sigmoid",
    "contractive": "none, sigmoid",
}
VARIANTS = {
    name: {"dataset": "mnist", "model": model, "model_params": ALIKE | own}
    for name, (model, own) in PENALTIES.items()
}


@experiment("regularised.variants", "Six ways from the same start", VARIANTS, ("terms",))
def variants(picture: Picture) -> Read:
    """Return filters, copies of digits, held-out terms, norms of the first and last weights.

    The digits, clean and noisy, come with the run that gets noisy ones.
    """
    arrays = picture.arrays
    result = {
        "tiles": arrays["weights.tiles"][:SHOWN] & COARSE,
        "x_hat": arrays["reconstructions.x_hat"][:DIGITS],
        "terms": arrays["loss.heldout"][-1],
        "norms": arrays["norms.terms"][[0, -1], 0],
    }
    if "reconstructions.x_tilde" in arrays:
        pairs = {name: arrays[f"reconstructions.{name}"][:DIGITS] for name in ("x", "x_tilde")}
        return result | pairs
    return result
