"""Figures of Hebb's and Oja's rule: a step in the plane, what is visited, cosines."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink, diverging
from aelab.figures.drawn import drawn_once

CELLS = 180  # of the picture of what is visited, upwards
Values = NDArray[Any]


@drawn_once
def step(cloud: Values, sample: Values, before: Values, after: Values) -> go.Figure:
    """Draw one step of a learning rule in the plane.

    Args:
        cloud: The samples (n, 2).
        sample: The sample x (2,) of this step.
        before: The weights w (2,) before it.
        after: The weights w (2,) after it.

    """
    reach = 1.15 * max(3.0, *np.abs([sample, before, after]).max(0))
    axis = {"range": [-reach, reach], "nticks": 7}
    figure = look.figure(
        xaxis=axis | {"title": {"text": "x₁"}, "constrain": "domain"},
        yaxis=axis | {"title": {"text": "x₂"}, "scaleanchor": "x"},
        margin={"l": 8, "r": 8, "t": 12, "b": 48},
    )
    dots = {"size": 4, "color": TOKENS.soft, "opacity": 0.4}
    figure.add_trace(
        go.Scatter(x=cloud[:, 0], y=cloud[:, 1], mode="markers", marker=dots, hoverinfo="skip")
    )
    for end, text, colour, up in (
        (before, "w", TOKENS.soft, -12),
        (after, "w + Δw", TOKENS.accent, 12),
        (sample, "x", class_ink(1), 12),
    ):
        _arrow(figure, end, text, colour, up)
    return figure


def _arrow(figure: go.Figure, end: Values, text: str, colour: str, up: int) -> None:
    figure.add_annotation(
        x=float(end[0]),
        y=float(end[1]),
        ax=0,
        ay=0,
        xref="x",
        yref="y",
        axref="x",
        ayref="y",
        showarrow=True,
        arrowhead=2,
        arrowwidth=2,
        arrowcolor=colour,
        text="",
    )
    figure.add_annotation(
        x=float(end[0]),
        y=float(end[1]),
        text=f"<b>{text}</b>",
        showarrow=False,
        xshift=up,
        yshift=up,
        font={"color": colour},
    )


@drawn_once
def visited(steps: Values, w: Values, chosen: float) -> go.Figure:
    """Draw the values that √α w (n, s) visits against ελ₁ (s,), and mark the chosen ελ₁."""
    figure = look.figure(
        xaxis={"title": {"text": "ελ₁"}, "range": [0, 2.3], "nticks": 7},
        yaxis={"title": {"text": "√α w along u₁"}, "range": [-2.2, 2.2], "nticks": 6},
    )
    edges = np.linspace(-2.2, 2.2, CELLS + 1)
    counts = np.array([np.histogram(of[np.isfinite(of)], edges)[0] for of in w.T]).T
    heat = go.Heatmap(
        x=steps,
        y=(edges[1:] + edges[:-1]) / 2,
        z=np.log1p(counts).round(2),
        showscale=False,
        colorscale=[[0, look.CLEAR], [0.1, f"{CLASSES[0]}88"], [1, CLASSES[0]]],
        zmin=0,
        zmax=4,
        hoverinfo="skip",
    )
    figure.add_trace(heat)
    for value, text in ((1.0, "stable below 1"), (2.0, "bounded up to 2")):
        figure.add_vline(
            value,
            line={"color": TOKENS.soft, "width": 1, "dash": "dot"},
            annotation_text=text,
            annotation_position="bottom left",
            annotation_font={"color": TOKENS.soft},
        )
    look.vertical(figure, chosen, line={"color": TOKENS.accent, "width": 2})
    return figure


@drawn_once
def cosines(values: Values) -> go.Figure:
    """Draw the cosines (k, d) between rows w_i and eigenvectors u_j as a table of colours."""
    rows, columns = values.shape
    figure = look.figure(
        xaxis={"showline": False, "ticks": ""},
        yaxis={"showline": False, "ticks": "", "autorange": "reversed"},
    )
    heat = go.Heatmap(
        z=values,
        x=[f"u{_low(j)}" for j in range(columns)],
        y=[f"w{_low(i)}" for i in range(rows)],
        zmin=-1,
        zmax=1,
        colorscale=diverging(),
        xgap=2,
        ygap=2,
        showscale=False,
        text=[[f"{v:.2f}".replace("-", "−") for v in row] for row in values],
        texttemplate="%{text}",
        hoverinfo="skip",
    )
    figure.add_trace(heat)
    return figure


def _low(index: int) -> str:
    return "₁₂₃₄₅₆₇₈₉"[index]
