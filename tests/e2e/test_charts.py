"""Finished figures in a real browser: drawn when they come into sight, and not before."""

import pytest

from tests.e2e.conftest import Visit
from tooling.lab import wait

pytestmark = pytest.mark.e2e
DRAWN = ".charted:has(.main-svg)"
SLOW = """() => {
    const react = Plotly.react, waits = () => new Promise((done) => setTimeout(done, 1500));
    Plotly.react = async (...all) => { await waits(); return react(...all); };
}"""


def test_figures_are_drawn_when_they_come_into_sight(visit: Visit) -> None:
    page = visit("hebb", width=1024, height=768)
    page.locator(".st-key-section-home").wait_for(timeout=60_000)
    wait(lambda: page.locator(DRAWN).count() > 0, "the first figure")
    whole = page.locator(".charted").count()
    assert whole == 13 and page.locator(DRAWN).count() < whole
    last = page.locator(".charted").last
    assert last.get_attribute("aria-label")
    last.scroll_into_view_if_needed()
    wait(lambda: last.locator(".main-svg").count(), "the last figure")
    assert page.locator(DRAWN).count() < whole, "those in between were passed by"


def test_a_figure_that_is_changed_while_it_is_drawn_ends_with_the_last_change(
    visit: Visit,
) -> None:
    page = visit("hebb", width=1024, height=768)
    figure = page.locator(".st-key-section-frequency .charted")
    figure.wait_for(timeout=60_000)
    figure.scroll_into_view_if_needed()
    wait(figure.locator(".scatterlayer .js-line").count, "a line")
    line = figure.locator(".scatterlayer .js-line").first
    page.get_by_role("slider", name="How often a occurs").focus()
    page.keyboard.press("End")
    page.wait_for_timeout(2000)
    last = line.get_attribute("d")
    figure.evaluate(SLOW)
    page.keyboard.press("Home")
    page.wait_for_timeout(900)  # it is being drawn
    page.keyboard.press("End")
    wait(lambda: line.get_attribute("d") != last, "the change that came first")
    wait(lambda: line.get_attribute("d") == last, "the last change")


def test_a_figure_is_drawn_anew_with_its_section_and_fits_its_place(visit: Visit) -> None:
    page = visit("hebb", width=1024, height=768)
    figure = page.locator(".st-key-section-frequency .charted")
    figure.wait_for(timeout=60_000)
    figure.scroll_into_view_if_needed()
    line = figure.locator(".scatterlayer .js-line").first
    wait(line.count, "a line")
    before = line.get_attribute("d")
    page.get_by_role("slider", name="How often a occurs").focus()
    page.keyboard.press("ArrowLeft")
    wait(lambda: line.get_attribute("d") != before, "another line")
    place, drawn = figure.bounding_box(), figure.locator(".main-svg").first.bounding_box()
    assert place is not None and drawn is not None
    assert abs(place["width"] - drawn["width"]) < 1
