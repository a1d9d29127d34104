"""What a session keeps, and what its buttons do."""

from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import pytest

from aelab import catalogue
from aelab.presets import PRESETS
from aelab.presets.anomaly import TASKS
from aelab.web import session
from tests.notes import Notes, SessionState


def test_a_new_seed_is_another_one_and_plays(session_state: SessionState) -> None:
    session_state["c.seed"] = 5
    session.new_seed()
    assert session_state["c.seed"] != 5
    assert session_state["asked"]
    assert str(session_state["c.seed"]) in session_state["note"]


def test_the_offered_fix_sets_the_rate_and_plays(session_state: SessionState) -> None:
    session_state["live"] = {"fix": {"rate": 0.003}}
    session.fix()
    assert session_state["c.model.rate"] == 0.003
    assert session_state["asked"]
    assert session_state["note"] == "Started over with learning rate 0.003."


@pytest.mark.parametrize(
    ("name", "sent", "expected"),
    [
        ("axes", "3.12", "3.12"),
        ("axes", "pca", "pca"),
        ("axes", "1.2.3", ""),
        ("axes", 5, ""),
        ("views", "latent", "latent"),
        ("views", "a.b.c.d", "a.b.c.d"),
        ("views", "a.b.c.d.e", ""),
        ("views", "a..b", ""),
        ("views", "A", ""),
        ("views", "x" * 21, ""),
        ("views", None, ""),
    ],
)
def test_an_option_chosen_in_the_picture_is_kept_if_it_makes_sense(
    session_state: SessionState, name: str, sent: object, expected: str
) -> None:
    session_state |= {"live": {name: sent}, "axes": "", "views": ""}
    session.callbacks()[name]()
    assert session_state[name] == expected


@pytest.mark.parametrize("offered", [None, 3, {"rate": "x"}, {"rate": 1e9}, {"owner": 1}, []])
def test_a_fix_that_makes_no_sense_is_ignored(
    session_state: SessionState, offered: object
) -> None:
    before = dict(session_state)
    session_state["live"] = {"fix": offered}
    session.fix()
    assert {k: v for k, v in session_state.items() if k != "live"} == before


class Stopped(Exception):
    """Raised where Streamlit ends a script for another one: wherever its state is looked at."""


class Watched(SessionState):
    """A session's state that ends the script at one of the looks at it."""

    left = None

    def look(self) -> None:
        if self.__dict__.get("left") is not None:
            self.__dict__["left"] -= 1
            if self.__dict__["left"] < 0:
                raise Stopped

    def __getitem__(self, key: Any) -> Any:
        self.look()
        return super().__getitem__(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.look()
        super().__setitem__(key, value)

    def __delitem__(self, key: Any) -> None:
        self.look()
        super().__delitem__(key)

    def __contains__(self, key: Any) -> Any:
        self.look()
        return super().__contains__(key)

    def pop(self, key: Any, *default: Any) -> Any:
        self.look()
        return super().pop(key, *default)

    get = MutableMapping[str, Any].get  # type: ignore[assignment]  # so that it is looked at
    update = MutableMapping.update
    __getattr__ = __getitem__
    __setattr__ = __setitem__


def turned(monkeypatch: Any, cluster: Any, stops: Any) -> Any:
    """Go from the lab to the anomalies and back, stopped after so many looks; return the state."""
    entries, state = catalogue.read(), Watched()
    assert entries is not None
    monkeypatch.setattr("streamlit.session_state", state)
    monkeypatch.setattr("streamlit.query_params", {"dataset": "ring-of-gaussians", "latent": "1"})
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: "owner")
    session.begin(entries)
    state["run"], state["note"] = "run-of-the-lab", "Settings changed."
    for page, presets in (("anomaly", TASKS), ("lab", PRESETS)):
        state.__dict__["left"] = stops
        with suppress(Stopped):
            session.begin(entries, page, presets, linked=False)
        state.__dict__["left"] = None
        session.begin(entries, page, presets, linked=False)
    return dict(state)


def test_a_page_is_turned_whole_wherever_its_script_was_stopped(
    monkeypatch: pytest.MonkeyPatch, cluster: Notes
) -> None:
    whole = turned(monkeypatch, cluster, None)
    assert whole["run"] == "run-of-the-lab" and whole["chosen"]["dataset"] == "ring-of-gaussians"
    assert whole["left.anomaly"]["chosen"]["dataset"] == TASKS[0].dataset
    for stops in range(150):
        assert turned(monkeypatch, cluster, stops) == whole, stops
