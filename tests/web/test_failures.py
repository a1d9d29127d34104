"""The last resort: a page, a fragment or a callback that fails, and what is left of the page."""

import logging
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from aelab.web import failures
from tests.notes import SCRIPT, Notes

RAISING = """
import streamlit as st
from aelab.params import InputError

def fail():
    raise {error}

{body}
"""
PAGE = "st.title('Begun')\nfail()\nst.title('Never')"
FRAGMENT = "st.fragment(fail)()\nst.title('Never')"
CALLBACK = "st.button('Fail', key='fail', on_click=fail)\nst.title('Whole')"
LATER = """
@st.fragment
def part():
    if st.checkbox('Fail', key='fail'):
        fail()

part()
st.title('Whole')
"""


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give tests the hook that the app gives to Streamlit."""
    made = LocalScriptRunner.__init__

    def hooked(runner: Any, *args: Any, **kwargs: Any) -> None:
        made(runner, *args, **kwargs)
        runner._on_script_error = failures.handle

    monkeypatch.setattr(LocalScriptRunner, "__init__", hooked)


@pytest.fixture
def page(cluster: Notes, hooked: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what opens the app with one of its pages written anew."""

    def written(body: Any, error: str = "KeyError('lam')") -> Any:
        for source in (SCRIPT.parents[2] / "pages").glob("*.py"):
            (tmp_path / source.name).write_text(source.read_text())
        (tmp_path / "lab.py").write_text(RAISING.format(error=error, body=body))
        script = tmp_path / "main.py"
        text = SCRIPT.read_text()
        old = "from aelab.web.site import PAGES\n"
        assert old in text
        other = f"from pathlib import Path\n\nPAGES = Path({str(tmp_path)!r})\n"
        script.write_text(text.replace(old, other))
        return AppTest.from_file(str(script), default_timeout=30).run()

    return written


def titles(page: Any) -> Any:
    return [title.value for title in page.main.title]


def framed(page: Any) -> Any:
    """Return whether the sidebar and its links are there, and nothing of Streamlit's own."""
    links = page.sidebar.get("page_link")
    return (
        page.sidebar.title[0].value == "Autoencoder Lab" and len(links) > 8 and not page.exception
    )


def test_a_page_that_fails_keeps_its_frame_and_says_one_sentence(
    page: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        failed = page(PAGE)
    assert framed(failed) and titles(failed) == ["Begun"]
    assert [e.value for e in failed.error] == [failures.SENTENCE]
    assert "KeyError: 'lam'" in caplog.text


def test_an_input_error_says_its_own_sentence(page: Any) -> None:
    failed = page(PAGE, "InputError('Choose a smaller code.')")
    assert framed(failed) and [e.value for e in failed.error] == [r"Choose a smaller code\."]


def test_another_page_can_be_opened_from_one_that_failed(page: Any, tmp_path: Path) -> None:
    failed = page(PAGE)
    assert len(failed.error) == 1
    failed.switch_page("answers.py").run()
    assert framed(failed) and titles(failed) == ["Your answers"] and not failed.error


def test_a_fragment_that_fails_says_it_once_in_its_place(page: Any) -> None:
    failed = page(FRAGMENT)
    assert framed(failed) and [e.value for e in failed.error] == [failures.SENTENCE]


def test_a_fragment_that_fails_later_leaves_the_rest_of_the_page(page: Any) -> None:
    whole = page(LATER)
    assert framed(whole) and not whole.error
    whole.checkbox(key="fail").check().run()
    assert framed(whole) and [e.value for e in whole.error] == [failures.SENTENCE]


def test_a_callback_that_fails_leaves_the_page_whole_and_is_told_once(page: Any) -> None:
    whole = page(CALLBACK)
    assert titles(whole) == ["Whole"] and not whole.error
    whole.button(key="fail").click().run()
    assert framed(whole) and titles(whole) == ["Whole"]
    assert [e.value for e in whole.error] == [failures.SENTENCE]
    whole.run()
    assert framed(whole) and titles(whole) == ["Whole"] and not whole.error
