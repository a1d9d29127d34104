"""Tied weights: a decoder with the transposed weights of its encoder."""

import math
from typing import Any

from torch import Tensor, nn


class Transposed(nn.Module):
    """The transpose of a linear layer or a convolution, with its own bias."""

    def __init__(self, layer: nn.Linear | nn.Conv2d) -> None:
        """Share the weights of ``layer``."""
        super().__init__()
        self._layer = (
            layer,
        )  # the tuple hides it from torch, since its weights are the encoder's
        self._shape: dict[str, Any] = (
            {"stride": layer.stride, "padding": layer.padding}
            if isinstance(layer, nn.Conv2d)
            else {}
        )
        self.bias = nn.Parameter(layer.weight.new_zeros(layer.weight.shape[1]))

    def forward(self, z: Tensor) -> Tensor:
        """Return values shaped like inputs of the layer (n, …), for z like its outputs (n, …)."""
        (layer,) = self._layer
        if isinstance(layer, nn.Linear):
            return nn.functional.linear(z, layer.weight.T, self.bias)
        return nn.functional.conv_transpose2d(z, layer.weight, self.bias, **self._shape)


def tied(f: nn.Module) -> nn.Sequential:
    """Return the decoder (n, k) to (n, d) with the weights of the encoder ``f``, transposed."""
    layers = list(f.children())
    return nn.Sequential(*(_reversed(layer, layers) for layer in layers[::-1]))


def _reversed(layer: nn.Module, layers: list[nn.Module]) -> nn.Module:
    """Return the module of the decoder that mirrors one layer of the encoder ``layers``."""
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
