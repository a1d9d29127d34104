"""Presenter mode in a real browser: one section at a time, by keys, with the answers hidden."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Visit
from tooling.lab import wait

pytestmark = pytest.mark.e2e
PLACE = ".presenter .place"


def presented(visit: Any, path: str = "pca?present=1") -> Any:
    page = visit(path, width=1024, height=768)
    page.locator(".st-key-section-home").wait_for(state="attached", timeout=60_000)
    wait(lambda: page.locator(PLACE).inner_text() == "1 / 8", "all sections", 10)
    return page


def address(page: Page) -> Any:
    """Return the address as the browser has it now; Playwright's own lags while a test sleeps."""
    return page.evaluate("location.href")


def shown(page: Page) -> Any:
    """Return the keys of the sections that can be seen."""
    return page.evaluate(
        "[...document.querySelectorAll('[class*=st-key-section-]')].filter(n => n.offsetHeight)"
        ".map(n => /st-key-section-([\\w-]+)/.exec(n.className)[1])"
    )


def test_keys_go_from_section_to_section_and_on_to_the_next_chapter(visit: Visit) -> None:
    page = presented(visit)
    assert shown(page) == ["intro"]
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    page.keyboard.press("PageDown")
    wait(lambda: shown(page) == ["projection"], "the first section")
    page.keyboard.press("PageUp")
    wait(lambda: shown(page) == ["intro"], "the introduction again")
    for _ in range(7):
        page.keyboard.press("PageDown")
    assert shown(page) == ["home"]
    page.keyboard.press("PageDown")
    wait(lambda: "/hebb" in address(page) and "present=1" in address(page), "the next chapter")


def test_a_key_that_comes_before_the_links_opens_the_next_chapter_when_they_come(
    visit: Visit,
) -> None:
    page = presented(visit)
    wait(page.locator(".st-key-chapters a").count, "the links")
    page.evaluate("window.links = document.querySelector('.st-key-chapters')")
    page.evaluate("links.classList.remove('st-key-chapters')")
    for _ in range(8):
        page.keyboard.press("PageDown")
    assert shown(page) == ["home"]
    page.evaluate("links.classList.add('st-key-chapters')")
    wait(lambda: "/hebb" in address(page), "the next chapter")


def test_answers_are_hidden_until_asked_and_hidden_again_in_the_next_section(visit: Visit) -> None:
    page = presented(visit)
    page.keyboard.press("PageDown")
    mark = page.locator(".st-key-answer-pca-error").get_by_text("holds").first
    wait(lambda: mark.count(), "a verdict")
    assert not mark.is_visible()
    page.keyboard.press("a")
    wait(mark.is_visible, "the verdict to be seen")
    page.keyboard.press("PageDown")
    assert not page.locator("[class*=st-key-answer-] p:visible").count()


def test_the_key_p_begins_and_ends_it_and_what_is_written_is_not_a_key(visit: Visit) -> None:
    page = visit("pca", width=1024, height=768)
    page.locator(".st-key-section-projection").wait_for(timeout=60_000)
    bar = page.locator("nav.presenter")
    wait(bar.count, "the bar")
    page.keyboard.press("p")
    wait(bar.is_visible, "presenter mode")
    wait(lambda: "present=1" in address(page), "the link")
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert size == 20
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.keyboard.press("p")
    wait(lambda: not bar.is_visible(), "its end")
    wait(lambda: "present" not in address(page), "the link without it")
