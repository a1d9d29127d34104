"""The live picture as one keyed component: its node stays through all reruns of the script."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from aelab.web import scripts

KEY = "live"

_mount = scripts.component("app/live", "lab", "The live picture")


def show(data: dict[str, Any], **asked: Callable[[], None]) -> None:
    """Show the picture of a run; each of ``asked`` is called when its button is pressed."""
    calls: dict[str, Any] = {f"on_{name}_change": call for name, call in asked.items()}
    _mount(key=KEY, data=data, **calls)


def sent(name: str) -> Any:
    """Return what the picture sent along with its button ``name``."""
    return st.session_state[KEY].get(name)
