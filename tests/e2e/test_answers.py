"""The page of answers in a real browser: what was predicted elsewhere is here, to be printed."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Visit
from tests.e2e.test_jets import sideways
from tooling.lab import wait

pytestmark = pytest.mark.e2e
TITLE = "Your answers"


def summary(page: Page) -> Any:
    """Go to the page of answers by its link, as a visitor does."""
    page.locator(".st-key-chapters").get_by_role("link", name=TITLE).click()
    page.get_by_role("heading", name=TITLE).wait_for(timeout=30_000)
    return page


def test_a_prediction_made_in_a_chapter_is_graded_here_and_can_be_printed(visit: Visit) -> None:
    page = visit("hebb", width=1024, height=768)
    page.locator(".st-key-section-home").wait_for(state="attached", timeout=60_000)
    page.get_by_role("radio", name="zero", exact=True).first.focus()
    page.keyboard.press("Space")
    page.get_by_text("Your answer: zero").first.wait_for(timeout=20_000)
    summary(page)
    page.get_by_text("0 of 1 predictions were right").wait_for(timeout=20_000)
    assert page.get_by_role("heading", name="Hebb and Oja").count() == 1
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name="Print").click()
    wait(lambda: page.evaluate("window.printed === true"), "the dialogue that prints")
    assert sideways(page) <= 0
    assert page.locator("[data-testid=stException]").count() == 0


def test_without_an_answer_it_says_where_to_find_questions(visit: Visit) -> None:
    page = visit("answers", width=1024, height=768)
    page.get_by_text("No answer yet").wait_for(timeout=30_000)
    assert page.get_by_role("button", name="Print").count() == 0


def test_on_paper_there_are_the_answers_and_nothing_else(visit: Visit) -> None:
    page = visit("answers", width=1024, height=768)
    page.get_by_text("No answer yet").wait_for(timeout=30_000)
    sidebar = page.locator("[data-testid=stSidebar]")
    assert sidebar.is_visible()
    page.emulate_media(media="print")
    wait(lambda: not sidebar.is_visible(), "a bare page")
    assert page.get_by_role("heading", name=TITLE).is_visible()
