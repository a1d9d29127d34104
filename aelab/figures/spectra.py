"""Distributions of one quantity for several classes, as step histograms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once

BARE = {"showgrid": False, "nticks": 8}


@dataclass(frozen=True)
class Spectrum:
    """What is counted: name, unit, and bins from low to high."""

    name: str
    unit: str
    low: float
    high: float
    width: float

    @property
    def edges(self) -> NDArray[np.float64]:
        """The edges (b + 1,) of the bins."""
        return np.linspace(self.low, self.high, round((self.high - self.low) / self.width) + 1)

    def shares(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return the share of the values (n,) in each bin (b,); what lies outside is in none."""
        counts, _ = np.histogram(values, self.edges)
        return counts / max(len(values), 1)


@drawn_once
def spectrum(
    what: Spectrum,
    shares: Mapping[str, NDArray[Any]],
    lines: Sequence[tuple[float, str]] = (),
) -> go.Figure:
    """Draw the shares (b,) of each class in bins, with lines at known values."""
    per = f"share of jets per {what.width:g} {what.unit}".rstrip()
    title = f"{what.name} ({what.unit})" if what.unit else what.name
    top = 1.2 * 100 * max(float(np.max(v)) for v in shares.values())
    figure = look.figure(
        xaxis={"title": {"text": title}, "range": [what.low, what.high]} | BARE,
        yaxis={"title": {"text": per}, "range": [0, top], "ticksuffix": " %", "nticks": 5},
        hovermode="x",
    )
    for value, text in lines:
        _line(figure, value, text)
    for i, name in enumerate(shares):
        figure.add_trace(_steps(what, name, 100 * np.asarray(shares[name]), i))
    for i, name in enumerate(shares):  # above all lines
        figure.add_annotation(**_label(what, name, shares, i, class_ink(i)))
    return figure


def _steps(what: Spectrum, name: str, percent: NDArray[Any], index: int) -> go.Scatter:
    """Return the outline of a histogram, closed at both ends, its ground faintly filled."""
    edges, colour = what.edges, CLASSES[index]
    return go.Scatter(
        x=edges,
        y=np.append(percent, percent[-1]).astype(np.float32),
        name=name,
        mode="lines",
        line={"shape": "hv", "width": 2, "color": colour},
        fill="tozeroy",
        fillcolor=f"{colour}22",
        hovertemplate=f"{name}: %{{y:.2f}} %<extra></extra>",
    )


def _label(
    what: Spectrum, name: str, shares: Mapping[str, NDArray[Any]], index: int, colour: str
) -> dict[str, Any]:
    """Return the name of a class, where it stands out most from the others."""
    mine = np.asarray(shares[name])
    others = [np.asarray(v) for other, v in shares.items() if other != name]
    at = int(np.argmax(mine - np.max(others, axis=0) if others else mine))
    middle = (what.edges[at] + what.edges[at + 1]) / 2
    return {
        "x": middle,
        "y": 100 * float(mine[at]),
        "text": f"<b>{name}</b>",
        "showarrow": False,
        "xanchor": "right",
        "xshift": -4,
        "yshift": 10,
        "font": {"color": colour},
    }


def _line(figure: go.Figure, value: float, text: str) -> None:
    look.vertical(figure, value, line={"color": TOKENS.soft, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=value,
        y=1,
        yref="paper",
        text=text,
        showarrow=False,
        xanchor="left",
        yanchor="top",
        xshift=4,
        font={"color": TOKENS.soft},
    )
