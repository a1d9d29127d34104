"""Figures of a search: one spectrum with its fit, and the significances of many toys."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, faint
from aelab.figures.drawn import drawn_once

Values = NDArray[np.float64]
BINS = 60
FAR = 4.0  # standard deviations that the axis reaches beyond zero, at least


@drawn_once
def spectrum(
    edges: Values, counts: Values, fitted: Values, window: tuple[float, float]
) -> go.Figure:
    """Draw the jets in each bin with the fit of the sidebands, and their difference below.

    Args:
        edges: edges (b + 1,) of the bins in GeV.
        counts: number of jets (b,).
        fitted: what the fit expects (b,).
        window: ends of the window in GeV, which the fit does not see.

    """
    figure = make_subplots(
        2, 1, shared_xaxes=True, row_heights=[0.64, 0.36], vertical_spacing=0.06
    )
    centres = (edges[1:] + edges[:-1]) / 2
    figure.add_trace(_points("jets", centres, counts, np.sqrt(counts)), row=1, col=1)
    line = {"color": TOKENS.ink, "width": 1.6, "dash": "dash"}
    fit = go.Scatter(x=centres, y=fitted, mode="lines", name="fit of the sidebands", line=line)
    figure.add_trace(fit, row=1, col=1)
    difference = (counts - fitted) / np.sqrt(fitted)
    below = _points("difference", centres, difference, np.ones_like(centres))
    figure.add_trace(below.update(showlegend=False), row=2, col=1)
    figure.add_hline(0, row=2, col=1, line={"color": TOKENS.soft, "width": 1})
    figure.add_vrect(*window, fillcolor=faint("accent", "1c"), line={"width": 0}, layer="below")
    width = edges[1] - edges[0]
    figure.update_xaxes(title_text="jet mass (GeV)", row=2, col=1)
    figure.update_yaxes(title_text=f"jets per {width:g} GeV", rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title_text="(n − fit)/√fit", nticks=5, row=2, col=1)
    return figure.update_layout(showlegend=True, legend=look.ABOVE, margin={"t": 30})


def _points(name: str, x: Values, y: Values, error: Values) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=y,
        name=name,
        mode="markers",
        marker={"size": 5, "color": CLASSES[0]},
        error_y={"array": error, "thickness": 1.2, "width": 0},
        hovertemplate=f"{name}: %{{y:.4g}}<extra></extra>",
    )


@drawn_once
def significances(toys: Mapping[str, Values]) -> go.Figure:
    """Draw the density of the significances (t,) of toys by name, and the standard Gaussian."""
    low = min(-FAR, *(float(z.min()) for z in toys.values()))
    high = max(FAR, *(float(z.max()) for z in toys.values()))
    edges = np.linspace(low, high, BINS + 1)
    figure = look.figure(
        xaxis={"title": {"text": "significance Z"}, "nticks": 9},
        yaxis={"title": {"text": "density of toys"}, "nticks": 5, "rangemode": "tozero"},
    )
    for i, (name, z) in enumerate(toys.items()):
        density = np.histogram(z, edges, density=True)[0]
        figure.add_trace(_outline(name, edges, density, i))
    x = np.linspace(low, high, 200)
    gaussian = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    line: dict[str, Any] = {"color": TOKENS.ink, "width": 1.6, "dash": "dash"}
    figure.add_scatter(x=x, y=gaussian, mode="lines", name="standard Gaussian", line=line)
    return figure.update_layout(showlegend=True, legend=look.ABOVE, margin={"t": 30})


def _outline(name: str, edges: Values, density: Values, index: int) -> go.Scatter:
    colour = CLASSES[index]
    return go.Scatter(
        x=edges,
        y=np.append(density, density[-1]),
        name=name,
        mode="lines",
        line={"shape": "hv", "width": 2, "color": colour},
        fill="tozeroy",
        fillcolor=f"{colour}22",
        hovertemplate=f"{name}: %{{y:.2f}}<extra></extra>",
    )
