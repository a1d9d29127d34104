"""The drawing pad as a component: points put down by hand, sent once they are to be data."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aelab.web import scripts

KEY = "pad"

_mount = scripts.component("components/pad/pad", "pad", "The drawing pad")


def show(data: dict[str, Any], drawn: Callable[[], None]) -> None:
    """Show the pad, with the points it had; ``drawn`` is called when they are to be data."""
    _mount(key=KEY, data=data, on_drawn_change=drawn)


def sent() -> Any:
    """Return what the pad sent."""
    return st.session_state[KEY].get("drawn")
