"""The page of autoencoders in a real browser."""

import re
from typing import Any

import pytest

from aelab.lecture.core.claim import CLAIMS
from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e
HOLDS = re.compile("✓ holds")
OWN = [slug for slug in CLAIMS if slug.startswith("ae.")]


def opened(visit: Any, width: int = 1024) -> Any:
    page = visit("autoencoders", width=width, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=60_000)
    return page


def test_the_page_opens_its_verdicts_hold_and_nothing_scrolls_sideways(visit: Visit) -> None:
    page = opened(visit)
    wait(lambda: page.get_by_text(HOLDS).count() == len(OWN), "verdicts that hold", 30)
    assert page.get_by_text("does not hold").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_linear_autoencoder_plays_in_its_section_and_its_claims_hold_again(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Bring here: Linear AE on a swiss roll").click()
    section = page.locator(".st-key-section-subspace")
    section.locator("[data-mount]").wait_for(timeout=20_000)
    lab = Lab(page)
    lab.click("Play")
    wait(lambda: lab.get("state") == "finished", "the end of the run", 60)
    wait(lambda: section.get_by_text(HOLDS).count() == 4, "four verdicts that hold", 20)
    assert page.locator("[data-testid=stException]").count() == 0


def test_two_digits_that_are_clicked_are_the_ends_of_the_way_between(visit: Visit) -> None:
    page = opened(visit, 1280)
    page.get_by_role("button", name="Bring here: AE on MNIST").click()
    section = page.locator(".st-key-section-latent")
    section.locator("[data-mount]").wait_for(timeout=20_000)
    lab = Lab(page)
    lab.running()
    card = section.locator("[data-view-name=between]")
    assert "in pixels, in the code" in (card.locator("canvas").get_attribute("aria-label") or "")
    assert page.locator("[data-testid=stException]").count() == 0
    lab.click("Stop")


def test_questions_are_reached_by_keys(visit: Visit) -> None:
    page = opened(visit)
    ask = page.get_by_role("radio", name="It is copied")
    ask.focus()
    page.keyboard.press("Space")
    page.get_by_text(re.compile("Your answer: It is copied")).wait_for(timeout=20_000)
