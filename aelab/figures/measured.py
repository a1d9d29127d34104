"""Figures of what was measured, with its errors, beside what is predicted of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once

Values = NDArray[Any]
ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}


@dataclass(frozen=True, kw_only=True)
class Series:
    """One quantity: name, places x (n,), values y (n,), its errors and predictions if any.

    Measured values are points; ``joined`` they have a line through them.
    """

    name: str
    x: Values
    y: Values
    error: Values | None = None
    predicted: Values | None = None
    colour: int = 0
    joined: bool = False


@drawn_once
def measured(
    series: Sequence[Series],
    x: str,
    y: str,
    log: str = "",
    levels: Sequence[tuple[float, str]] = (),
    at: float | None = None,
    span: tuple[float, float] | None = None,
    names: Sequence[str] = (),
) -> go.Figure:
    """Draw measured points with their errors, and what is predicted.

    Args:
        series: the points.
        x: title of the horizontal axis.
        y: title of the vertical axis.
        log: names of the logarithmic axes, such as "xy".
        levels: values and names of horizontal lines.
        at: place on the horizontal axis that is marked.
        span: ends of the vertical axis, None to show all.
        names: labels of x = 0, 1, …, none for numbers.

    """
    across: dict[str, Any] = {"title": {"text": x}, "nticks": 8}
    up: dict[str, Any] = {"title": {"text": y}, "nticks": 6}
    for name, axis in (("x", across), ("y", up)):
        if name in log:
            axis |= {"type": "log", "exponentformat": "none", "dtick": 1}
    if names:
        across |= {"tickvals": list(range(len(names))), "ticktext": list(names)}
    if span:
        up["range"] = [float(np.log10(v)) if "y" in log else v for v in span]
    figure = look.figure(xaxis=across, yaxis=up)
    for value, text in levels:
        _level(figure, value, text, "y" in log)
    if at is not None:
        look.vertical(figure, at, line={"color": TOKENS.accent, "width": 1})
    for curve in series:
        for trace in _traces(curve):
            figure.add_trace(trace)
    if any(curve.predicted is not None for curve in series):  # one word for all dashed lines
        line = {"color": TOKENS.ink, "width": 1.6, "dash": "dash"}
        figure.add_scatter(x=[None], y=[None], mode="lines", name="predicted", line=line)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def _level(figure: go.Figure, value: float, text: str, log: bool) -> None:
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


def _traces(line: Series) -> list[go.Scatter]:
    """Return points with their errors, and the prediction as a dashed line of their colour."""
    colour = CLASSES[line.colour % len(CLASSES)]
    label = f"{line.name}: %{{y:.4g}}<extra></extra>"
    traces = []
    if line.predicted is not None:
        traces.append(
            go.Scatter(
                x=line.x,
                y=line.predicted,
                mode="lines",
                showlegend=False,
                line={"color": class_ink(line.colour), "width": 1.6, "dash": "dash"},
                hovertemplate=f"predicted {label}",
            )
        )
    bars = None if line.error is None else {"array": line.error, "thickness": 1.4, "width": 4}
    traces.append(
        go.Scatter(
            x=line.x,
            y=line.y,
            mode="lines+markers" if line.joined else "markers",
            name=line.name,
            marker={"size": 7, "color": colour},
            line={"color": colour, "width": 2},
            error_y=bars,
            hovertemplate=label,
        )
    )
    return traces
