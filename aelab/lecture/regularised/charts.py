"""Figures of the chapter on regularised autoencoders: sparse codes and variants compared."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS
from aelab.figures.drawn import drawn_once
from aelab.theory import sparsity

Values = NDArray[np.float64]
SPAN = 3.0  # of a unit, to either side


@drawn_once
def bayes(seen: float, noise: float, lam: float) -> go.Figure:
    """Draw prior, likelihood and posterior of one unit as densities, and where the last peaks."""
    h = np.linspace(-SPAN, SPAN, 601)
    curves = {
        "prior p(h)": np.exp(sparsity.log_prior(h, lam)),
        "likelihood p(a|h)": np.exp(sparsity.log_likelihood(h, seen, noise)),
        "posterior p(h|a)": sparsity.posterior(h, seen, noise, lam),
    }
    figure = look.figure(
        xaxis={"title": {"text": "h"}, "nticks": 7},
        yaxis={"title": {"text": "density"}, "rangemode": "tozero", "nticks": 5},
    )
    for (name, y), colour in zip(
        curves.items(), (TOKENS.warm, TOKENS.soft, TOKENS.blue), strict=True
    ):
        width = 3 if name.startswith("posterior") else 2
        _line(figure, h, y, name, {"color": colour, "width": width})
    best = float(sparsity.most_probable(seen, noise, lam))
    look.vertical(figure, best, line={"color": TOKENS.accent, "width": 1, "dash": "dot"})
    return figure.update_layout(showlegend=True, legend=look.ABOVE)


@drawn_once
def threshold(seen: float, noise: float, lam: float) -> go.Figure:
    """Draw the most probable h against the observed value, and mark the observation."""
    a = np.linspace(-SPAN, SPAN, 301)
    figure = look.figure(
        xaxis={"title": {"text": "value seen, a"}, "nticks": 7},
        yaxis={"title": {"text": "most probable h"}, "nticks": 7},
    )
    _line(figure, a, a, "flat prior: h = a", {"color": TOKENS.soft, "width": 1, "dash": "dash"})
    line = {"color": TOKENS.blue, "width": 2}
    _line(figure, a, sparsity.most_probable(a, noise, lam), "Laplace prior", line)
    figure.add_scatter(
        x=[seen],
        y=[float(sparsity.most_probable(seen, noise, lam))],
        mode="markers",
        marker={"size": 11, "color": TOKENS.warm},
        showlegend=False,
        hoverinfo="skip",
    )
    return figure.update_layout(showlegend=True, legend=look.ABOVE)


@drawn_once
def penalty(h0: float, mean: float) -> go.Figure:
    """Draw KL(h₀ ‖ ĥ) against ĥ, its parabola at h₀, and one mean activation."""
    at = np.linspace(0.001, 0.999, 500)
    parabola = sparsity.kl_curvature(h0) * (at - h0) ** 2 / 2
    top = max(1.2 * float(sparsity.kl(h0, mean)), 0.5)
    figure = look.figure(
        xaxis={"title": {"text": "mean activation ĥ"}, "range": [0, 1], "nticks": 6},
        yaxis={"title": {"text": "penalty of a unit, nats"}, "range": [0, top], "nticks": 6},
    )
    line = {"color": TOKENS.soft, "width": 1.5, "dash": "dash"}
    _line(figure, at, parabola, "parabola of its curvature at h₀", line)
    blue = {"color": TOKENS.blue, "width": 2.5}
    _line(figure, at, sparsity.kl(h0, at), "KL(h₀ ‖ ĥ)", blue)
    figure.add_vline(
        h0,
        line={"color": TOKENS.soft, "width": 1, "dash": "dot"},
        annotation_text="h₀",
        annotation_position="top right",
    )
    figure.add_scatter(
        x=[mean],
        y=[float(sparsity.kl(h0, mean))],
        mode="markers",
        hoverinfo="skip",
        marker={"size": 11, "color": TOKENS.warm},
        showlegend=False,
        cliponaxis=False,
    )
    return figure.update_layout(showlegend=True, legend=look.ABOVE)


@drawn_once
def errors(losses: Mapping[str, Values], spreads: Mapping[str, float]) -> go.Figure:
    """Draw the terms (T,) of J of each variant as bars upon each other, reconstruction below.

    ``spreads`` are the standard deviations of the reconstruction over seeds, drawn as error bars.
    """
    names = list(losses)
    figure = look.figure(
        xaxis={"showgrid": False},
        yaxis={"title": {"text": "held-out J per digit"}, "nticks": 6},
        barmode="stack",
        bargap=0.35,
    )
    below = np.array([float(terms[0]) for terms in losses.values()])
    above = np.array([float(terms[1]) if len(terms) > 1 else 0.0 for terms in losses.values()])
    for name, values, colour in (
        ("reconstruction", below, TOKENS.blue),
        ("penalty", above, CLASSES[1]),
    ):
        figure.add_bar(
            x=names,
            y=values,
            name=name,
            marker={"color": colour},
            error_y={"array": [spreads[n] for n in names], "color": TOKENS.ink, "thickness": 1.5}
            if name == "reconstruction"
            else None,
            text=[f"{v:.1f}" if v else "" for v in values],
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate=f"%{{x}}: {name} %{{y:.2f}}<extra></extra>",
        )
    return figure.update_layout(showlegend=True, legend=look.ABOVE)


def _line(figure: go.Figure, x: Values, y: Values, name: str, line: dict[str, object]) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        name=name,
        mode="lines",
        line=line,
        hovertemplate=f"{name}: %{{y:.3g}}<extra></extra>",
    )
