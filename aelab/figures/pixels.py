"""Jet images: on a logarithmic colour scale, and the difference of two of them."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS, diverging, lowest, sequential
from aelab.figures.drawn import drawn_once

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
X = "x, across the principal axis"
Y = "y, along the principal axis"


@dataclass(frozen=True)
class Scale:
    """A logarithmic colour scale from 10^low to 10^high; what is below has the lowest colour."""

    low: float
    high: float
    unit: str

    def __call__(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Return the logarithms of values, with nothing at the lower end."""
        decades: NDArray[Any] = np.log10(np.maximum(values, 10**self.low))
        return decades.astype(np.float32)

    def marks(self) -> dict[str, Any]:
        """Return range, ticks and title of the colour bar."""
        decades = range(math.ceil(self.low), math.floor(self.high) + 1)
        return {
            "title": {"text": self.unit},
            "tickvals": list(decades),
            "ticktext": [decade(n) for n in decades],
        }


def decade(power: int) -> str:
    """Return a power of ten as people read it: 0.1, 1, 100, 10⁻⁴."""
    return f"{10.0**power:g}" if -2 < power < 3 else f"10{str(power).translate(SUPERSCRIPTS)}"


def heatmap(values: NDArray[Any], window: float, scale: Scale, **where: Any) -> go.Heatmap:
    """Return an image over ±window, its first row on top.

    Args:
        values: The image (p, p).
        window: Half of the side of the square that it covers.
        scale: Colours and range of the values.
        **where: Further arguments of the heatmap, such as its axes.

    """
    return go.Heatmap(
        z=scale(values),
        **grid(len(values), window),
        zmin=scale.low,
        zmax=scale.high,
        colorscale=sequential(),
        colorbar=scale.marks(),
        customdata=np.asarray(values, np.float32),
        hovertemplate=_hover(f"%{{customdata:.3g}} {scale.unit}"),
        **where,
    )


@drawn_once
def image(values: NDArray[Any], window: float, scale: Scale) -> go.Figure:
    """Draw an image (p, p) over ±window in the rotated frame of the jet."""
    figure = square(window)
    figure.add_trace(heatmap(values, window, scale))
    return figure.update_layout(plot_bgcolor=lowest())


@drawn_once
def difference(first: NDArray[Any], other: NDArray[Any], window: float, scale: Scale) -> go.Figure:
    """Draw one image minus another: orange where it has more, blue where it has less.

    The colours follow the logarithm of the size of the difference from 10^low on, of either sign.

    Args:
        first: The image (p, p).
        other: The image (p, p) that is subtracted.
        window: Half of the side of the square that they cover.
        scale: Colours and range of the values.

    """
    figure = square(window)
    gap = np.asarray(first, np.float64) - np.asarray(other, np.float64)
    top = scale.high - scale.low
    figure.add_trace(
        go.Heatmap(
            z=signed_log(gap, scale.low).astype(np.float32),
            **grid(len(gap), window),
            zmin=-top,
            zmax=top,
            colorscale=diverging(),
            colorbar=_signed_marks(scale),
            customdata=gap.astype(np.float32),
            hovertemplate=_hover(f"%{{customdata:.3g}} {scale.unit}"),
        )
    )
    return figure


def signed_log(values: NDArray[Any], low: float) -> NDArray[np.float64]:
    """Return the decades by which values of either sign are larger than 10^low, with that sign."""
    decades = np.log10(np.maximum(np.abs(values) / 10**low, 1))
    signed: NDArray[np.float64] = np.sign(values) * decades
    return signed


def square(window: float, x: str = X, y: str = Y) -> go.Figure:
    """Return an empty figure of the plane over ±window, both axes on the same scale."""
    end = [-window, window]
    ticks = {"tickvals": [-window, -window / 2, 0, window / 2, window], "tickformat": ".2~f"}
    shared = {"range": end, "showgrid": False, "constrain": "domain", "mirror": True} | ticks
    return look.figure(
        plot_bgcolor=TOKENS.card,
        xaxis=shared | {"title": {"text": x}, "constraintoward": "right"},  # beside the colours
        yaxis=shared | {"title": {"text": y}, "scaleanchor": "x", "constraintoward": "top"},
    )


def grid(pixels: int, window: float) -> dict[str, Any]:
    """Return where the centres of the pixels are: from the left, and from the top."""
    centres = (np.arange(pixels) + 0.5) * 2 * window / pixels - window
    return {"x": centres, "y": -centres}


def _hover(value: str) -> str:
    return f"{value}<br>at (%{{x:.2f}}, %{{y:.2f}})<extra></extra>"


def _signed_marks(scale: Scale) -> dict[str, Any]:
    """Return the ticks of a difference: powers of ten of either sign, and zero."""
    powers = range(math.ceil(scale.low) + 1, math.floor(scale.high) + 1)
    at = [power - scale.low for power in powers]
    names = [decade(power) for power in powers]
    return {
        "title": {"text": scale.unit},
        "tickvals": [-v for v in reversed(at)] + [0] + at,
        "ticktext": [f"−{n}" for n in reversed(names)] + ["0"] + names,
    }
