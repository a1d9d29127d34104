"""Finished figures on a page."""

import plotly.graph_objects as go
import streamlit as st

from aelab.figures import look


def chart(figure: go.Figure, key: str, height: int, says: str, still: bool = False) -> None:
    """Show a figure of a height in pixels; ``says`` is read out where it is not seen."""
    config = look.STILL if still else look.CONFIG
    st.plotly_chart(figure, theme=None, key=key, height=height, config=config, alt=says)


def dark() -> bool:
    """Return whether the page is dark."""
    return bool(st.context.theme.type == "dark")
