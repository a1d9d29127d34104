"""A cloud with a direction that is turned by hand, as a component: all of it in the browser."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab.web import scripts

Shows: TypeAlias = Literal["error", "form", "code"]

_mount = scripts.component("components/turning/turning", "turning", "The picture to be turned")


class Turned(NamedTuple):
    """Where the hand has left things: angle of d in degrees, number of a sample, its code z."""

    angle: float
    sample: int
    code: float


def show(key: str, points: NDArray[np.float64], shows: Shows, start: Turned) -> Turned:
    """Show points with a direction to be turned, and return how it was left.

    Args:
        key: Name of the component on its page.
        points: The points (m, 2).
        shows: What stands beside the cloud: the error or the form against the angle, or the error
            of one sample against its code.
        start: Where it begins; the browser turns it without the server, which hears of it once the
            hand rests.

    """
    name = f"turned-{key}"
    now = st.session_state.get(name, start)
    data = {"points": points.round(6).tolist(), "shows": shows} | now._asdict()
    left = _mount(key=f"turning-{key}", data=data, on_turned_change=_nothing).get("turned")
    taken = _taken(left, now, len(points))
    st.session_state[name] = taken
    return taken


def _taken(message: object, now: Turned, count: int) -> Turned:
    """Return what the browser sent, with its values limited to their ranges."""
    if not isinstance(message, Mapping):
        return now
    try:
        angle, sample, code = (float(message[name]) for name in Turned._fields)
    except (KeyError, TypeError, ValueError):
        return now
    if not np.isfinite([angle, sample, code]).all():
        return now
    return Turned(angle % 360, int(np.clip(sample, 0, count - 1)), float(np.clip(code, -99, 99)))


def _nothing() -> None:
    """Do nothing: that it is called runs the script again."""
