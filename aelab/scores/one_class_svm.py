"""One-class SVM on PCA codes."""

from typing import Any

from aelab.scores._detector import Detector
from aelab.scores.base import score

COMPONENTS = 16  # largest number of PCA components
OUTSIDE = 0.1  # ν: about this share of the normal samples lies outside of the border


@score("one-class-svm", "One-class SVM on PCA codes")
class OneClassSVM(Detector):
    """How far a sample is outside of a smooth border around the normal ones; it needs no model.

    The border is drawn among the whitened codes of a PCA of its own. Source: Schölkopf et al.,
    "Estimating the support of a high-dimensional distribution", 2001.
    """

    description = "How far a sample is outside of a smooth border around normal PCA codes."
    order = 170
    samples = 1000
    coded = False

    def detector(self, n: int, d: int) -> Any:
        """Return PCA followed by a support vector machine with a Gaussian kernel."""
        from sklearn.decomposition import PCA
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import OneClassSVM as Machine

        codes = PCA(min(COMPONENTS, n, d), whiten=True, random_state=0)
        return make_pipeline(codes, Machine(nu=OUTSIDE, gamma="scale"))
