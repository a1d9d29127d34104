"""Finished figures on a page: drawn by Plotly in the browser, each when it comes into sight.

A page of a chapter has a dozen of them. `st.plotly_chart` draws all at once, which keeps the
browser busy for seconds before the first one can be seen.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import plotly
import plotly.graph_objects as go
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from aelab.figures import look
from aelab.figures.colours import Palette, palette, resolved
from aelab.web import presenting, scripts

GROWN = 1.15  # in height, while one presents
LIBRARY = f"/lab-js/plotly-{plotly.__version__}.js"
FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

_mount = scripts.component("components/figure/figure", "charted", "The figure")


def chart(figure: go.Figure, key: str, height: int, says: str, still: bool = False) -> None:
    """Show a figure, with larger letters and larger itself in presenter mode.

    Args:
        figure: what is drawn, its colours named by tokens.
        key: name of the figure on its page.
        height: in pixels.
        says: is read out where the figure is not seen.
        still: whether it does not answer to the mouse.

    """
    large = presenting.on()
    if large:
        height = round(height * GROWN)
    data = {
        "figure": resolved(figure.to_json(), colours()),
        "template": resolved(look.template(look.LARGE if large else look.SIZE), colours()),
        "height": height,
        "says": says,
        "config": look.STILL if still else look.CONFIG,
        "library": LIBRARY,
    }
    _mount(key=f"figure-{key}", data=data, height=height)


def colours() -> Palette:
    """Return the colours of the page, light or dark."""
    return palette(st.context.theme.type == "dark")


def route() -> Route:
    """Return the route of Plotly's own script, which comes with its Python package."""
    return Route(LIBRARY, _library)


async def _library(request: Request) -> Response:
    headers = {"Content-Encoding": "gzip", "Cache-Control": scripts.FOREVER}
    return Response(_packed(), media_type="text/javascript", headers=headers)


@lru_cache(maxsize=1)
def _packed() -> bytes:
    return gzip.compress(FILE.read_bytes(), 6)
