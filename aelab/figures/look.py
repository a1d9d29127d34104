"""The look of all figures: one Plotly template, in light and dark."""

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from aelab.figures.colours import CLASSES, palette

FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'
SIZE = 14  # pixels of the smallest letters
LARGE = 19  # for the back row of a lecture hall
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset"}
STILL = {"staticPlot": True, "displayModeBar": False}
CLEAR = "rgba(0,0,0,0)"


def figure(dark: bool, **layout: Any) -> go.Figure:
    """Return an empty figure with the lab's look, and what else is said of its layout."""
    return go.Figure(layout={"template": template(dark), **layout})


@lru_cache(maxsize=4)
def template(dark: bool, size: int = SIZE) -> go.layout.Template:
    """Return the template of all figures: calm axes, letters of ``size`` px, no title."""
    colours = palette(dark)
    font = {"family": FONT, "size": size, "color": colours.ink}
    soft = font | {"color": colours.soft}
    axis = {
        "gridcolor": colours.line, "linecolor": colours.axis, "tickcolor": colours.axis,
        "zeroline": False, "showline": True, "ticks": "outside", "ticklen": 4,
        "tickfont": soft, "title": {"font": font, "standoff": 6}, "automargin": True,
    }  # fmt: skip
    bar = {
        "thickness": 12, "outlinewidth": 0, "ticks": "outside", "ticklen": 3,
        "tickcolor": colours.axis, "tickfont": soft, "title": {"font": font, "side": "right"},
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": font,
            "colorway": CLASSES,
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            "hoverlabel": {"bgcolor": colours.card, "bordercolor": colours.axis, "font": font},
        },
        data={"heatmap": [{"colorbar": bar}], "scatter": [{"marker": {"colorbar": bar}}]},
    )  # fmt: skip
