"""The evaluation of a trained model on all held-out samples."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from aelab.theory import estimates
from aelab.training.model_protocols import Array

BLOCKS = 20  # of samples; the error is that of the mean of their means


class Evaluated(Protocol):
    """A model with terms of J."""

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the terms of J on samples (n, d), with noise drawn from ``seed``."""


@dataclass(frozen=True)
class Evaluation:
    """The terms of J on a number of samples, and the standard error of their sum."""

    terms: dict[str, float]
    error: float
    samples: int

    @property
    def loss(self) -> float:
        """The sum of the terms."""
        return sum(self.terms.values())


def evaluation(model: Evaluated, x: Array, seed: int) -> Evaluation:
    """Evaluate a model on samples (n, d), with noise drawn from ``seed``.

    The error is NaN for a single sample.
    """
    blocks = np.array_split(x, min(BLOCKS, len(x)))
    each = [model.evaluate(block, seed + i) for i, block in enumerate(blocks)]
    sizes = [len(block) for block in blocks]
    terms = {name: float(np.average([t[name] for t in each], weights=sizes)) for name in each[0]}
    sums = [sum(terms.values()) for terms in each]
    error = estimates.mean(sums).error if len(sums) > 1 else math.nan
    return Evaluation(terms, error, len(x))
