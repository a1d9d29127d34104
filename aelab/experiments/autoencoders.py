"""What the chapter on autoencoders compares."""

import numpy as np

from aelab.experiments._base import Read, experiment
from aelab.frames import Picture
from aelab.presets import AE, DIGITS

SIZES = (2, 4, 8, 16, 32, 64)
SIZED = {
    f"k = {k}": {"dataset": "MNIST", "model": AE, "model_params": DIGITS | {"latent": k}}
    for k in SIZES
}


@experiment("ae.sizes", "Error against the size of the code", SIZED)
def sizes(picture: Picture) -> Read:
    """Return the error in training and held out, and that of PCA held out, per sample."""
    loss = picture.view("loss")
    pca = [level["value"] for level in loss["levels"] if level["label"].startswith("PCA")]
    return {
        "train": picture.arrays["loss.terms"][-1].sum(keepdims=True),
        "heldout": picture.arrays["loss.heldout"][-1].sum(keepdims=True),
        "pca": np.array(pca[:1], np.float32),
    }
