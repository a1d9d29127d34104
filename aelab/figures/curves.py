"""Curves with what is predicted, bands of many runs, and levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once

MOST = 300  # points of a curve
Values = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One curve: name, values (n,), colour by number; dashed if it is what is predicted.

    ``band`` are lower and upper edges (n,) of what the runs of many seeds cover.
    """

    name: str
    x: Values
    y: Values
    colour: int = 0
    predicted: bool = False
    band: tuple[Values, Values] | None = None


@drawn_once
def curves(
    drawn: Sequence[Curve],
    x: str,
    y: str,
    levels: Sequence[tuple[float, str]] = (),
    log: bool = False,
    span: tuple[float, float] | None = None,
    at: float | None = None,
) -> go.Figure:
    """Draw curves, and levels as dotted lines.

    Args:
        drawn: the curves.
        x: title of the horizontal axis.
        y: title of the vertical axis.
        levels: values and names of horizontal lines.
        log: whether the vertical axis is logarithmic.
        span: ends of the vertical axis, None to show all.
        at: place on the horizontal axis that is marked.

    """
    axis: dict[str, Any] = {"title": {"text": y}, "nticks": 6}
    if log:
        axis |= {"type": "log", "exponentformat": "power"}
    if span:
        axis["range"] = [float(np.log10(v)) if log else v for v in span]
    figure = look.figure(xaxis={"title": {"text": x}, "nticks": 7}, yaxis=axis)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}
    figure.update_layout(showlegend=len(drawn) > 1, legend=legend)
    for value, text in levels:
        _level(figure, value, text, log)
    for curve in drawn:
        for trace in _traces(curve):
            figure.add_trace(trace)
    if at is not None:
        look.vertical(figure, at, line={"width": 1, "color": TOKENS.soft})
    return figure


def _level(figure: go.Figure, value: float, text: str, log: bool) -> None:
    """Draw a level, and its name above it at the right; a log axis counts in decades."""
    soft = TOKENS.soft
    look.horizontal(figure, value, line={"color": soft, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=1,
        xref="x domain",
        y=float(np.log10(value)) if log else value,
        text=text,
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"color": soft},
    )


def _traces(curve: Curve) -> list[go.Scatter]:
    at = np.unique(np.linspace(0, len(curve.x) - 1, MOST).round().astype(int))
    colour = CLASSES[curve.colour % len(CLASSES)]
    ink = class_ink(curve.colour)
    line = {"color": ink if curve.predicted else colour, "width": 1.6 if curve.predicted else 2}
    if curve.predicted:
        line["dash"] = "dash"
    main = go.Scatter(
        x=curve.x[at],
        y=curve.y[at],
        name=curve.name,
        mode="lines",
        line=line,
        hovertemplate=f"{curve.name}: %{{y:.4g}}<extra></extra>",
    )
    if curve.band is None:
        return [main]
    low, high = (edge[at] for edge in curve.band)
    around = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    below = go.Scatter(x=curve.x[at], y=low, **around)
    above = go.Scatter(x=curve.x[at], y=high, fill="tonexty", fillcolor=f"{colour}33", **around)
    return [below, above, main]
