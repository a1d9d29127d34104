"""Figures of estimators: their histograms beside each other, with their means."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once

Values = NDArray[Any]
BINS = 90


@drawn_once
def histograms(estimates: Mapping[str, Values], truth: float, reach: float) -> go.Figure:
    """Draw the density of estimates (n,) by name as outlines, within ``reach`` of the truth.

    What lies beyond is left out of the picture, not of the density.
    """
    edges = np.linspace(truth - reach, truth + reach, BINS + 1)
    figure = look.figure(
        xaxis={"title": {"text": "estimate of the gradient"}, "nticks": 9},
        yaxis={"title": {"text": "density"}, "nticks": 5, "rangemode": "tozero"},
    )
    figure.add_vline(
        truth,
        line={"color": TOKENS.soft, "width": 1, "dash": "dot"},
        annotation_text=f"exact: {truth:g}",
        annotation_font={"color": TOKENS.soft},
    )
    inks = [class_ink(0), *CLASSES[1:]]
    for (name, values), ink in zip(estimates.items(), inks, strict=False):
        counts, _ = np.histogram(values, edges)
        density = counts / (len(values) * (edges[1] - edges[0]))
        figure.add_scatter(
            x=edges,
            y=np.append(density, density[-1]),
            mode="lines",
            name=name,
            line={"color": ink, "width": 2, "shape": "hv"},
            hoverinfo="skip",
        )
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    return figure.update_layout(showlegend=True, legend=legend)
