"""Tied weights: a decoder that goes the way of its encoder backwards."""

import math
from typing import Any

from torch import Tensor, nn


class Transposed(nn.Module):
    """A linear layer or a convolution the other way round, with a bias of its own."""

    def __init__(self, layer: nn.Linear | nn.Conv2d) -> None:
        """Use the weights of ``layer``, as they are at each moment."""
        super().__init__()
        self._layer = (layer,)  # a tuple hides it from torch: its weights are the encoder's
        self._shape: dict[str, Any] = (
            {"stride": layer.stride, "padding": layer.padding}
            if isinstance(layer, nn.Conv2d)
            else {}
        )
        self.bias = nn.Parameter(layer.weight.new_zeros(layer.weight.shape[1]))

    def forward(self, z: Tensor) -> Tensor:
        """Return inputs of the layer (n, ...) for what it would give (n, ...)."""
        (layer,) = self._layer
        if isinstance(layer, nn.Linear):
            return nn.functional.linear(z, layer.weight.T, self.bias)
        return nn.functional.conv_transpose2d(z, layer.weight, self.bias, **self._shape)


def tied(f: nn.Module) -> nn.Sequential:
    """Return the decoder (n, k) to (n, d) with the weights of the encoder ``f``, transposed."""
    layers = list(f.children())
    return nn.Sequential(*(_back(layer, layers) for layer in layers[::-1]))


def _back(layer: nn.Module, layers: list[nn.Module]) -> nn.Module:
    if isinstance(layer, nn.Linear | nn.Conv2d):
        return Transposed(layer)
    if isinstance(layer, nn.Unflatten):
        return nn.Flatten()
    if isinstance(layer, nn.Flatten):
        channels = next(
            part.out_channels for part in reversed(layers) if isinstance(part, nn.Conv2d)
        )
        inner = next(part.in_features for part in layers if isinstance(part, nn.Linear))
        side = math.isqrt(inner // channels)
        return nn.Unflatten(1, (channels, side, side))
    return type(layer)()  # an activation
