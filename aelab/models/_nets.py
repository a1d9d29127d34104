"""Networks: the modules f and g of a model, with weights drawn from a generator."""

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import nn

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "ReLU": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "SiLU": nn.SiLU,
    "identity": nn.Identity,
}


def dense(
    sizes: Sequence[int], activation: str, generator: torch.Generator, dtype: torch.dtype
) -> nn.Sequential:
    """Return fully connected layers of these sizes; the last one is linear.

    Weights and biases are uniform within ±1/√(inputs), drawn from ``generator`` (He et al.,
    "Delving deep into rectifiers", 2015, with the gain that torch uses for linear layers).
    """
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layer = nn.utils.skip_init(nn.Linear, inputs, outputs, dtype=dtype)
        bound = 1 / math.sqrt(inputs)
        for weights in (layer.weight, layer.bias):
            nn.init.uniform_(weights, -bound, bound, generator=generator)
        layers += [layer, ACTIVATIONS[activation]()]
    return nn.Sequential(*layers[:-1])
