"""Figures of the chapter on latent variable models."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS
from aelab.figures.drawn import drawn_once

ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}  # where a legend stands
POINT = 5  # pixels


@drawn_once
def density(x: NDArray[Any], made: NDArray[Any], outlines: Sequence[NDArray[Any]]) -> go.Figure:
    """Draw data (m, 2), samples (n, 2), and outlines (c, 2) of p(x) at 1, 2, … widths."""
    figure = plane(("x₁", "x₂"), [x, made])
    _points(figure, x, "data", TOKENS.soft)
    _points(figure, made, "samples", TOKENS.blue)
    for i, outline in enumerate(outlines):
        name = f"p(x), {', '.join(f'{n + 1}σ' for n in range(len(outlines)))}"
        _line(figure, outline, name, TOKENS.warm, shown=i == 0)
    return figure


@drawn_once
def likelihood(
    variances: NDArray[Any],
    values: NDArray[Any],
    now: tuple[float, float],
    best: float,
) -> go.Figure:
    """Draw ⟨ln p(x)⟩ against σ².

    Args:
        variances: The values of σ² (n,).
        values: ⟨ln p(x)⟩ (n,) at each of them.
        now: The σ² that is set, and ⟨ln p(x)⟩ there.
        best: The σ² of maximum likelihood that theory predicts.

    """
    figure = look.figure(
        xaxis={"title": {"text": "σ² (variance of x)"}, "type": "log", "nticks": 6},
        yaxis={"title": {"text": "⟨ln p(x)⟩ (nats)"}, "nticks": 6},
        legend=ABOVE,
        showlegend=True,
    )
    _line(figure, np.stack([variances, values], 1), "likelihood", TOKENS.blue)
    spoken = "σ² = mean of the discarded λ"
    ends = np.array([[best, values.min()], [best, values.max()]])
    _line(figure, ends, spoken, TOKENS.soft, dash="dot")
    return _mark(figure, now, "the σ chosen", TOKENS.warm)


@drawn_once
def shrinking(
    sigma: NDArray[Any], errors: NDArray[Any], now: tuple[float, float], pca: float
) -> go.Figure:
    """Draw ‖x − x̂‖² against σ.

    Args:
        sigma: The values of σ (n,).
        errors: ‖x − x̂‖² (n,) at each of them.
        now: The σ that is set, and the error there.
        pca: The error of PCA with as large a code.

    """
    figure = look.figure(
        xaxis={"title": {"text": "σ set by hand (unit of x)"}, "nticks": 6},
        yaxis={"title": {"text": "⟨‖x − x̂‖²⟩ (unit of x, squared)"}, "nticks": 6},
        legend=ABOVE,
        showlegend=True,
    )
    _line(figure, np.stack([sigma, errors], 1), "posterior mean", TOKENS.blue)
    level = np.array([[sigma[0], pca], [sigma[-1], pca]])
    _line(figure, level, "PCA", TOKENS.soft, dash="dash")
    return _mark(figure, now, "the σ chosen", TOKENS.warm)


@drawn_once
def posteriors(
    x: NDArray[Any],
    picked: NDArray[Any],
    x_hat: NDArray[Any],
    outlines: Sequence[NDArray[Any]],
) -> go.Figure:
    """Draw data, some of them with their reconstructions and the outlines of p(z|x).

    An outline is drawn where its codes decode to; for a single code it is a segment.

    Args:
        x: The data (m, 2).
        picked: The samples (n, 2) whose posterior is drawn.
        x_hat: Their reconstructions (n, 2).
        outlines: The outline (c, 2) of each posterior.

    """
    figure = plane(("x₁", "x₂"), [x])
    _points(figure, x, "data", TOKENS.soft, opacity=0.35)
    ways = np.stack([picked, x_hat, np.full_like(picked, np.nan)], 1).reshape(-1, 2)
    _line(figure, ways, "x to x̂", TOKENS.soft, width=1)
    _points(figure, picked, "some x", TOKENS.ink)
    for i, outline in enumerate(outlines):
        _line(figure, outline, "W p(z|x), 1σ", TOKENS.warm, shown=i == 0)
    return _points(figure, x_hat, "x̂", TOKENS.blue, size=POINT + 2)


@drawn_once
def reconstructed(x: NDArray[Any], projected: NDArray[Any], x_hat: NDArray[Any]) -> go.Figure:
    """Draw data (m, 2), where PCA puts them (m, 2), and where x̂ (m, 2) is."""
    figure = plane(("x₁", "x₂"), [x])
    _points(figure, x, "data", TOKENS.soft, opacity=0.35)
    _points(figure, projected, "x̂ of PCA", TOKENS.warm, size=POINT + 3)
    return _points(figure, x_hat, "x̂", TOKENS.blue, size=POINT - 1)


@drawn_once
def codes(z: NDArray[Any], prior: NDArray[Any] | None, names: tuple[str, str]) -> go.Figure:
    """Draw codes (n, 2), and the outline (c, 2) of the prior if both axes are codes."""
    figure = plane(names, [z] if prior is None else [z, prior], equal=prior is not None)
    _points(figure, z, "⟨z⟩ of data", TOKENS.blue)
    if prior is not None:
        _line(figure, prior, "p(z), 1σ", TOKENS.soft, dash="dot")
    return figure


@drawn_once
def apart(curves: Mapping[str, NDArray[Any]], columns: Sequence[int]) -> go.Figure:
    """Draw correlations (n,) of pixels so many columns apart; the first curve is of the data."""
    figure = look.figure(
        xaxis={"title": {"text": "columns apart (pixels)"}, "nticks": 8},
        yaxis={"title": {"text": "mean correlation"}, "range": [-0.2, 1], "nticks": 7},
        legend=ABOVE,
        showlegend=True,
    )
    strokes = ((TOKENS.ink, "solid"), (TOKENS.blue, "solid"), (TOKENS.warm, "dash"))
    for (name, values), (colour, dash) in zip(curves.items(), strokes, strict=True):
        _line(figure, np.stack([columns, values], 1), name, colour, dash=dash)
    return figure


@drawn_once
def hit(
    x: NDArray[Any], made: NDArray[Any], off: NDArray[Any], names: tuple[str, str]
) -> go.Figure:
    """Draw samples of a model beside data; those off the data have another colour.

    Args:
        x: The data (m, 2).
        made: The samples of the model (n, 2).
        off: Which of them are off the data (n,).
        names: The names of the two axes.

    """
    figure = plane(names, [x, made])
    _points(figure, x, "data", TOKENS.soft, opacity=0.5)
    _points(figure, made[~off], "sample on the data", TOKENS.blue)
    return _points(figure, made[off], "off", TOKENS.warm)


@drawn_once
def bars(shares: Mapping[str, float], spreads: Mapping[str, float], usual: float) -> go.Figure:
    """Draw in percent which share of the samples of each model is off, and of held-out data.

    ``spreads`` are the standard deviations of the shares over seeds, drawn as error bars.
    """
    figure = look.figure(
        xaxis={"title": {"text": "samples off the data"}, "ticksuffix": " %", "range": [0, 100]},
        yaxis={"autorange": "reversed", "showgrid": False, "ticks": ""},
        bargap=0.35,
    )
    values = [100 * share for share in (*shares.values(), usual)]
    return figure.add_bar(
        y=[*shares, "held-out data"],
        x=values,
        orientation="h",
        error_x={"array": [*(100 * spreads[name] for name in shares), 0], "color": TOKENS.ink},
        text=[f"{value:.0f} %" for value in values],
        textposition="inside",
        insidetextanchor="start",
        marker={"color": [*[TOKENS.blue] * len(shares), TOKENS.axis]},
        hoverinfo="skip",
    )


def plane(names: tuple[str, str], seen: Sequence[NDArray[Any]], equal: bool = True) -> go.Figure:
    """Return a plane with room for all places (n, 2) that are ``seen``, on equal scales."""
    every = np.concatenate([np.asarray(v, np.float64) for v in seen])
    low, high = np.nanmin(every, 0), np.nanmax(every, 0)
    room = 0.06 * (high - low).max() or 1.0
    axes = [
        {"title": {"text": n}, "range": [a - room, b + room], "nticks": 6}
        for n, a, b in zip(names, low, high, strict=True)
    ]
    tied = {"scaleanchor": "x", "constrain": "domain"} if equal else {}
    xaxis, yaxis = axes[0] | {"constrain": "domain"}, axes[1] | tied
    return look.figure(
        xaxis=xaxis,
        yaxis=yaxis,
        legend=ABOVE,
        showlegend=True,
        margin={"l": 8, "r": 8, "t": 12, "b": 16},
    )


def _points(
    figure: go.Figure,
    x: NDArray[Any],
    name: str,
    colour: str,
    size: int = POINT,
    opacity: float = 0.7,
) -> go.Figure:
    return figure.add_scatter(
        x=x[:, 0],
        y=x[:, 1],
        mode="markers",
        name=name,
        marker={"size": size, "color": colour, "opacity": opacity},
        hovertemplate=f"{name}: (%{{x:.2f}}, %{{y:.2f}})<extra></extra>",
    )


def _line(
    figure: go.Figure,
    at: NDArray[Any],
    name: str,
    colour: str,
    dash: str = "solid",
    width: float = 2,
    shown: bool = True,
) -> go.Figure:
    return figure.add_scatter(
        x=at[:, 0],
        y=at[:, 1],
        mode="lines",
        name=name,
        showlegend=shown,
        line={"color": colour, "width": width, "dash": dash},
        hovertemplate=f"{name}: (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
    )


def _mark(figure: go.Figure, at: tuple[float, float], name: str, colour: str) -> go.Figure:
    return figure.add_scatter(
        x=[at[0]],
        y=[at[1]],
        mode="markers",
        name=name,
        cliponaxis=False,
        marker={"size": 11, "color": colour},
        hovertemplate=f"{name}: (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
    )
