"""The page of Hebb and Oja in a real browser."""

import re
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e
HOLDS = re.compile("✓ holds")


def opened(visit: Any) -> Any:
    page = visit("hebb", width=1024, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=30_000)
    return page


def test_the_page_opens_its_verdicts_hold_and_nothing_scrolls_sideways(visit: Visit) -> None:
    page = opened(visit)
    wait(lambda: page.get_by_text(HOLDS).count() == 17, "seventeen verdicts that hold", 30)
    assert page.get_by_text("does not hold").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_click_in_the_plane_is_where_w_starts(visit: Visit) -> None:
    page = opened(visit)
    canvas = page.locator("canvas.startpoint")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    angle = page.get_by_role("slider", name=re.compile("^Angle"))
    assert angle.input_value() == "100"
    canvas.click(position={"x": box["width"] / 2 + 90, "y": box["height"] / 2})
    wait(lambda: angle.input_value() == "0", "the angle of the click")


def test_the_start_is_reached_by_keys_too(visit: Visit) -> None:
    page = opened(visit)
    angle = page.get_by_role("slider", name=re.compile("^Angle"))
    angle.focus()
    page.keyboard.press("ArrowRight")
    wait(lambda: angle.input_value() == "101", "one degree more")


def holding(card: Locator) -> bool:
    return HOLDS.search(card.inner_text()) is not None


def test_on_digits_w_is_seen_to_learn_and_the_verdicts_hold_in_the_end(visit: Visit) -> None:
    page = opened(visit)
    lab = Lab(page)
    lab.click("Play")
    lab.until("finished", 60)
    for slug in ("eigendigit", "digits"):
        card = page.locator(f".st-key-claim-hebb-{slug}")
        wait(partial(holding, card), f"the verdict on {slug}", 20)
