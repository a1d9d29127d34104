"""Anomaly scores, one file each; `aelab.SCORES` finds them."""

from typing import TYPE_CHECKING, Any

from aelab.registry import SCORES

if TYPE_CHECKING:  # for completion in editors
    from aelab.scores.active_pixels import NumberOfPixels
    from aelab.scores.distance_to_mean import DistanceToMean
    from aelab.scores.forest_on_codes import ForestOnCodes
    from aelab.scores.forest_on_pixels import ForestOnPixels
    from aelab.scores.jet_mass import JetMass
    from aelab.scores.kl_divergence import KLDivergence
    from aelab.scores.largest_residual import LargestResidual
    from aelab.scores.mahalanobis import Mahalanobis
    from aelab.scores.nearest_neighbours import NearestNeighbours
    from aelab.scores.negative_elbo import NegativeELBO
    from aelab.scores.one_class_svm import OneClassSVM
    from aelab.scores.pca_likelihood import PCALikelihood
    from aelab.scores.rarest_topic import RarestTopic
    from aelab.scores.reconstruction_error import ReconstructionError
    from aelab.scores.reconstruction_probability import (
        ReconstructionProbability,
    )
    from aelab.scores.smeared_error import SmearedError
    from aelab.scores.sum_of_squares import SumOfSquares

__all__ = [
    "DistanceToMean",
    "ForestOnCodes",
    "ForestOnPixels",
    "JetMass",
    "KLDivergence",
    "LargestResidual",
    "Mahalanobis",
    "NearestNeighbours",
    "NegativeELBO",
    "NumberOfPixels",
    "OneClassSVM",
    "PCALikelihood",
    "RarestTopic",
    "ReconstructionError",
    "ReconstructionProbability",
    "SmearedError",
    "SumOfSquares",
]


def __getattr__(name: str) -> Any:
    return SCORES.of_class(name)


def __dir__() -> list[str]:
    return [*globals(), *SCORES.classes()]
