"""A turn-on curve: the share that passes a cut rises smoothly with a quantity.

Source: McCullagh and Nelder, "Generalized Linear Models", 1989, chapter 4.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Values = NDArray[np.float64]
STEPS, SMALL = 50, 1e-10  # updates at most, and a change of the parameters that is none


class TurnOn(NamedTuple):
    """A share 1/(1 + exp(−(x − middle)/width)), of one half at the ``middle``."""

    middle: float
    width: float

    def __call__(self, x: Values) -> Values:
        """Return the share (n,) at x (n,)."""
        share: Values = expit((x - self.middle) / self.width)
        return share


def fitted(x: Values, passed: NDArray[np.bool_]) -> TurnOn:
    """Return the turn-on of maximum likelihood for samples at x (n,) that ``passed`` or not.

    It is a logistic regression, solved by Newton's method in x of mean 0 and spread 1.
    """
    mean, spread = float(x.mean()), float(x.std())
    design = np.stack([np.ones_like(x), (x - mean) / spread], axis=1)
    theta = np.zeros(2)
    for _ in range(STEPS):
        share = expit(design @ theta)
        information = design.T @ (design * (share * (1 - share))[:, None])
        step = np.linalg.solve(information, design.T @ (passed - share))
        theta += step
        if np.abs(step).max() < SMALL:
            break
    width = spread / float(theta[1])
    return TurnOn(mean - float(theta[0]) * width, width)
