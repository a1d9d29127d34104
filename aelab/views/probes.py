"""Probes: what becomes of one sample, or of one place of the latent space."""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from aelab.views.context import Context

LARGEST = 1e6  # coordinate of a code that is probed


class Probe(TypedDict, total=False):
    """The answer to a probe; empty if the probe makes no sense. Images are bytes in base64."""

    sample: int | None
    z: list[float]
    image: bool
    x: str | list[float] | None
    x_hat: str | list[float]


def probed(context: "Context", value: object) -> Probe:
    """Return a sample or a code, with what is decoded from it; nothing for what is no probe.

    A code is in the axes that are drawn. Its other coordinates are those of the pinned sample, or
    of the mean code; those of a code in principal axes are 0.
    """
    if not isinstance(value, Mapping) or not context.model.encodes:
        return {}
    sample: object = value.get("sample")
    if type(sample) is int and 0 <= sample < len(context.x):
        x = context.x[sample : sample + 1]
        return _told(context, sample, x, context.model.encode(x))
    at = _coordinates(value.get("code"), min(2, context.model.latent))
    if at is None:
        return {}
    return _told(context, None, None, context.code_at(at)[None])


def _coordinates(value: object, count: int) -> list[float] | None:
    if not isinstance(value, list | tuple) or len(value) != count:
        return None
    fine = all(type(v) in (int, float) and abs(v) <= LARGEST for v in value)
    return [float(v) for v in value] if fine else None


def short(values: NDArray[Any]) -> list[float]:
    """Return the first row of values (1, n) with as many digits as anyone reads."""
    return [float(f"{value:.6g}") for value in values[0]]


def _told(
    context: "Context", sample: int | None, x: NDArray[Any] | None, z: NDArray[Any]
) -> Probe:
    """Return what the browser gets to know of a code (1, k) and of its sample (1, d)."""
    x_hat = context.model.decode(z)
    if not (np.isfinite(z).all() and np.isfinite(x_hat).all()):
        return {}
    image = len(context.data.sample_shape) == 2

    def told(values: NDArray[Any]) -> str | list[float]:
        if not image:
            return short(values)
        return base64.b64encode(context.coded(values[0]).tobytes()).decode()

    return {
        "sample": sample,
        "z": short(z),
        "image": image,
        "x": None if x is None else told(x),
        "x_hat": told(x_hat),
    }
