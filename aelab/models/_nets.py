"""Networks f and g, with weights drawn from a generator."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from aelab.models._model import SIDE, side_of
from aelab.params import InputError

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "ReLU": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "SiLU": nn.SiLU,
    "identity": nn.Identity,
}
NETWORKS = ("dense", "convolutional")
CHANNELS = (16, 32)  # of the two layers of a convolutional encoder
UNITS = 128  # of its dense layer
CONVOLUTIONAL = (
    f"A convolutional network has {CHANNELS[0]} and {CHANNELS[1]} channels and a layer of "
    f"{UNITS} units."
)


def dense(
    sizes: Sequence[int], activation: str, generator: torch.Generator, dtype: torch.dtype
) -> nn.Sequential:
    """Return fully connected layers; the last one has no activation.

    Weights and biases are uniform within ±1/√(inputs), as torch draws them. Source: He et al.,
    "Delving deep into rectifiers", 2015, arXiv:1502.01852, with the gain that torch uses for
    linear layers.

    Args:
        sizes: numbers of units, from the inputs to the outputs.
        activation: name of the nonlinearity in between, a key of ACTIVATIONS.
        generator: source of the weights.
        dtype: type of the weights.

    """
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layer = nn.utils.skip_init(nn.Linear, inputs, outputs, dtype=dtype)
        layers += [_drawn(layer, inputs, generator), ACTIVATIONS[activation]()]
    return nn.Sequential(*layers[:-1])


@dataclass(frozen=True)
class Convolutional:
    """Networks for square images of ``features`` pixels, flat as all samples are.

    The encoder has two 4 × 4 convolutions of stride 2 and a dense layer; the decoder is its mirror
    image with transposed convolutions. Code and output layers are linear. Weights are drawn as in
    `dense`. Raises `InputError` if the samples are not square images with a side divisible by 4.

    Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016,
    arXiv:1603.07285.
    """

    features: int
    activation: str
    generator: torch.Generator
    dtype: torch.dtype

    def __post_init__(self) -> None:
        """Check that the side can be halved twice."""
        side = side_of(self.features)
        if side is None or side % 4:
            raise InputError(
                "A convolutional network needs square images with a side that is a multiple of 4 "
                f"and at least {SIDE}, and these samples have {self.features} feature(s): choose "
                "the dense one."
            )

    def encoder(self, outputs: int) -> nn.Sequential:
        """Return the encoder, from samples (n, d) to (n, outputs)."""
        side, (few, many) = math.isqrt(self.features), CHANNELS
        return nn.Sequential(
            nn.Unflatten(1, (1, side, side)),
            self._layer(nn.Conv2d, 16, 1, few, kernel_size=4, stride=2, padding=1),
            ACTIVATIONS[self.activation](),  # (n, 16, side/2, side/2)
            self._layer(nn.Conv2d, 16 * few, few, many, kernel_size=4, stride=2, padding=1),
            ACTIVATIONS[self.activation](),  # (n, 32, side/4, side/4)
            nn.Flatten(),
            self._layer(nn.Linear, self._inner, self._inner, UNITS),
            ACTIVATIONS[self.activation](),
            self._layer(nn.Linear, UNITS, UNITS, outputs),
        )

    def decoder(self, inputs: int) -> nn.Sequential:
        """Return the decoder, from codes (n, inputs) to (n, d).

        Its last layer is a transposed convolution written as a convolution with four outputs per
        pixel, which is faster for a single channel. Source: Shi et al., "Is the deconvolution
        layer the same as a convolutional layer?", 2016, arXiv:1609.07009.
        """
        quarter, (few, many) = math.isqrt(self.features) // 4, CHANNELS
        return nn.Sequential(
            self._layer(nn.Linear, inputs, inputs, UNITS),
            ACTIVATIONS[self.activation](),
            self._layer(nn.Linear, UNITS, UNITS, self._inner),
            ACTIVATIONS[self.activation](),
            nn.Unflatten(1, (many, quarter, quarter)),
            self._layer(
                nn.ConvTranspose2d, 4 * many, many, few, kernel_size=4, stride=2, padding=1
            ),
            ACTIVATIONS[self.activation](),  # (n, 16, side/2, side/2)
            self._layer(nn.Conv2d, 4 * few, few, 4, kernel_size=2, padding=1),
            nn.PixelShuffle(2),
            nn.ZeroPad2d(-1),  # (n, 1, side, side)
            nn.Flatten(),
        )

    @property
    def _inner(self) -> int:
        """Numbers per image after the convolutions of the encoder."""
        return CHANNELS[1] * self.features // 16

    def _layer(self, kind: type[nn.Module], inputs: int, *sizes: int, **shape: int) -> nn.Module:
        layer = nn.utils.skip_init(kind, *sizes, dtype=self.dtype, **shape)
        return _drawn(layer, inputs, self.generator)


def _drawn(layer: nn.Module, inputs: int, generator: torch.Generator) -> nn.Module:
    """Draw new weights for a layer, each output of which sums ``inputs`` terms; return it."""
    bound = 1 / math.sqrt(inputs)
    for weights in layer.parameters():
        nn.init.uniform_(weights, -bound, bound, generator=generator)
    return layer


def convolutions(f: nn.Module) -> list[nn.Conv2d]:
    """Return the convolutions of an encoder, in order; empty if it is dense."""
    return [part for part in f.children() if isinstance(part, nn.Conv2d)]


def activated(f: nn.Module, x: Tensor) -> list[Tensor]:
    """Return the activated outputs (n, c, h, w) of each convolution, for samples (n, d)."""
    outputs, after_convolution = [], False
    for part in f.children():
        x = part(x)
        if after_convolution:
            outputs.append(x)
        after_convolution = isinstance(part, nn.Conv2d)
    return outputs
