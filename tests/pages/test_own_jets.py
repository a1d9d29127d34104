"""Jets of one's own in the sidebar."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from aelab.home import home
from aelab.jets import files, incoming
from aelab.web.jets import own as ownjets
from tests.made_jets import made


def page() -> None:
    """A sidebar that notes what is taken."""
    import streamlit as st

    from aelab.web.jets import own as ownjets

    ownjets.ask(st.session_state.get("file", ""), st.session_state.update)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return AppTest.from_function(page)


def words(app: AppTest) -> list[str]:
    return [caption.value.replace("\\", "") for caption in app.caption]


def test_without_a_file_it_says_what_can_be_uploaded(shown: AppTest) -> None:
    app = shown.run()
    assert not app.exception and not app.selectbox
    assert "Top Quark Tagging Reference Dataset" in words(app)[0]


def test_a_file_in_the_home_is_offered_by_its_name_and_can_be_left_again(shown: AppTest) -> None:
    folder = home() / "data"
    folder.mkdir()
    (folder / "mine.npz").write_bytes(files.pack(made(6), {}))
    (folder / "no-name.npz").write_bytes(files.pack(made(6), {}))
    app = shown.run()
    assert app.selectbox[0].options == ["Jets of the lab", "Jets of “mine”"]
    app.selectbox[0].set_value("mine").run()
    assert app.session_state["file"] == "mine" and "3 QCD and 3 top jets." in words(app)
    app.selectbox[0].set_value(ownjets.OF_THE_LAB).run()
    assert app.session_state["file"] == "" and not app.exception


def test_an_upload_says_what_it_holds_and_is_offered_as_such(shown: AppTest) -> None:
    stored = ownjets._stored(files.pack(made(7), {}))
    assert stored.summary == "4 QCD and 3 top jets." and stored.params == {"file": stored.token}
    shown.session_state["file"] = stored.token
    app = shown.run()
    assert app.selectbox[0].options == ["Jets of the lab", "Jets of your upload"]
    assert words(app) == [stored.summary]


def test_jets_that_are_gone_are_told(shown: AppTest) -> None:
    shown.session_state["file"] = "0" * 20
    app = shown.run()
    assert not app.exception and words(app) == [incoming.GONE]


def test_a_file_in_the_home_that_is_broken_is_told(shown: AppTest) -> None:
    folder = home() / "data"
    folder.mkdir()
    (folder / "mine.npz").write_bytes(b"PK broken")
    shown.session_state["file"] = "mine"
    app = shown.run()
    assert not app.exception and len(words(app)) == 1


def test_a_large_table_is_told_by_its_name(shown: AppTest) -> None:
    folder = home() / "data"
    folder.mkdir()
    (folder / "test.h5").write_bytes(incoming.HDF5)
    shown.session_state["file"] = "test"
    app = shown.run()
    assert words(app) == ["At most 60,000 jets of “test”, evenly spread."]
