"""Figures over the plane of the data: arrows of a field, ellipses of a Jacobian, an error."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS, faint, sequential
from aelab.figures.drawn import drawn_once

Values = NDArray[np.float64]
CELLS = 61  # of a map, each way
FULL_CIRCLE = np.linspace(0, 2 * np.pi, 49)


def grid(reach: float, lines: int) -> Values:
    """Return places (lines, lines, 2) over ±reach, the first row at the bottom."""
    line = np.linspace(-reach, reach, lines)
    return np.stack(np.meshgrid(line, line), -1)


@drawn_once
def field(density: Values, at: Values, arrows: Values, points: Values, reach: float) -> go.Figure:
    """Draw a density, arrows and points over ±reach.

    Args:
        density: The density (r, r).
        at: The places (n, 2) of the arrows.
        arrows: The arrows (n, 2).
        points: The points (m, 2).
        reach: Half of the side of the square.

    """
    figure = _plane(reach)
    line = np.linspace(-reach, reach, len(density))
    figure.add_heatmap(
        x=line,
        y=line,
        z=density.astype(np.float32),
        showscale=False,
        hoverinfo="skip",
        colorscale=[[0, look.CLEAR], [1, faint("blue", "88")]],
    )
    dots = {"size": 3, "color": TOKENS.soft, "opacity": 0.6}
    figure.add_scatter(
        x=points[:, 0],
        y=points[:, 1],
        mode="markers",
        marker=dots,
        name="clean points",
        hoverinfo="skip",
    )
    shafts, heads = _arrows(at, arrows, 0.03 * reach)
    name = "σ²∇ln p_σ"
    figure.add_scatter(
        x=shafts[:, 0],
        y=shafts[:, 1],
        mode="lines",
        name=name,
        hoverinfo="skip",
        line={"color": TOKENS.ink, "width": 1.3},
    )
    figure.add_scatter(
        x=heads[:, 0],
        y=heads[:, 1],
        mode="lines",
        fill="toself",
        fillcolor=TOKENS.ink,
        line={"color": TOKENS.ink, "width": 0.5},
        showlegend=False,
        hoverinfo="skip",
    )
    return figure


def _arrows(at: Values, arrows: Values, size: float) -> tuple[Values, Values]:
    """Return shafts (3n, 2) and triangles (5n, 2) as lines that are broken between arrows."""
    ends, gap = at + arrows, np.full_like(at, np.nan)
    length = np.maximum(np.linalg.norm(arrows, axis=1, keepdims=True), 1e-12)
    along = arrows / length * np.minimum(size, length / 2)
    barb = 0.45 * np.stack([-along[:, 1], along[:, 0]], 1)
    corners = [ends, ends - along + barb, ends - along - barb, ends, gap]
    shafts = np.stack([at, ends, gap], 1).reshape(-1, 2)
    return shafts, np.stack(corners, 1).reshape(-1, 2)


@drawn_once
def norms(values: Values, at: Values, jacobians: Values, reach: float) -> go.Figure:
    """Draw a map of ‖J‖, and ellipses of the singular vectors of J.

    Args:
        values: ‖J‖ (r, r), the first row on top.
        at: The places (n, 2) of the ellipses.
        jacobians: J (n, k, 2) at these places.
        reach: Half of the side of the square.

    """
    figure = _plane(reach)
    line = np.linspace(-reach, reach, len(values))
    figure.add_heatmap(
        x=line,
        y=line,
        z=values.astype(np.float32),
        colorscale=sequential(),
        zmin=0,
        colorbar={"title": {"text": "‖∂h/∂x‖"}},
        hovertemplate="‖∂h/∂x‖ %{z:.3f}<br>at (%{x:.2f}, %{y:.2f})<extra></extra>",
    )
    rounds = ellipses(at, jacobians, 0.9 * reach / round(len(at) ** 0.5))
    for colour, width in (("rgba(0,0,0,0.6)", 3), ("#ffffff", 1.4)):
        figure.add_scatter(
            x=rounds[:, 0],
            y=rounds[:, 1],
            mode="lines",
            hoverinfo="skip",
            line={"color": colour, "width": width},
        )
    return figure


def ellipses(at: Values, jacobians: Values, most: float) -> Values:
    """Return lines (·, 2) around places (n, 2), broken between them.

    The half axes are the right singular vectors of each Jacobian (n, k, 2), as long as its
    singular values, all on one scale on which the longest is ``most``.
    """
    metric = np.einsum("nki,nkj->nij", jacobians, jacobians)
    squares, vectors = np.linalg.eigh(metric)
    axes = vectors * np.sqrt(squares.clip(0))[:, None]  # (n, 2, 2), columns
    scale = most / max(float(np.sqrt(squares.clip(0)).max()), 1e-12)
    circle = np.stack([np.cos(FULL_CIRCLE), np.sin(FULL_CIRCLE)])  # (2, t)
    rounds = at[:, None] + scale * np.swapaxes(axes @ circle, 1, 2)
    gap = np.full((len(at), 1, 2), np.nan)
    return np.asarray(np.concatenate([rounds, gap], 1).reshape(-1, 2))


@drawn_once
def spread(counts: Values, measured: Values, predicted: Values) -> go.Figure:
    """Draw the relative error of a mean of n estimates against n, and what is predicted."""
    figure = look.figure(
        xaxis={"title": {"text": "estimates n"}, "type": "log", "dtick": 1},
        yaxis={"title": {"text": "spread of the mean / ‖J‖²"}, "type": "log", "dtick": 1},
    )
    figure.add_scatter(
        x=counts,
        y=predicted,
        mode="lines",
        name="predicted ∝ 1/√n",
        line={"color": TOKENS.soft, "width": 1.6, "dash": "dash"},
        hovertemplate="n = %{x}: %{y:.3f}<extra></extra>",
    )
    figure.add_scatter(
        x=counts,
        y=measured,
        mode="markers",
        name="measured, 300 means each",
        marker={"size": 9, "color": TOKENS.blue},
        hovertemplate="n = %{x}: %{y:.3f}<extra></extra>",
    )
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    return figure.update_layout(showlegend=True, legend=legend)


def _plane(reach: float) -> go.Figure:
    axis = {"range": [-reach, reach], "nticks": 7, "constrain": "domain", "showgrid": False}
    return look.figure(
        xaxis=axis | {"title": {"text": "x₁"}},
        yaxis=axis | {"title": {"text": "x₂"}, "scaleanchor": "x"},
    )
