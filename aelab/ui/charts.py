"""Finished figures on a page."""

import plotly.graph_objects as go
import streamlit as st

from aelab.figures import look
from aelab.ui import presenting

GROWN = 1.15  # in height, while one presents


def chart(figure: go.Figure, key: str, height: int, says: str, still: bool = False) -> None:
    """Show a figure of a height in pixels; ``says`` is read out where it is not seen.

    While one presents, its letters are larger, and so is the figure.
    """
    if presenting.on():
        figure.update_layout(template=look.template(dark(), look.LARGE))
        height = round(height * GROWN)
    config = look.STILL if still else look.CONFIG
    st.plotly_chart(figure, theme=None, key=key, height=height, config=config, alt=says)


def dark() -> bool:
    """Return whether the page is dark."""
    return bool(st.context.theme.type == "dark")
