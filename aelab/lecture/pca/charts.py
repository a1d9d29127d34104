"""Figures of the chapter on principal component analysis."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS
from aelab.figures.drawn import drawn_once

SHOWN = 60  # eigenvalues of the scree plot


@drawn_once
def scree(values: NDArray[Any], count: int) -> go.Figure:
    """Draw the share of the variance of the first components; ``count`` of them are kept."""
    shares = 100 * values[:SHOWN] / values.sum()
    number = np.arange(1, len(shares) + 1)
    figure = look.figure(
        xaxis={"title": {"text": "component"}, "showgrid": False, "range": [0, SHOWN + 1]},
        yaxis={"title": {"text": "share of the variance"}, "ticksuffix": " %", "nticks": 5},
        bargap=0.25,
    )
    return figure.add_bar(
        x=number,
        y=shares,
        marker={"color": [TOKENS.blue if i <= count else TOKENS.axis for i in number]},
        hovertemplate="component %{x}: %{y:.2f} %<extra></extra>",
    )


@drawn_once
def variance_left_out(values: NDArray[Any], count: int) -> go.Figure:
    """Draw the share of the variance that is left out against the number of components."""
    whole = values.sum()
    left = 100 * (1 - np.cumsum(values) / whole).clip(0)
    figure = look.figure(
        xaxis={"title": {"text": "number of components l"}, "type": "log", "dtick": 1},
        yaxis={"title": {"text": "variance left out"}, "ticksuffix": " %", "range": [0, 100]},
    )
    figure.add_scatter(
        x=np.arange(1, len(left) + 1),
        y=left,
        mode="lines",
        line={"color": TOKENS.blue, "width": 2},
        hovertemplate="l = %{x}: %{y:.1f} %<extra></extra>",
    )
    return figure.add_scatter(
        x=[count],
        y=[left[count - 1]],
        mode="markers+text",
        text=[f"{left[count - 1]:.1f} %"],
        textposition="top right",
        marker={"size": 11, "color": TOKENS.warm},
        hoverinfo="skip",
        cliponaxis=False,
    )


@drawn_once
def lines(
    values: Mapping[str, NDArray[Any]], current: str, direction: float, best: float
) -> go.Figure:
    """Draw what the lines of the derivation give at each degree of half a turn.

    Args:
        values: The value (180,) of each line, by its name.
        current: The name of the line that is drawn strongly.
        direction: The angle that is set, in degrees.
        best: The angle of the first principal axis, in degrees.

    """
    figure = look.figure(
        xaxis={
            "title": {"text": "angle of d"},
            "range": [0, 179],
            "tickvals": [0, 45, 90, 135],
            "ticktext": ["0°", "45°", "90°", "135°"],
        },
        yaxis={"nticks": 6},
    )
    look.vertical(figure, best, line={"color": TOKENS.soft, "width": 1, "dash": "dot"})
    look.vertical(figure, direction, line={"color": TOKENS.accent, "width": 1})
    for (name, value), dash in zip(values.items(), ("solid", "dash", "dot"), strict=False):
        now = name == current
        colour, width = (TOKENS.blue, 3) if now else (TOKENS.soft, 1.5)
        figure.add_scatter(
            x=np.arange(len(value)),
            y=value,
            mode="lines",
            name=name,
            showlegend=True,
            line={"color": colour, "width": width, "dash": dash},
            hovertemplate=f"{name}: %{{y:.3g}}<extra></extra>",
        )
    return figure.update_layout(showlegend=True, legend=look.ABOVE)


@drawn_once
def axes(x: NDArray[Any], drawn: Sequence[tuple[str, NDArray[Any], NDArray[Any]]]) -> go.Figure:
    """Draw points (m, 2) and lines, each with its name, a point (2,) and a direction (2,).

    The first line is the one that is right.
    """
    reach = float(np.abs(x).max()) * 1.1
    figure = _plane(x, reach, ("x₁", "x₂"))
    figure.add_scatter(
        x=[0],
        y=[0],
        mode="markers+text",
        text=["origin"],
        textposition="bottom right",
        textfont={"color": TOKENS.soft},
        hoverinfo="skip",
        showlegend=False,
        marker={"symbol": "cross-thin", "size": 12, "line": {"width": 2, "color": TOKENS.soft}},
    )
    for (name, through, along), colour in zip(drawn, (TOKENS.blue, TOKENS.warm), strict=True):
        upward = along if along[1] > 0 else -along
        ends = np.stack([through - 9 * reach * upward, through + 9 * reach * upward])
        figure.add_scatter(
            x=ends[:, 0],
            y=ends[:, 1],
            mode="lines",
            line={"color": colour, "width": 2},
            hoverinfo="skip",
            name=name,
            showlegend=True,
        )
    return figure.update_layout(showlegend=True, legend=look.ABOVE)


@drawn_once
def codes(z: NDArray[Any]) -> go.Figure:
    """Draw codes (m, 2) on equal scales."""
    return _plane(z, float(np.abs(z).max()) * 1.1, ("z₁", "z₂"))


def _plane(x: NDArray[Any], reach: float, names: tuple[str, str]) -> go.Figure:
    shared = {"range": [-reach, reach], "nticks": 6, "zeroline": True}
    ground = {"zerolinecolor": TOKENS.axis, "zerolinewidth": 1, "constrain": "domain"}
    figure = look.figure(
        xaxis=shared | ground | {"title": {"text": names[0]}},
        yaxis=shared | ground | {"title": {"text": names[1]}, "scaleanchor": "x"},
    )
    return figure.add_scatter(
        x=x[:, 0],
        y=x[:, 1],
        mode="markers",
        showlegend=False,
        marker={"size": 6, "color": TOKENS.ink, "opacity": 0.6},
        hovertemplate="(%{x:.2f}, %{y:.2f})<extra></extra>",
    )
