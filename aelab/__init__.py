"""The Autoencoder Lab: a lecture on autoencoders, as a library and as pages that move.

``import aelab`` is light: torch and scikit-learn are imported when `MODELS` is first read.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aelab.params import InputError
from aelab.registry import DATASETS, MODELS, SCORES, VIEWS
from aelab.spec import Spec

if TYPE_CHECKING:
    from aelab.training import Step
    from aelab.training.model_protocols import Model

__version__ = "0.1.0"
__all__ = ["DATASETS", "MODELS", "SCORES", "VIEWS", "InputError", "Spec", "steps"]


def steps(spec: Spec) -> "Iterator[Step[Model]]":
    """Train what ``spec`` says and yield a `Step` after each update; see `aelab.training`."""
    from aelab.training import steps

    return steps(spec)
