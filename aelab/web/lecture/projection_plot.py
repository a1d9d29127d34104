"""The projection plot as a component: a cloud with a direction that the user rotates."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab.web import scripts

Shows: TypeAlias = Literal["error", "form", "code"]

_mount = scripts.component("components/projection/projection", "projection", "The projection plot")


class Direction(NamedTuple):
    """State of the plot: angle of d in degrees, number of a sample, its code z."""

    angle: float
    sample: int
    code: float


def show(key: str, points: NDArray[np.float64], shows: Shows, start: Direction) -> Direction:
    """Show points with a direction d, and return its last state.

    Args:
        key: Name of the component on its page.
        points: The points (m, 2).
        shows: What stands beside the cloud: the error or the form against the angle, or the error
            of one sample against its code.
        start: Its first state. Dragging is handled in the browser; the server gets the state when
            the drag ends.

    """
    name = f"direction-{key}"
    now = st.session_state.get(name, start)
    data = {"points": points.round(6).tolist(), "shows": shows} | now._asdict()
    mounted = _mount(key=f"projection-{key}", data=data, on_direction_change=_nothing)
    direction = _checked(mounted.get("direction"), now, len(points))
    st.session_state[name] = direction
    return direction


def _checked(message: object, now: Direction, count: int) -> Direction:
    """Return what the browser sent, with its values limited to their ranges."""
    if not isinstance(message, Mapping):
        return now
    try:
        angle, sample, code = (float(message[name]) for name in Direction._fields)
    except (KeyError, TypeError, ValueError):
        return now
    if not np.isfinite([angle, sample, code]).all():
        return now
    sample, code = np.clip(sample, 0, count - 1), np.clip(code, -99, 99)
    return Direction(angle % 360, int(sample), float(code))


def _nothing() -> None:
    """Do nothing; the call makes Streamlit run the script again."""
