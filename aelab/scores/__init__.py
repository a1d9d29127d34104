"""Anomaly scores, one file each; `aelab.SCORES` finds them."""

from typing import TYPE_CHECKING, Any

from aelab.registry import SCORES

if TYPE_CHECKING:  # what editors complete
    from aelab.scores.active_pixels import NumberOfPixels as NumberOfPixels
    from aelab.scores.distance_to_mean import DistanceToMean as DistanceToMean
    from aelab.scores.forest_on_codes import ForestOnCodes as ForestOnCodes
    from aelab.scores.forest_on_pixels import ForestOnPixels as ForestOnPixels
    from aelab.scores.jet_mass import JetMass as JetMass
    from aelab.scores.kl_divergence import KLDivergence as KLDivergence
    from aelab.scores.largest_residual import LargestResidual as LargestResidual
    from aelab.scores.mahalanobis import Mahalanobis as Mahalanobis
    from aelab.scores.nearest_neighbours import NearestNeighbours as NearestNeighbours
    from aelab.scores.negative_elbo import NegativeELBO as NegativeELBO
    from aelab.scores.one_class_svm import OneClassSVM as OneClassSVM
    from aelab.scores.pca_likelihood import PCALikelihood as PCALikelihood
    from aelab.scores.reconstruction_error import ReconstructionError as ReconstructionError
    from aelab.scores.reconstruction_probability import (
        ReconstructionProbability as ReconstructionProbability,
    )
    from aelab.scores.smeared_error import SmearedError as SmearedError
    from aelab.scores.sum_of_squares import SumOfSquares as SumOfSquares


def __getattr__(name: str) -> Any:
    return SCORES.of_class(name)


def __dir__() -> list[str]:
    return [*globals(), *SCORES.classes()]
