"""Experiments of the chapter on the variational autoencoder."""

from typing import Any

from aelab.frames import Picture
from aelab.lecture.core.experiment import Read, experiment
from aelab.presets import VAE

BETAS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SMALL: dict[str, Any] = {"latent": 16, "widths": (128,), "batch": 128, "rate": 2e-3, "epochs": 10}
WEIGHED = {
    f"β = {beta:g}": {
        "dataset": "mnist",
        "model": VAE,
        "dataset_params": {"points": 15_000},
        "model_params": SMALL | {"beta": beta},
    }
    for beta in BETAS
}


@experiment("vae.beta", "Reconstruction and KL against β", WEIGHED)
def weighed(picture: Picture) -> Read:
    """Return the held-out reconstruction, the KL without β and the activity of each dimension."""
    return {
        "reconstruction": picture.arrays["loss.heldout"][-1, :1],
        "kl": picture.arrays["kl.values"],
        "active": picture.arrays["kl.active"],
    }
