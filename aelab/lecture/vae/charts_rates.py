"""Figures of rate and distortion: against each other, and what the rate consists of."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS
from aelab.figures.drawn import drawn_once
from aelab.metrics import Estimate

Values = NDArray[Any]
ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}


@drawn_once
def plane(beta: Values, rate: Sequence[Estimate], distortion: Sequence[Estimate]) -> go.Figure:
    """Draw the distortion against the rate, in nats, one point for each β (n,), with errors."""
    right = 1.15 * max(r.value for r in rate)  # with room for the label of the last point
    figure = look.figure(
        xaxis={"title": {"text": "rate R = ⟨KL⟩, nats"}, "nticks": 6, "range": [0, right]},
        yaxis={"title": {"text": "distortion D, nats"}, "nticks": 6},
    )
    figure.add_scatter(
        x=[r.value for r in rate],
        y=[d.value for d in distortion],
        error_x={"array": [r.error for r in rate], "thickness": 1.4, "width": 4},
        error_y={"array": [d.error for d in distortion], "thickness": 1.4, "width": 4},
        mode="lines+markers+text",
        text=[f"β = {b:g}" for b in beta],
        textposition="top right",
        textfont={"color": TOKENS.soft},
        marker={"size": 8, "color": TOKENS.blue},
        line={"color": TOKENS.blue, "width": 1.4},
        cliponaxis=False,
        hovertemplate="%{text}: R = %{x:.2f}, D = %{y:.2f} nats<extra></extra>",
    )
    return figure


@drawn_once
def parts(
    beta: Values,
    information: Sequence[Estimate],
    marginal: Sequence[Estimate],
    whole: Sequence[Estimate],
    most: float,
) -> go.Figure:
    """Draw the two parts of ⟨KL⟩ on each other for each β, in nats, and ⟨KL⟩ as points.

    Args:
        beta: values of β (n,).
        information: I(x; z) at each of them.
        marginal: KL(q(z) ‖ p) at each of them.
        whole: ⟨KL⟩ at each of them.
        most: ln N, the most that the information can be.

    """
    names = [f"{b:g}" for b in beta]
    figure = look.figure(
        barmode="stack",
        bargap=0.4,
        xaxis={"title": {"text": "β"}, "type": "category", "showgrid": False},
        yaxis={"title": {"text": "nats"}, "nticks": 6},
    )
    for name, values, colour in (
        ("I(x; z)", information, TOKENS.blue),
        ("KL(q(z)‖p)", marginal, TOKENS.warm),
    ):
        figure.add_bar(
            name=name,
            x=names,
            y=[v.value for v in values],
            marker={"color": colour},
            hovertemplate=f"{name}: %{{y:.2f}} nats<extra></extra>",
        )
    figure.add_scatter(
        name="⟨KL⟩",
        x=names,
        y=[v.value for v in whole],
        error_y={"array": [v.error for v in whole], "thickness": 1.4, "width": 5},
        mode="markers",
        marker={"size": 8, "color": TOKENS.ink, "symbol": "diamond"},
        hovertemplate="⟨KL⟩: %{y:.2f} nats<extra></extra>",
    )
    look.horizontal(figure, most, line={"color": TOKENS.soft, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=1,
        xref="x domain",
        y=most,
        text=f"ln N = {most:.1f}",
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"color": TOKENS.soft},
    )
    return figure.update_layout(showlegend=True, legend=ABOVE)
