"""Experiments of the chapter on the variational autoencoder."""

from typing import Any

from aelab.frames import Picture
from aelab.lecture.core.experiment import Read, experiment
from aelab.presets import VAE

BETAS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SMALL: dict[str, Any] = {"latent": 16, "widths": (128,), "batch": 128, "rate": 2e-3, "epochs": 10}
SEEDS = (0, 1, 2)
WEIGHED = {
    f"β = {beta:g}, seed {seed}": {
        "dataset": "mnist",
        "model": VAE,
        "dataset_params": {"points": 15_000},
        "model_params": SMALL | {"beta": beta},
        "seed": seed,
    }
    for seed in SEEDS
    for beta in BETAS
}


@experiment("vae.beta", "Reconstruction and KL against β", WEIGHED)
def weighed(picture: Picture) -> Read:
    """Return the held-out reconstruction, the KL without β and the activity of each dimension.

    ``surgery`` are the whole KL, the information I(x; z) and KL(q(z) ‖ p), of more digits.
    """
    return {
        "reconstruction": picture.arrays["loss.heldout"][-1, :1],
        "kl": picture.arrays["kl.values"],
        "active": picture.arrays["kl.active"],
        "surgery": picture.arrays["information.values"],
    }
