"""The look of all figures: one Plotly template."""

import json
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from aelab.figures.colours import CLASSES, TOKENS
from aelab.once import once

FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'
SIZE = 14  # pixels of the smallest letters
LARGE = 19  # for the back row of a lecture hall
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset"}
STILL = {"staticPlot": True, "displayModeBar": False}
CLEAR = "rgba(0,0,0,0)"
ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}  # where a legend stands

pio.templates.default = None  # figures are made bare


def figure(**layout: Any) -> go.Figure:
    """Return an empty figure, and what is said of its layout; it is given its look when shown."""
    return go.Figure(layout=layout)


def vertical(chart: go.Figure, x: float, **style: Any) -> None:
    """Draw a line from the bottom to the top at ``x``."""
    chart.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="y domain", **style)


def horizontal(chart: go.Figure, y: float, **style: Any) -> None:
    """Draw a line from the left to the right at ``y``."""
    chart.add_shape(type="line", x0=0, x1=1, y0=y, y1=y, xref="x domain", **style)


@once(4)
def template(size: int = SIZE) -> str:
    """Return the template of all figures, as JSON: calm axes, letters of ``size`` px, no title.

    Its colours are tokens.

    Plotly takes as long to copy it into a figure as to make the figure.
    """
    font = {"family": FONT, "size": size, "color": TOKENS.ink}
    soft = font | {"color": TOKENS.soft}
    axis = {
        "gridcolor": TOKENS.line,
        "linecolor": TOKENS.axis,
        "tickcolor": TOKENS.axis,
        "zeroline": False,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickfont": soft,
        "title": {"font": font, "standoff": 6},
        "automargin": True,
    }
    bar = {
        "thickness": 12,
        "outlinewidth": 0,
        "ticks": "outside",
        "ticklen": 3,
        "tickcolor": TOKENS.axis,
        "tickfont": soft,
        "title": {"font": font, "side": "right"},
    }
    made = go.layout.Template(
        layout={
            "font": font,
            "colorway": CLASSES,
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "hoverlabel": {"bgcolor": TOKENS.card, "bordercolor": TOKENS.axis, "font": font},
        },
        data={"heatmap": [{"colorbar": bar}], "scatter": [{"marker": {"colorbar": bar}}]},
    )
    return json.dumps(made.to_plotly_json(), separators=(",", ":"))
