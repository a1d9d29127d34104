"""Decoders for the browser: the weights of a dense g, quantised to one byte each, as a frame.

Each row of weights has its own scale with 255 steps; the mean error of a pixel is below one of 256
grey levels. The frame also has the codes of some held-out samples.
"""

import gzip
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab import frames
from aelab.frames import Part, Picture
from aelab.home import write
from aelab.presets import SHIPPED, Preset

STEPS = 127  # on either side of zero
ZERO = 128  # the byte for zero
CODES = 1500  # held-out samples whose codes are included

Values = NDArray[Any]


def quantised(weights: Values) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return weights (m, n) as bytes, and the step of each row (m,)."""
    step = np.maximum(np.abs(weights).max(1), np.finfo(np.float32).tiny) / STEPS
    levels = np.rint(weights / step[:, None]) + ZERO
    return levels.astype(np.uint8), step.astype(np.float32)


def pack(layers: list[tuple[Values, Values]], header: dict[str, Any], *extra: Part) -> bytes:
    """Return a frame with layers, each of weights (m, n) and biases (m,), and further parts."""
    parts = list(extra)
    for i, (weights, biases) in enumerate(layers):
        levels, step = quantised(weights)
        parts += [Part(f"w{i}", levels), Part(f"s{i}", step)]
        parts.append(Part(f"b{i}", np.asarray(biases, np.float32)))
    return frames.pack(header | {"layers": len(layers)}, parts)


def decode(packed: Picture, z: Values) -> Values:
    """Return decoded codes (n, k) as (n, d), as in the browser: dense layers with ReLU."""
    h, last = np.asarray(z, np.float64), int(packed.header["layers"]) - 1
    for i in range(last + 1):
        weights, step = packed.arrays[f"w{i}"].astype(np.float64) - ZERO, packed.arrays[f"s{i}"]
        h = h @ (weights * step[:, None]).T + packed.arrays[f"b{i}"]
        if i < last:
            h = np.maximum(h, 0)
    return 1 / (1 + np.exp(-h)) if packed.header["logistic"] else h


def of_model(model: Any, x: Values, labels: Values, header: dict[str, Any]) -> bytes:
    """Return the frame of the dense decoder of a trained model.

    Args:
        model: the model.
        x: samples (n, d) whose codes are included.
        labels: their labels (n,).
        header: further entries of the header.

    """
    layers = [
        (layer.weight.detach().numpy(), layer.bias.detach().numpy())
        for layer in model.g.children()
        if hasattr(layer, "weight")
    ]
    codes = Part("codes", model.encode(x).astype(np.float32))
    header = header | {"logistic": bool(getattr(model, "bernoulli", False))}
    return pack(layers, header, codes, Part("labels", np.asarray(labels, np.uint8)))


def ship(preset: Preset) -> str:
    """Train a preset to its end, write its decoder, and return a line with its size."""
    import torch

    from aelab.training.learning import Learning

    torch.set_num_threads(1)  # as on a worker, so that its weights are those of the shipped run
    learning = Learning(preset.spec)
    while learning.verdict is None:
        learning.update()
    model, data = learning.model, learning.data
    header = {"shape": list(data.sample_shape), "classes": list(data.classes)}
    frame = of_model(model, data.test[:CODES], data.test_labels[:CODES], header)
    packed = gzip.compress(frame, 9, mtime=0)
    write(SHIPPED / f"{preset.slug}.decoder.gz", packed)
    return f"{preset.name}: its decoder, {len(packed) / 1000:.0f} kB"


def shipped(slug: str) -> Picture:
    """Return the shipped decoder of a preset."""
    with gzip.open(SHIPPED / f"{slug}.decoder.gz") as file:
        return frames.picture(file.read())
