"""Figures that are kept are those that would be drawn, and never somebody else's."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from aelab.figures import drawn as figures
from aelab.figures.drawn import Texts, drawn_once


@dataclass(frozen=True)
class Points:
    x: np.ndarray
    name: str = "a"


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> tuple[Callable[..., Any], list[Any]]:
    """Return a function that draws, and the list of what it has drawn."""
    monkeypatch.setattr(figures, "_texts", Texts(100_000))
    drawn = []

    @drawn_once
    def points(given: Points, thick: bool, scale: float = 1.0) -> go.Figure:
        drawn.append((given, thick, scale))
        return go.Figure().add_scatter(x=given.x * scale, name=f"{given.name}{thick}")

    return points, drawn


def plain(given: Points, thick: bool, scale: float = 1.0) -> str:
    return go.Figure().add_scatter(x=given.x * scale, name=f"{given.name}{thick}").to_json()


def test_the_same_values_are_drawn_once_and_others_anew(
    drawing: tuple[Callable[..., Any], list[Any]],
) -> None:
    points, drawn = drawing
    x = np.arange(5.0)
    for _ in range(3):
        assert points(Points(x.copy()), True).to_json() == plain(Points(x), True)
    assert len(drawn) == 1
    others: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((Points(x), False), {}),
        ((Points(x, "b"), True), {}),
        ((Points(np.nextafter(x, 9)), True), {}),
        ((Points(x.astype(np.float32)), True), {}),
        ((Points(-x), True), {}),
        ((Points(x), True), {"scale": 2.0}),
    ]
    for args, named in others:
        assert points(*args, **named).to_json() == plain(*args, **named)
    assert len(drawn) == 1 + len(others)


def test_values_that_are_changed_in_place_are_drawn_anew(
    drawing: tuple[Callable[..., Any], list[Any]],
) -> None:
    points, _ = drawing
    given = Points(np.zeros(3))
    before = points(given, True).to_json()
    given.x[0] = 1
    assert points(given, True).to_json() == plain(given, True) != before


def test_a_figure_that_is_changed_is_shown_as_it_is_and_not_kept(
    drawing: tuple[Callable[..., Any], list[Any]],
) -> None:
    points, _ = drawing
    given = Points(np.zeros(3))
    changed = points(given, True)
    changed.add_shape(type="line")
    changed.layout.title.text = "changed"
    assert "changed" in changed.to_json()
    assert points(given, True).to_json() == plain(given, True)


def test_two_functions_do_not_share_what_they_keep(
    drawing: tuple[Callable[..., Any], list[Any]],
) -> None:
    points, _ = drawing

    @drawn_once
    def others(given: Points, thick: bool) -> go.Figure:
        return go.Figure()

    given = Points(np.zeros(3))
    assert points(given, True).to_json() != others(given, True).to_json()


def test_the_store_holds_so_many_bytes_and_lets_the_oldest_go() -> None:
    texts = Texts(10)
    texts.put(b"a", "12345")
    texts.put(b"b", "12345")
    assert texts.get(b"a") == "12345"
    texts.put(b"c", "1")
    assert (texts.get(b"a"), texts.get(b"b"), texts.get(b"c")) == ("12345", None, "1")
    texts.put(b"a", "1234567890")
    assert (texts.get(b"a"), texts.get(b"c")) == ("1234567890", None)
    texts.put(b"d", "more than it can hold")
    assert texts.get(b"d") is None and texts.get(b"a") is None


def test_threads_that_draw_at_once_get_what_they_asked_for(
    drawing: tuple[Callable[..., Any], list[Any]],
) -> None:
    points, _ = drawing
    wrong = []

    def ask(seed: int) -> None:
        rng = np.random.default_rng(seed)
        for _ in range(50):
            given = Points(np.full(3, float(rng.integers(8))))
            if points(given, True).to_json() != plain(given, True):
                wrong.append(given)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
