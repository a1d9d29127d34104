"""The page on latent variable models in a real browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e
HOLDS = re.compile("✓ holds")


def opened(visit: Any) -> Any:
    page = visit("latent", width=1024, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=60_000)
    return page


def sideways(page: Page) -> Any:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_the_page_opens_its_verdicts_hold_and_nothing_scrolls_sideways(visit: Visit) -> None:
    page = opened(visit)
    wait(lambda: page.get_by_text(HOLDS).count() == 13, "thirteen verdicts that hold", 30)
    assert page.get_by_text("does not hold").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    assert sideways(page) <= 0


def test_a_cell_of_the_table_plays_its_model_and_its_claim_is_measured_from_the_run(
    visit: Visit,
) -> None:
    page = opened(visit)
    lab = Lab(page)
    page.locator(".st-key-cell-ae-moons button").first.click()
    wait(lambda: lab.get("state") == "finished" and lab.get("run"), "the end of the run", 60)
    verdict = page.locator(".st-key-claim-latent-bent")
    verdict.get_by_text(HOLDS).wait_for(timeout=10_000)
    assert page.locator("[data-testid=stException]").count() == 0 and sideways(page) <= 0


def test_the_gan_comes_to_its_section_and_says_why_it_has_no_reconstructions(visit: Visit) -> None:
    page = opened(visit)
    page.locator(".st-key-stage-gan-ring button").first.click()
    page.locator(".st-key-section-gan [data-mount]").wait_for(timeout=30_000)
    page.locator("[data-testid=stSidebar]").get_by_text("has no encoder").wait_for(timeout=10_000)
    wait(lambda: page.get_by_text(HOLDS).count() == 13, "thirteen verdicts that hold", 30)
    lab = Lab(page).running()
    lab.click("Stop")
    assert page.locator("[data-testid=stException]").count() == 0


def test_the_noise_is_moved_by_keys_and_the_limit_fails_far_from_it(visit: Visit) -> None:
    page = opened(visit)
    section = page.locator(".st-key-section-limit")
    slider = section.get_by_role("slider")
    slider.focus()
    for _ in range(12):
        page.keyboard.press("PageUp")
    section.get_by_text("does not hold").wait_for(timeout=20_000)


def test_the_four_models_are_trained_here_one_after_the_other_and_can_be_stopped(
    visit: Visit,
) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Train these 4 runs here").first.click()
    some = re.compile("[123] of 4 runs have ended")  # two may end between two looks
    page.get_by_text(some).wait_for(timeout=60_000)
    page.get_by_role("button", name="Stop them").first.click()
    wait(lambda: page.get_by_role("button", name="Stop them").count() == 0, "an end", 30)
    assert page.locator("[data-testid=stException]").count() == 0
