"""The page on PCA in a real browser: what is dragged answers at once, and the verdicts hold."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Visit
from tests.e2e.test_jets import sideways
from tooling.lab import wait

pytestmark = pytest.mark.e2e

DELAY = 50  # ms from the hand to the picture


class Picture:
    """The n-th projection plot of the page."""

    def __init__(self, page: Page, number: Any) -> None:
        self.page = page
        self.root = page.locator(".projection").nth(number)
        page.locator(".projection[data-error]").nth(number).wait_for(timeout=30_000)
        self.root.scroll_into_view_if_needed()

    def number(self, name: Any) -> Any:
        return float(self.root.get_attribute(f"data-{name}") or "")

    def place(self, across: Any, up: Any, which: int = 0) -> Any:
        """A place of a picture, in shares of its width and height."""
        box = self.root.locator("canvas").nth(which).bounding_box()
        assert box is not None
        return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]

    def drag(self, start: Any, end: Any, steps: int = 12) -> Any:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=steps)
        self.page.evaluate("new Promise(requestAnimationFrame)")
        delay = self.number("delay")
        mouse.up()
        return delay


def verdicts(page: Page) -> Any:
    return page.get_by_text("predicted =").or_(page.get_by_text("predicted ≤"))


def test_the_page_opens_and_all_its_verdicts_hold(visit: Visit) -> None:
    page = visit("pca", width=1024, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=30_000)
    wait(lambda: page.locator(".projection[data-error]").count() == 3, "three pictures")
    wait(lambda: page.get_by_text("✓ holds").count() == 13, "thirteen verdicts")
    assert page.get_by_text("does not hold").count() == 0
    assert sideways(page) <= 0
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_drag_of_the_direction_moves_the_error_at_once(visit: Visit) -> None:
    page = visit("pca", width=1024, height=768)
    picture = Picture(page, 0)
    before = picture.number("error")
    ways = [((0.9, 0.5), (0.5, 0.9)), ((0.5, 0.9), (0.9, 0.6)), ((0.9, 0.6), (0.75, 0.85))]
    delays = [picture.drag(*(picture.place(*at) for at in way)) for way in ways]
    assert sorted(delays)[1] <= DELAY
    angle, error = picture.number("angle"), picture.number("error")
    assert 20 < angle < 75 and error < before / 2
    assert picture.number("predicted") == pytest.approx(error, rel=1e-9)
    measured = page.locator(".st-key-claim-pca-error")
    wait(lambda: f"measured {error:.4g}" in measured.inner_text(), "the verdict at this angle")
    assert "✓ holds" in measured.inner_text()
    picture.drag(picture.place(0.5, 0.5, 1), picture.place(0.25, 0.5, 1))
    assert picture.number("angle") < 60
    assert picture.number("angle") != angle


def test_keys_turn_the_direction(visit: Visit) -> None:
    page = visit("pca")
    picture = Picture(page, 1)
    angle = picture.number("angle")
    picture.root.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    wait(lambda: picture.number("angle") == angle + 1, "one degree")
    page.keyboard.press("Shift+ArrowRight")
    wait(lambda: picture.number("angle") == angle - 9, "ten degrees")
    page.keyboard.press("Home")
    wait(lambda: abs(picture.number("angle") - 33) < 1, "the first eigenvector")


def test_the_code_is_moved_and_another_sample_taken(visit: Visit) -> None:
    page = visit("pca")
    picture = Picture(page, 2)
    assert picture.number("code") == 0.5
    picture.drag(picture.place(0.6, 0.5, 1), picture.place(0.8, 0.5, 1))
    code = picture.number("code")
    assert code > 1
    shown = page.locator(".st-key-claim-pca-gradient")
    slope = 2 * (code - picture.number("best"))
    wait(lambda: f"measured {slope:.4g}" in shown.inner_text(), "the slope at this code")
    page.keyboard.press("End")
    wait(lambda: abs(picture.number("code") - picture.number("best")) < 1e-3, "the optimal code")
    sample = picture.number("sample")
    page.keyboard.press("PageUp")
    wait(lambda: picture.number("sample") != sample, "another sample")


def test_another_cloud_keeps_the_direction(visit: Visit) -> None:
    page = visit("pca")
    picture = Picture(page, 0)
    error = picture.number("error")
    page.get_by_role("button", name="New points").click()
    wait(lambda: picture.number("error") != error, "other points")
    assert picture.number("angle") == 75


def test_the_derivation_and_a_question_are_gone_through(visit: Visit) -> None:
    page = visit("pca", width=1024, height=768)
    for line in range(2, 9):
        page.get_by_role("button", name="Next line").click()
        page.get_by_text(f"Line {line} of 8").wait_for()
    page.locator(".st-key-ask-pca-across").get_by_text("λ₁", exact=True).click()
    page.get_by_text("✓ Your answer: λ₁").wait_for()
    assert sideways(page) <= 0
