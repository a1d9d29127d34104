"""Figures of autoencoders: shares left unexplained, and the error surface of a linear one."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, DARK, TOKENS, mixed, sequential
from aelab.figures.drawn import drawn_once

Shares = Mapping[str, NDArray[Any]]
ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}
SYMBOLS = ("circle", "circle-open", "x-thin-open")  # of training, held-out, noise
LEFT = "share of the variance left, %"
CELLS = 81  # of the surface, each way
REACH = 1.7  # of its axes
MARKED = mixed(CLASSES[6], DARK.ink, 0.3)  # a place on the map, dark in both themes
HIGHEST = 6.0  # error that is told from higher ones


@drawn_once
def copies(shares: Shares, spreads: Shares, kinds: Sequence[str]) -> go.Figure:
    """Draw the shares (kinds,) that each run leaves of each kind of samples, on a log axis.

    ``spreads`` are their standard deviations over seeds, drawn as error bars.
    """
    figure = look.figure(
        xaxis={"title": {"text": LEFT}, "type": "log"}
        | _marks((1e-4, 1e-3, 0.01, 0.1, 1, 10, 100)),
        yaxis={"autorange": "reversed", "showgrid": True},
    )
    look.vertical(figure, 100, line={"color": TOKENS.soft, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=2,
        y=1,
        yref="y domain",
        text="always the mean",
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"color": TOKENS.soft},
    )
    for i, (kind, symbol) in enumerate(zip(kinds, SYMBOLS, strict=True)):
        noise = i == len(kinds) - 1
        figure.add_scatter(
            x=[100 * row[i] for row in shares.values()],
            y=list(shares),
            error_x={
                "array": [100 * spreads[name][i] for name in shares],
                "color": TOKENS.warm if noise else TOKENS.blue,
                "thickness": 1.5,
            },
            name=kind,
            mode="markers",
            marker={
                "size": 13 if noise else 12,
                "symbol": symbol,
                "color": TOKENS.warm if noise else TOKENS.blue,
                "line": {"width": 2.5, "color": TOKENS.warm if noise else TOKENS.blue},
            },
            hovertemplate=f"%{{y}}, {kind}: %{{x:.3g}} %<extra></extra>",
        )
    legend = ABOVE | {"x": 0}
    return figure.update_layout(showlegend=True, legend=legend)


@drawn_once
def sizes(k: Sequence[int], errors: Shares, over_seeds: Shares, pca: NDArray[Any]) -> go.Figure:
    """Draw shares in training and held out against the size of the code; PCA's dotted.

    Args:
        k: The sizes (n,).
        errors: The shares (n, 2) of the runs at hand, by name.
        over_seeds: The shares (s, n, 2) over seeds, drawn as bands; may be empty.
        pca: The shares (n,) that PCA leaves.

    """
    figure = look.figure(
        xaxis={"title": {"text": "size of the code k"}, "type": "log", "tickvals": list(k)},
        yaxis={"title": {"text": LEFT}, "type": "log"} | _marks((10, 15, 20, 30, 40, 50, 60, 80)),
    )
    for colour, (name, shares) in zip((0, 6), errors.items(), strict=False):
        for column, (part, dash) in enumerate((("training", "solid"), ("held-out", "dash"))):
            line = {"color": CLASSES[colour], "width": 2, "dash": dash}
            if name in over_seeds:
                band = f"{name}, {part}, standard deviation over seeds"
                _band(figure, k, 100 * over_seeds[name][..., column], band, CLASSES[colour])
            figure.add_scatter(
                x=list(k),
                y=100 * shares[:, column],
                name=f"{name}, {part}",
                line=line,
                mode="lines+markers",
                marker={"size": 7},
                hovertemplate=f"{name}, {part}, k = %{{x}}: %{{y:.3g}} %<extra></extra>",
            )
    figure.add_scatter(
        x=list(k),
        y=100 * pca,
        name="PCA, training",
        mode="lines",
        line={"color": TOKENS.ink, "width": 2, "dash": "dot"},
        hovertemplate="PCA, k = %{x}: %{y:.3g} %<extra></extra>",
    )
    return figure.update_layout(showlegend=True, legend=ABOVE)


def _band(
    figure: go.Figure, k: Sequence[int], values: NDArray[Any], name: str, colour: str
) -> None:
    """Draw mean ± standard deviation of values (s, n) against sizes (n,)."""
    middle, spread = values.mean(0), values.std(0, ddof=1)
    figure.add_scatter(
        x=[*k, *k[::-1]],
        y=[*(middle + spread), *(middle - spread)[::-1]],
        fill="toself",
        fillcolor=f"{colour}33",
        line={"width": 0},
        mode="lines",
        name=name,
        hoverinfo="skip",
    )


@drawn_once
def surface(
    error: NDArray[Any], marks: Mapping[str, NDArray[Any]], way: NDArray[Any]
) -> go.Figure:
    """Draw an error (n, n) over the plane of w, named points (2,) on it, and a descent (s, 2)."""
    at = np.linspace(-REACH, REACH, len(error))
    shared = {"range": [-REACH, REACH], "nticks": 6, "constrain": "domain", "showgrid": False}
    figure = look.figure(
        xaxis=shared | {"title": {"text": "w₁"}},
        yaxis=shared | {"title": {"text": "w₂"}, "scaleanchor": "x"},
    )
    figure.add_contour(
        x=at,
        y=at,
        z=error.astype(np.float32),
        colorscale=sequential(),
        zmin=0,
        zmax=HIGHEST,
        contours={"start": 0, "end": HIGHEST, "size": 0.25},
        line={"width": 0},
        colorbar={"title": {"text": "J", "side": "right"}, "thickness": 12, "dtick": 1},
        hovertemplate="(%{x:.2f}, %{y:.2f}): J = %{z:.3f}<extra></extra>",
    )
    figure.add_scatter(
        x=way[:, 0],
        y=way[:, 1],
        mode="lines+markers",
        line={"color": "#ffffff", "width": 2},
        marker={"size": 4, "color": "#ffffff"},
        hoverinfo="skip",
    )
    places = np.array(list(marks.values()))
    return figure.add_scatter(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers+text",
        text=list(marks),
        textposition="top center",
        textfont={"color": "#ffffff", "size": 16},
        hoverinfo="skip",
        marker={"size": 10, "color": MARKED, "line": {"width": 2, "color": "#ffffff"}},
    )


def grid() -> NDArray[np.float64]:
    """Return the places (n, n, 2) that the surface is drawn at, the lowest row first."""
    at = np.linspace(-REACH, REACH, CELLS)
    return np.stack(np.meshgrid(at, at), -1)


def _marks(values: Sequence[float]) -> dict[str, Any]:
    """Return the ticks of a logarithmic axis, as numbers that people read."""
    return {
        "tickvals": list(values),
        "ticktext": [np.format_float_positional(v, trim="-") for v in values],
    }
