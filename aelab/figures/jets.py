"""One jet on its way from constituents to an image, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS, lowest, sequential
from aelab.figures.drawn import drawn_once
from aelab.figures.pixels import Scale, heatmap, square

SPARE = 0.02  # of the row between two of its pictures
AREA = 8.0  # square pixels for each GeV, in the large picture
SMALL = 0.12  # of that area, in the row of small ones
FINEST = 3.0  # pixels across, of the smallest disc


@dataclass(frozen=True)
class Stage:
    """A jet at one step: its constituents (n,) in the plane, or an image (p, p) of it."""

    name: str
    axes: tuple[str, str]
    scale: Scale
    pt: NDArray[Any] | None = None
    x: NDArray[Any] | None = None
    y: NDArray[Any] | None = None
    image: NDArray[Any] | None = None


@drawn_once
def row(stages: Sequence[Stage], current: int, window: float) -> go.Figure:
    """Draw all steps small beside each other, the current one in a frame."""
    layout: dict[str, Any] = {"shapes": [], "plot_bgcolor": TOKENS.card}
    traces = []
    for i, stage in enumerate(stages):
        x, y = f"x{i + 1}", f"y{i + 1}"
        line = {"linecolor": TOKENS.accent, "linewidth": 3} if i == current else {}
        traces.append(_trace(stage, window, SMALL, xaxis=x, yaxis=y))
        layout |= _place(i, len(stages), window, line)
        if stage.image is not None:
            layout["shapes"].append(_ground(x, y))
    figure = look.figure(margin={"l": 2, "r": 2, "t": 2, "b": 2}, **layout)
    return figure.add_traces(traces).update_traces(showscale=False, selector={"type": "heatmap"})


def _place(i: int, count: int, window: float, line: dict[str, Any]) -> dict[str, Any]:
    """Return the axes of the i-th of so many squares beside each other."""
    width = (1 - SPARE * (count - 1)) / count
    start, name = i * (width + SPARE), i + 1
    bare = {"range": [-window, window], "showgrid": False, "showticklabels": False, "ticks": ""}
    shared = bare | {"mirror": True, "constrain": "domain"} | line
    across = {"domain": [start, min(start + width, 1)], "anchor": f"y{name}"}
    up = {"scaleanchor": f"x{name}", "anchor": f"x{name}", "constraintoward": "top"}
    return {f"xaxis{name}": shared | across, f"yaxis{name}": shared | up}


@drawn_once
def one(stage: Stage, window: float) -> go.Figure:
    """Draw one step large: discs with the area and the colour of their pT, or pixels."""
    figure = square(window, *stage.axes)
    figure.add_trace(_trace(stage, window, 1))
    if stage.image is not None:
        return figure.update_layout(plot_bgcolor=lowest())
    across = {"color": TOKENS.axis, "width": 1, "dash": "dot"}
    look.horizontal(figure, 0, line=across, layer="below")
    look.vertical(figure, 0, line=across, layer="below")
    return figure


def _trace(stage: Stage, window: float, size: float, **where: Any) -> go.Scatter | go.Heatmap:
    if stage.image is not None:
        return heatmap(stage.image, window, stage.scale, **where)
    return _discs(stage, size, TOKENS.soft, **where)


def _discs(stage: Stage, size: float, edge: str, **where: Any) -> go.Scatter:
    """Return the constituents, hard ones first, so that soft ones lie on top of them."""
    pt, x, y = (np.asarray(v, np.float32) for v in (stage.pt, stage.x, stage.y))
    order, scale = np.argsort(-pt), stage.scale
    return go.Scatter(
        x=x[order],
        y=y[order],
        mode="markers",
        customdata=pt[order],
        hovertemplate="%{customdata:.1f} GeV<br>at (%{x:.2f}, %{y:.2f})<extra></extra>",
        marker={
            "size": diameters(pt[order], size),
            "color": scale(pt[order]),
            "cmin": scale.low,
            "cmax": scale.high,
            "colorscale": sequential(),
            "colorbar": scale.marks(),
            "showscale": size == 1,
            "opacity": 0.85,
            "line": {"width": 0.7 if size == 1 else 0.4, "color": edge},
        },
        **where,
    )


def diameters(pt: NDArray[Any], size: float = 1) -> NDArray[np.float32]:
    """Return the diameters (n,), in pixels, of discs whose area is in proportion to pT in GeV."""
    finest = FINEST * size**0.5
    exact = np.sqrt(4 / np.pi * AREA * size * pt)
    drawn: NDArray[Any] = np.maximum(exact, finest)
    return drawn.astype(np.float32)


def _ground(x: str, y: str) -> dict[str, Any]:
    """Return a square behind an image, of the colour of pixels without pT."""
    place = {"xref": f"{x} domain", "yref": f"{y} domain", "x0": 0, "x1": 1, "y0": 0, "y1": 1}
    return place | {"layer": "below", "line": {"width": 0}, "fillcolor": lowest()}
