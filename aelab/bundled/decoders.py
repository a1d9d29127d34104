"""Decoders that travel to the browser: the weights of a dense g in a byte each, as one frame.

Each row of weights has a scale of its own and 255 steps: on average a pixel is off by less than a
grey level of 256. With them come the codes of some held-out samples, to show where the data are.
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
ZERO = 128  # the byte that stands for it
CODES = 1500  # held-out samples whose codes come along

Values = NDArray[Any]


def coded(weights: Values) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return weights (m, n) as bytes, and the step of each row (m,)."""
    step = np.maximum(np.abs(weights).max(1), np.finfo(np.float32).tiny) / STEPS
    whole = np.rint(weights / step[:, None]) + ZERO
    return whole.astype(np.uint8), step.astype(np.float32)


def pack(layers: list[tuple[Values, Values]], said: dict[str, Any], *more: Part) -> bytes:
    """Return layers, each weights (m, n) and biases (m,), with what is said of them."""
    parts = list(more)
    for i, (weights, biases) in enumerate(layers):
        whole, step = coded(weights)
        parts += [Part(f"w{i}", whole), Part(f"s{i}", step)]
        parts.append(Part(f"b{i}", np.asarray(biases, np.float32)))
    return frames.pack(said | {"layers": len(layers)}, parts)


def decode(packed: Picture, z: Values) -> Values:
    """Return what codes (n, k) decode to, (n, d): what the browser does, with ReLU in between."""
    h, last = np.asarray(z, np.float64), int(packed.header["layers"]) - 1
    for i in range(last + 1):
        weights, step = packed.arrays[f"w{i}"].astype(np.float64) - ZERO, packed.arrays[f"s{i}"]
        h = h @ (weights * step[:, None]).T + packed.arrays[f"b{i}"]
        if i < last:
            h = np.maximum(h, 0)
    return 1 / (1 + np.exp(-h)) if packed.header["logistic"] else h


def of_model(model: Any, x: Values, labels: Values, said: dict[str, Any]) -> bytes:
    """Return the dense decoder of a trained model, with the codes of samples x (n, d)."""
    layers = [
        (layer.weight.detach().numpy(), layer.bias.detach().numpy())
        for layer in model.g.children()
        if hasattr(layer, "weight")
    ]
    codes = Part("codes", model.encode(x).astype(np.float32))
    own = said | {"logistic": bool(getattr(model, "bernoulli", False))}
    return pack(layers, own, codes, Part("labels", np.asarray(labels, np.uint8)))


def ship(preset: Preset) -> str:
    """Train a preset to its end, keep its decoder beside its frame, and say how large it is."""
    from aelab.training.learning import Learning

    learning = Learning(preset.spec)
    while learning.verdict is None:
        learning.update()
    model, data = learning.model, learning.data
    said = {"shape": list(data.sample_shape), "classes": list(data.classes)}
    frame = of_model(model, data.test[:CODES], data.test_labels[:CODES], said)
    packed = gzip.compress(frame, 9, mtime=0)
    write(SHIPPED / f"{preset.slug}.decoder.gz", packed)
    return f"{preset.name}: its decoder, {len(packed) / 1000:.0f} kB"


def shipped(slug: str) -> Picture:
    """Return the decoder that comes with the lab."""
    with gzip.open(SHIPPED / f"{slug}.decoder.gz") as file:
        return frames.picture(file.read())
