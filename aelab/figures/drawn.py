"""Figures that are kept: the same picture of the same values is drawn once, for all who see it.

A page draws all of its figures anew whenever a control moves, and most of them have not changed;
Plotly takes 5 to 30 ms for each, in the one interpreter that everybody shares.
"""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property, wraps
from hashlib import blake2b
from typing import Any, ParamSpec, cast

import plotly.graph_objects as go

P = ParamSpec("P")

MOST_BYTES = 16 * 2**20  # of JSON


class Texts:
    """Texts by key, of which those not asked for the longest go first."""

    def __init__(self, most: int) -> None:
        """Hold at most so many bytes."""
        self._most, self._size = most, 0
        self._texts: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: bytes) -> str | None:
        """Return a text, if it is there."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def put(self, key: bytes, text: str) -> None:
        """Keep a text, and let others go for it."""
        with self._lock:
            self._size += len(text) - len(self._texts.pop(key, ""))
            self._texts[key] = text
            while self._size > self._most:
                self._size -= len(self._texts.popitem(last=False)[1])


_texts = Texts(MOST_BYTES)


class Drawn:
    """A figure that is drawn only if it is looked at, or if its JSON is not known."""

    def __init__(self, draw: Callable[[], go.Figure], key: bytes) -> None:
        """Take how it is drawn, and what tells it from others."""
        self._draw, self._key = draw, key

    @cached_property
    def figure(self) -> go.Figure:
        """The figure itself, which may then be changed."""
        return self._draw()

    def __getattr__(self, name: str) -> Any:
        """Be the figure."""
        return getattr(self.figure, name)

    def to_json(self) -> str:
        """Return the figure as JSON."""
        if "figure" in vars(self):  # it may have been changed
            return str(self.figure.to_json())
        text = _texts.get(self._key)
        if text is None:
            text = str(self._draw().to_json())
            _texts.put(self._key, text)
        return text


def drawn_once(draw: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """Keep the figures of a function that depend on its arguments alone."""
    name = f"{draw.__module__}.{draw.__qualname__}"

    @wraps(draw)
    def figure(*args: P.args, **named: P.kwargs) -> go.Figure:
        key = blake2b(pickle.dumps((name, args, named)), digest_size=16).digest()
        return cast(go.Figure, Drawn(lambda: draw(*args, **named), key))

    return figure
