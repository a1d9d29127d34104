"""What anomaly scores found: AUC against the size of the code, contamination, complexity."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from aelab.bundled.results import Profile, Result, mean
from aelab.figures import look
from aelab.figures.colours import CLASSES, TOKENS, class_ink
from aelab.figures.drawn import drawn_once

GUESS = "random guessing"
MARKS = ("circle", "square", "diamond", "triangle-up")


@drawn_once
def bottleneck(
    results: Sequence[Result],
    own: Sequence[Result],
    level: tuple[str, float] | None,
    titles: Mapping[str, str],
) -> go.Figure:
    """Draw the AUC against the size of the code for each model, with what the user's runs found.

    Args:
        results: What the lab's own runs found, as lines.
        own: What the user's runs found, as stars.
        level: The AUC of a number that needs no training, with its name.
        titles: Titles of models by slug.

    """
    figure = _against("size k of the code")
    sizes = sorted({result.latent for result in (*results, *own) if result.latent})
    figure.update_xaxes(type="log", tickvals=sizes, ticktext=[str(k) for k in sizes])
    figure.update_yaxes(title_text="AUC")
    lines(figure, results, titles, lambda result: result.latent)
    if own:
        labels = [
            ", ".join(filter(None, (titles.get(result.model, result.model), result.setting)))
            for result in own
        ]
        figure.add_trace(
            go.Scatter(
                x=[result.latent for result in own],
                y=[result.auc[0] for result in own],
                text=labels,
                name="your runs",
                mode="markers",
                marker={
                    "symbol": "star-open",
                    "size": 13,
                    "color": TOKENS.ink,
                    "line": {"width": 2},
                },
                hovertemplate="%{text}, k = %{x}: AUC %{y:.3f}<extra>your run</extra>",
            )
        )
    if level is not None:
        _level(figure, level[1], f"{level[0]} alone")
    _level(figure, 0.5, GUESS)
    return figure


@drawn_once
def contaminated(results: Sequence[Result], titles: Mapping[str, str]) -> go.Figure:
    """Draw the AUC against the share of anomalous samples in the training sample.

    ``titles`` are those of models by slug.
    """
    figure = _against("anomalous share of the training sample")
    figure.update_xaxes(tickformat=".0%", rangemode="tozero")
    figure.update_yaxes(title_text="AUC")
    lines(figure, results, titles, lambda result: result.contamination)
    _level(figure, 0.5, GUESS)
    return figure


def lines(
    figure: go.Figure, results: Sequence[Result], titles: Mapping[str, str], along: Any
) -> None:
    """Draw a line with error bars for each model.

    Args:
        figure: What is drawn into.
        results: What was found.
        titles: Titles of models by slug.
        along: Returns the abscissa of a result.

    """
    models = list(dict.fromkeys(result.model for result in results))
    for i, model in enumerate(models):
        mine = sorted((result for result in results if result.model == model), key=along)
        title = titles.get(model, model)
        x, y = [along(result) for result in mine], [mean(result.auc) for result in mine]
        figure.add_trace(
            go.Scatter(
                x=x,
                y=y,
                name=title,
                mode="lines+markers",
                line={"color": CLASSES[i], "width": 2},
                marker={"size": 8, "symbol": MARKS[i % len(MARKS)]},
                error_y={
                    "array": [result.uncertainty for result in mine],
                    "thickness": 1.5,
                    "width": 4,
                },
                hovertemplate=f"{title}: %{{y:.3f}}<extra></extra>",
            )
        )
        figure.update_layout(
            showlegend=True,
            legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        )


@drawn_once
def complexity(profiles: Sequence[Profile], titles: Sequence[str]) -> go.Figure:
    """Draw the mean error against the number of active pixels, one panel per direction."""
    figure = make_subplots(1, len(profiles), subplot_titles=titles, horizontal_spacing=0.09)
    figure.update_layout(margin={"t": 44})
    for column, profile in enumerate(profiles, 1):
        for row, name in enumerate(profile.names):
            index = KINDS.get(name, row)
            _band(figure, profile, row, name, index, column)
        figure.update_xaxes(title_text="active pixels", row=1, col=column)
    figure.update_yaxes(title_text="reconstruction error", row=1, col=1, rangemode="tozero")
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0}
    )
    return figure


KINDS = {"QCD": 0, "top": 1}  # a kind of jet has its colour in both directions


def _band(
    figure: go.Figure, profile: Profile, row: int, name: str, index: int, column: int
) -> None:
    bins = [
        (x, *values)
        for x, *values in zip(
            profile.at, profile.mean[row], profile.low[row], profile.high[row], strict=True
        )
        if None not in values
    ]
    if not bins:
        return
    x, middle, low, high = (list(v) for v in zip(*bins, strict=True))
    colour, place = CLASSES[index], {"row": 1, "col": column}
    figure.add_trace(
        go.Scatter(
            x=x + x[::-1],
            y=high + low[::-1],
            fill="toself",
            fillcolor=f"{colour}33",
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        ),
        **place,
    )
    figure.add_trace(
        go.Scatter(
            x=x,
            y=middle,
            name=name,
            legendgroup=name,
            showlegend=column == 1,
            line={"color": class_ink(index), "width": 2.5},
            hovertemplate=f"{name}: %{{y:.3g}} at %{{x:.0f}} pixels<extra></extra>",
        ),
        **place,
    )


def _against(title: str) -> go.Figure:
    return look.figure(xaxis={"title": {"text": title}}, margin={"t": 30})


def _level(figure: go.Figure, value: float, text: str) -> None:
    soft = TOKENS.soft
    look.horizontal(figure, value, line={"color": soft, "width": 1.5, "dash": "dash"})
    figure.add_annotation(
        x=0.01,
        xref="paper",
        xanchor="left",
        y=value,
        yanchor="bottom",
        text=text,
        showarrow=False,
        font={"color": soft},
    )
