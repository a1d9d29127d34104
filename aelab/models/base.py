"""Base classes, decorator and types that a new model needs."""

from aelab.models._autoencoder import Autoencoder, formulas
from aelab.models._gradient import GradientModel, Terms
from aelab.models._model import ENCODING, Array, Model, model

__all__ = [
    "ENCODING",
    "Array",
    "Autoencoder",
    "GradientModel",
    "Model",
    "Terms",
    "formulas",
    "model",
]
