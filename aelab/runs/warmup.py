"""What a worker does before its first run, so that runs start at once."""

import numpy as np

from aelab.registry import DATASETS, MODELS, VIEWS
from aelab.training.loop import snapshot, train
from aelab.training.model_protocols import Model


def warm() -> None:
    """Import what a run needs, and train every model for an update."""
    for registry in (DATASETS, VIEWS):
        len(registry)
    for model in MODELS.values():
        try:
            _rehearse(model())
        except OSError:  # numba could not store what it compiled: now it is in memory
            _rehearse(model())


def _rehearse(model: Model) -> None:
    """Do all that a run does with a model once."""
    x = np.random.default_rng(0).random((64, 4), np.float32)
    next(train(model, x))
    model.decode(model.encode(x) if model.encodes else x[:, : model.latent])
    snapshot(model)
