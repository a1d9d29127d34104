"""Pictures beside each other, in rows that are named."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from aelab.figures import look
from aelab.figures.colours import TOKENS, diverging
from aelab.figures.drawn import drawn_once

GAP = 1  # pixels between two pictures


@drawn_once
def tiles(rows: Mapping[str, NDArray[Any]], kind: Literal["grey", "signed"]) -> go.Figure:
    """Draw pictures (k, side, side) of each row beside each other, the name of the row before it.

    Grey levels go from the card to ink; signed ones are drawn each on a scale of its own.
    """
    whole = np.concatenate([_strip(images, kind) for images in rows.values()])[:-GAP]
    side = next(iter(rows.values())).shape[-1]
    scale: Any = diverging() if kind == "signed" else [[0, TOKENS.card], [1, TOKENS.ink]]
    marks = [i * (side + GAP) + side / 2 for i in range(len(rows))]
    bare = {"showgrid": False, "showline": False, "ticks": "", "constrain": "domain"}
    figure = look.figure(
        xaxis=bare | {"showticklabels": False},
        yaxis=bare
        | {"autorange": "reversed", "scaleanchor": "x", "tickvals": marks}
        | {"ticktext": list(rows)},
        margin={"l": 8, "r": 4, "t": 4, "b": 4},
    )
    return figure.add_heatmap(
        z=whole,
        colorscale=scale,
        zmin=-1 if kind == "signed" else 0,
        zmax=1,
        showscale=False,
        hoverinfo="skip",
        hoverongaps=False,
    )


def _strip(images: NDArray[Any], kind: str) -> NDArray[np.float32]:
    """Return pictures (k, side, side) beside each other, with a gap after and below each."""
    most = np.abs(images).max((1, 2), keepdims=True)
    scaled = images / np.where(most > 0, most, 1) if kind == "signed" else images.clip(0, 1)
    padded = np.pad(scaled, ((0, 0), (0, GAP), (0, GAP)), constant_values=np.nan)
    return np.concatenate(list(padded), 1)[:, :-GAP].astype(np.float32)
