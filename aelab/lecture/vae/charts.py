"""Figures of the evidence and its bound: mixtures, the gap as an area, posteriors in a plane."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once

Values = NDArray[Any]
ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
PARTS = 60  # of a mixture that are drawn one by one


@drawn_once
def filling(x: Values, exact: Values, parts: Values) -> go.Figure:
    """Draw p(x) (n,), its parts p(x|z)/L (L, n) of the draws of z, and their sum."""
    figure = look.figure(
        xaxis={"title": {"text": "x"}, "nticks": 9},
        yaxis={"title": {"text": "density"}, "nticks": 5, "range": [0, 1.6 * exact.max()]},
    )
    shown = parts[:PARTS]
    figure.add_scatter(
        x=np.tile(np.append(x, np.nan), len(shown)),
        y=np.pad(shown, ((0, 0), (0, 1)), constant_values=np.nan).ravel(),
        mode="lines",
        name="p(x|z) / L",
        line={"color": CLASSES[1], "width": 1},
        opacity=0.6,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=parts.sum(0),
        mode="lines",
        name="sum over the draws",
        line={"color": CLASSES[0], "width": 2.5},
        hovertemplate="sum: %{y:.3f}<extra></extra>",
    )
    figure.add_scatter(
        x=x,
        y=exact,
        mode="lines",
        name="exact p(x)",
        line={"color": TOKENS.ink, "width": 1.6, "dash": "dash"},
        hovertemplate="exact: %{y:.3f}<extra></extra>",
    )
    return figure.update_layout(showlegend=True, legend=ABOVE)


@drawn_once
def gap(z: Values, posterior: Values, q: Values, curve: Values) -> go.Figure:
    """Draw q and the posterior against z, and below the curve whose area is the gap.

    Args:
        z: The places (n,).
        posterior: p(z|x) (n,) there.
        q: q(z|x) (n,) there.
        curve: The integrand (n,) of KL(q‖p).

    """
    shared = {"nticks": 4, "rangemode": "tozero"}
    figure = look.figure(
        xaxis={"title": {"text": "z"}, "nticks": 9, "anchor": "y2"},
        yaxis=shared | {"title": {"text": "density"}, "domain": [0.48, 1]},
        yaxis2=shared | {"title": {"text": "nats per z"}, "domain": [0, 0.38]},
    )
    figure.add_scatter(
        x=z,
        y=posterior,
        mode="lines",
        name="posterior p(z|x)",
        line={"color": TOKENS.ink, "width": 2},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=z,
        y=q,
        mode="lines",
        name="q(z|x)",
        line={"color": TOKENS.blue, "width": 2},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=z,
        y=curve,
        mode="lines",
        name="its area is the gap",
        yaxis="y2",
        fill="tozeroy",
        line={"color": TOKENS.warm, "width": 1.6},
        hoverinfo="skip",
    )
    return figure.update_layout(showlegend=True, legend=ABOVE)


@drawn_once
def closing(s: Values, elbo: Values, evidence: float, at: tuple[float, float]) -> go.Figure:
    """Draw the ELBO against the width of q, with ln p(x) and the gap between them.

    Args:
        s: The widths (n,) of q.
        elbo: The ELBO (n,), in nats, at each of them.
        evidence: ln p(x), in nats.
        at: The width that is set, and the ELBO there.

    """
    low = max(float(elbo.min()), evidence - 6)
    figure = look.figure(
        xaxis={
            "title": {"text": "width s of q"},
            "type": "log",
            "tickvals": [0.1, 0.2, 0.5, 1, 2],
        },
        yaxis={"title": {"text": "nats"}, "nticks": 6, "range": [low - 0.2, evidence + 0.6]},
    )
    figure.add_scatter(
        x=[at[0], at[0]],
        y=[max(at[1], low - 0.2), evidence],
        mode="lines",
        name="gap",
        line={"color": TOKENS.warm, "width": 4},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=s,
        y=elbo,
        mode="lines",
        name="ELBO",
        line={"color": TOKENS.blue, "width": 2},
        hovertemplate="ELBO: %{y:.3f} nats<extra></extra>",
    )
    figure.add_scatter(
        x=[s[0], s[-1]],
        y=[evidence, evidence],
        mode="lines",
        name="ln p(x)",
        line={"color": TOKENS.ink, "width": 1.6, "dash": "dash"},
        hoverinfo="skip",
    )
    return figure.update_layout(showlegend=True, legend=ABOVE)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A closed curve (n, 2) in the plane of z, with a name; dashed if ``dashed``."""

    name: str
    places: Values
    colour: int | None = None  # None: ink
    dashed: bool = False


@drawn_once
def outlines(drawn: Sequence[Outline]) -> go.Figure:
    """Draw closed curves on equal scales."""
    every = np.concatenate([density.places for density in drawn])
    middle, reach = every.mean(0), 1.15 * float(np.ptp(every, 0).max()) / 2
    shared = {"nticks": 6, "constrain": "domain"}
    figure = look.figure(
        xaxis=shared | {"title": {"text": "z₁"}, "range": [middle[0] - reach, middle[0] + reach]},
        yaxis=shared
        | {"title": {"text": "z₂"}, "range": [middle[1] - reach, middle[1] + reach]}
        | {"scaleanchor": "x"},
    )
    for density in drawn:
        colour = TOKENS.ink if density.colour is None else class_ink(density.colour)
        dash = "dash" if density.dashed else "solid"
        figure.add_scatter(
            x=density.places[:, 0],
            y=density.places[:, 1],
            mode="lines",
            name=density.name,
            line={"color": colour, "width": 2, "dash": dash},
            hoverinfo="skip",
        )
    return figure.update_layout(showlegend=True, legend=ABOVE)


@drawn_once
def units(beta: Values, kl: Sequence[Values], active: Values) -> go.Figure:
    """Draw the KL (Q,) of each dimension, the largest first, as bars on each other for each β.

    Above stands how many of them are ``active`` (n,).
    """
    names = [f"{b:g}" for b in beta]
    whole = [float(of.sum()) for of in kl]
    figure = look.figure(
        barmode="stack",
        xaxis={"title": {"text": "β"}, "type": "category", "showgrid": False},
        yaxis={
            "title": {"text": "KL of the dimensions, nats"},
            "nticks": 6,
            "range": [0, 1.15 * max(whole)],
        },
        bargap=0.3,
    )
    ordered = np.array([np.sort(of)[::-1] for of in kl])  # (n, Q)
    for j in range(ordered.shape[1]):
        figure.add_bar(
            x=names,
            y=ordered[:, j],
            marker={"color": TOKENS.warm, "line": {"color": TOKENS.card, "width": 0.5}},
            hovertemplate=f"{j + 1}. dimension: %{{y:.3f}} nats<extra></extra>",
        )
    return figure.add_scatter(
        x=names,
        y=whole,
        mode="text",
        text=[f"{count:g}" for count in active],
        textposition="top center",
        hoverinfo="skip",
    )
