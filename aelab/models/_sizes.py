"""Sizes of networks, computed from their parameters before the networks are created."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from aelab.models._nets import CHANNELS, UNITS

KERNEL = 4  # side of the convolutions' kernels


class Size(NamedTuple):
    """Number of trainable weights of a network, and its cost per sample.

    ``products`` is the number of multiplications of a forward pass, ``outputs`` the number of
    values that it stores for the backward pass.
    """

    weights: int
    products: int
    outputs: int

    def plus(self, other: "Size", times: int = 1) -> "Size":
        """Return the sum of both, the other with ``times`` passes per sample."""
        return Size(
            self.weights + other.weights,
            self.products + times * other.products,
            self.outputs + times * other.outputs,
        )


def dense(sizes: Sequence[int]) -> Size:
    """Return the size of fully connected layers with biases.

    >>> dense([784, 64, 2])
    Size(weights=50370, products=50304, outputs=66)
    """
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
    wide = (math.isqrt(half) + 1) ** 2  # pixels of the last convolution, before cropping
    first, second = few * many * KERNEL**2, few * 4 * 4
    convolutions = Size(
        first + few + second + 4,
        first * quarter + second * wide,
        few * half + 4 * wide + features,
    )
    return convolutions.plus(dense((inputs, UNITS, many * quarter)))


def _pixels(features: int) -> tuple[int, int]:
    """Return the numbers of pixels of images with half and a quarter of the side."""
    side = math.isqrt(features)
    return (side // 2) ** 2, (side // 4) ** 2
