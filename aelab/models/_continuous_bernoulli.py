"""The continuous Bernoulli distribution: a density of values in [0, 1], from logits η.

p(x) = C λ^x (1 − λ)^(1 − x) with λ = 1/(1 + e^(−η)), and C = η/tanh(η/2) makes its integral over
[0, 1] equal to 1. Without C, which is at least 2, cross-entropy of grey values is minus the
logarithm of no density. Source: Loaiza-Ganem and Cunningham, "The continuous Bernoulli: fixing a
pervasive error in variational autoencoders", 2019, arXiv:1907.06845.
"""

import math

import torch
from torch import Tensor

SMALL = 0.1  # |η| below which a Taylor series is used: both forms are exact to rounding there
# ln(y/tanh y) in powers of y², and 1/(1 − e^(−η)) − 1/η − ½ in odd powers of η.
CONSTANT_SERIES = (1 / 3, -7 / 90, 62 / 2835, -127 / 18900)
MEAN_SERIES = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600)


def log_constant(logits: Tensor) -> Tensor:
    """Return ln C, at least ln 2, for logits η of any shape; its gradient is finite, too."""
    small = logits.abs() < SMALL
    y = torch.where(small, 1.0, logits) / 2  # where the series is used, anything but 0
    direct = torch.log(y / torch.tanh(y))
    square = torch.where(small, logits / 2, 0.0) ** 2
    series = square * _series(square, CONSTANT_SERIES)
    return math.log(2) + torch.where(small, series, direct)


def mean(logits: Tensor) -> Tensor:
    """Return the mean of x, 1/(1 − e^(−η)) − 1/η, for logits η; it is not λ but nearer to ½."""
    small = logits.abs() < SMALL
    eta = torch.where(small, 1.0, logits)
    direct = -1 / torch.expm1(-eta) - 1 / eta
    near = torch.where(small, logits, 0.0)
    return torch.where(small, 0.5 + near * _series(near**2, MEAN_SERIES), direct)


def _series(square: Tensor, coefficients: tuple[float, ...]) -> Tensor:
    """Return the power series Σ c_i sⁱ, i = 0, 1, …, of ``square``, element by element."""
    total = torch.zeros_like(square)
    for coefficient in reversed(coefficients):
        total = total * square + coefficient
    return total
