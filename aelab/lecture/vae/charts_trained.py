"""Figures of bounds of trained models against their number of samples."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once
from aelab.lecture.vae.trained_bounds import Trained

ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
FAINT = 0.18


@drawn_once
def bounds(models: Sequence[Trained], published: Mapping[int, float]) -> go.Figure:
    """Draw the bound of k samples in nats against k, with a band of one standard error.

    ``published`` are −ln p(x) by samples of the training, drawn as open marks at the right.
    """
    figure = look.figure(
        xaxis={"title": {"text": "samples k of the bound"}, "type": "log", "dtick": 1},
        yaxis={"title": {"text": "bound of ln p(x), nats per digit"}, "nticks": 7},
    )
    for i, model in enumerate(models):
        bound, error = np.array(model.bound), np.array(model.error)
        name = f"trained with k = {model.samples}"
        figure.add_scatter(
            x=[*model.counts, *model.counts[::-1]],
            y=[*(bound - error), *(bound + error)[::-1]],
            mode="lines",
            fill="toself",
            line={"width": 0, "color": CLASSES[i]},
            fillcolor=CLASSES[i],
            opacity=FAINT,
            showlegend=False,
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=list(model.counts),
            y=list(bound),
            mode="lines+markers",
            name=name,
            line={"color": class_ink(i), "width": 2},
            marker={"size": 6, "color": CLASSES[i]},
            hovertemplate=f"{name}, bound of %{{x}}: %{{y:.2f}} nats<extra></extra>",
        )
        if model.samples in published:
            _reference(figure, model, -published[model.samples], i)
    return figure.update_layout(showlegend=True, legend=ABOVE)


def _reference(figure: go.Figure, model: Trained, value: float, colour: int) -> None:
    figure.add_scatter(
        x=[model.counts[-1]],
        y=[value],
        mode="markers",
        name="Burda et al.",
        legendgroup="published",
        showlegend=colour == 0,
        marker={
            "size": 10,
            "symbol": "diamond-open",
            "color": class_ink(colour) if colour else TOKENS.ink,
        },
        hovertemplate=f"Burda et al., k = {model.samples}: %{{y:.2f}} nats<extra></extra>",
    )
