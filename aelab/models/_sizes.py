"""Sizes of networks, counted from their declaration before anything of them is made."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from aelab.models._nets import CHANNELS, UNITS

KERNEL = 4  # side of the convolutions' kernels


class Size(NamedTuple):
    """A network in numbers: trainable ones, and what one sample takes.

    ``products`` are the multiplications of one pass forwards, ``outputs`` the numbers that it
    keeps for the pass backwards.
    """

    weights: int
    products: int
    outputs: int

    def plus(self, other: "Size", times: int = 1) -> "Size":
        """Return both together, the other with so many passes for each sample."""
        return Size(
            self.weights + other.weights,
            self.products + times * other.products,
            self.outputs + times * other.outputs,
        )


def dense(sizes: Sequence[int]) -> Size:
    """Return the size of fully connected layers with biases."""
    products = sum(a * b for a, b in pairwise(sizes))
    return Size(products + sum(sizes[1:]), products, sum(sizes[1:]))


def encoder(features: int, outputs: int) -> Size:
    """Return the size of the convolutional encoder of square images."""
    half, quarter = _pixels(features)
    few, many = CHANNELS
    first, second = few * KERNEL**2, few * many * KERNEL**2
    convolutions = Size(
        first + few + second + many,
        first * half + second * quarter,
        few * half + many * quarter,
    )
    return convolutions.plus(dense((many * quarter, UNITS, outputs)))


def decoder(features: int, inputs: int) -> Size:
    """Return the size of the convolutional decoder of square images."""
    half, quarter = _pixels(features)
    few, many = CHANNELS
    wide = (math.isqrt(half) + 1) ** 2  # pixels of the last convolution, before it is cut
    first, second = few * many * KERNEL**2, few * 4 * 4
    convolutions = Size(
        first + few + second + 4,
        first * quarter + second * wide,
        few * half + 4 * wide + features,
    )
    return convolutions.plus(dense((inputs, UNITS, many * quarter)))


def _pixels(features: int) -> tuple[int, int]:
    """Return the pixels of images of half and of a quarter of the side."""
    side = math.isqrt(features)
    return (side // 2) ** 2, (side // 4) ** 2
