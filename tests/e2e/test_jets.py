"""The page of jet images, and own jets, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e


def sideways(page: Page) -> Any:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_a_jet_goes_step_by_step_from_constituents_to_an_image(visit: Visit) -> None:
    page = visit("jets?class=top&jet=3", width=1024, height=768)
    page.get_by_role("heading", name="1. Constituents").wait_for()
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("heading", name="2. Centred").wait_for()
    page.get_by_role("button", name="Normalised").click()
    page.get_by_role("heading", name="6. Normalised").wait_for()
    page.get_by_role("heading", name="Average top jet").wait_for()
    assert sideways(page) <= 0


def test_the_encoder_shows_its_maps_of_the_jet_that_is_chosen(visit: Visit) -> None:
    page = visit("jets?class=QCD&jet=2")
    lab = Lab(page)
    lab.running()
    title = page.locator("[data-view-name=maps] h3")
    wait(lambda: "QCD 2" in title.inner_text(), "the maps of the jet", 60)
    page.get_by_role("button", name="Next", exact=True).click()
    wait(lambda: "QCD 3" in title.inner_text(), "the maps of the next jet", 60)


def test_all_tasks_can_be_played_and_nothing_scrolls_sideways(visit: Visit) -> None:
    page = visit("anomaly", width=1024, height=768)
    lab = Lab(page)
    for name in ("Top → find QCD", "Brain slices, find lesions"):
        page.get_by_role("button", name=name).click()
        wait(lambda: lab.get("state") == "running" and lab.number("auc") > 0, name, 90)
        assert sideways(page) <= 0
    assert "simulated" in page.locator("[data-view-name=lesions]").inner_text()
