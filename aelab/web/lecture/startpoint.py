"""The plane of the weights as a component: a click in it is where w starts."""

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

from aelab.web import scripts

KEY = "startpoint"

_mount = scripts.component(
    "components/startpoint/startpoint", "startpoint", "The plane of the weights"
)


def show(data: dict[str, Any], placed: Callable[[], None]) -> None:
    """Show the plane; ``placed`` is called when somewhere in it was clicked."""
    _mount(key=KEY, data=data, on_placed_change=placed)


def sent() -> tuple[float, float] | None:
    """Return the place that was clicked, None if the message is not a finite place."""
    place = st.session_state[KEY].get("placed")
    if not isinstance(place, list) or len(place) != 2:
        return None
    if not all(isinstance(v, int | float) and math.isfinite(v) for v in place):
        return None
    return float(place[0]), float(place[1])
