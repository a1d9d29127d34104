"""Weight of the rarest topic."""

import numpy as np

from aelab.scores.base import Array, Score, Values, mixture_of, score
from aelab.training.model_protocols import ScoredModel


@score("rarest-topic", "Weight of the rarest topic")
class RarestTopic(Score):
    """The weight r_j that a sample has for the topic with the smallest mean share of the normal.

    Which topic that is, is decided by the normal samples alone. Source: Dillon, Plehn, Sauer and
    Sorrenson, "Better latent spaces for better autoencoders", SciPost Physics 11, 061, 2021.
    """

    description = "How much a sample has of the topic that normal samples have least of."
    order = 55
    models = ("dirichlet-vae",)

    def learn(self, model: ScoredModel, x: Array, shape: tuple[int, ...]) -> None:
        """Choose the topic with the smallest mean weight over normal samples (n, d)."""
        self._rarest = int(mixture_of(model).mixture(x).mean(0, dtype=np.float64).argmin())

    def __call__(self, model: ScoredModel, x: Array) -> Values:
        """Return the weight (n,) of that topic for samples (n, d)."""
        return np.asarray(mixture_of(model).mixture(x)[:, self._rarest], np.float64)
