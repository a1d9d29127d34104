"""The Dirichlet distribution as the softmax of a Gaussian.

Source: MacKay, "Choice of basis for Laplace approximation", Machine Learning 1998; Srivastava and
Sutton, "Autoencoding variational inference for topic models", ICLR 2017, arXiv:1703.01488.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]


class Logits(NamedTuple):
    """Mean and variance (R,) of independent Gaussian logits."""

    mean: Values
    variance: Values


def laplace(alpha: ArrayLike) -> Logits:
    """Return the logits whose softmax approximates Dirichlet(``alpha``), for R concentrations.

    It is Laplace's approximation in the basis of the softmax: μ_i = ln α_i − mean ln α, and
    σ_i² = (1 − 2/R)/α_i + Σ_j 1/(R² α_j), without the correlations, which vanish as 1/R.

    >>> laplace([1.0, 1.0, 1.0]).variance.round(3)
    array([0.667, 0.667, 0.667])
    """
    concentrations = np.asarray(alpha, np.float64)
    count = len(concentrations)
    logs = np.log(concentrations)
    inverse = 1 / concentrations
    variance = (1 - 2 / count) * inverse + inverse.sum() / count**2
    return Logits(logs - logs.mean(), variance)
