"""What a session keeps, and what its buttons do."""

import pytest

from aelab.ui import session
from tests.notes import State


def test_a_new_seed_is_another_one_and_plays(session_state: State) -> None:
    session_state["c.seed"] = 5
    session.new_seed()
    assert session_state["c.seed"] != 5
    assert session_state.asked
    assert str(session_state["c.seed"]) in session_state.note


def test_the_offered_fix_sets_the_rate_and_plays(session_state: State) -> None:
    session_state["live"] = {"fix": {"rate": 0.003}}
    session.fix()
    assert session_state["c.model.rate"] == 0.003
    assert session_state.asked
    assert session_state.note == "Started over with learning rate 0.003."


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("axes", "3.12", "3.12"), ("axes", "pca", "pca"), ("axes", "1.2.3", ""), ("axes", 5, ""),
        ("views", "latent", "latent"), ("views", "a.b.c.d", "a.b.c.d"), ("views", "a.b.c.d.e", ""),
        ("views", "a..b", ""), ("views", "A", ""), ("views", "x" * 21, ""), ("views", None, ""),
    ],
)  # fmt: skip
def test_a_look_is_kept_if_it_makes_sense(
    session_state: State, name: str, said: object, kept: str
) -> None:
    session_state |= {"live": {name: said}, "axes": "", "views": ""}
    getattr(session, name)()
    assert session_state[name] == kept


@pytest.mark.parametrize("offered", [None, 3, {"rate": "x"}, {"rate": 1e9}, {"owner": 1}, []])
def test_a_fix_that_makes_no_sense_is_ignored(session_state: State, offered: object) -> None:
    before = dict(session_state)
    session_state["live"] = {"fix": offered}
    session.fix()
    assert {k: v for k, v in session_state.items() if k != "live"} == before
