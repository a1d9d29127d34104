"""The page on regularised autoencoders in a real browser."""

import re
from typing import Any

import pytest

from tests.e2e.conftest import Visit
from tooling.lab import wait

pytestmark = pytest.mark.e2e
HOLDS = re.compile("✓ holds")


def opened(visit: Any) -> Any:
    page = visit("regularised", width=1024, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=60_000)
    return page


def test_the_page_opens_its_verdicts_hold_and_nothing_scrolls_sideways(visit: Visit) -> None:
    page = opened(visit)
    wait(lambda: page.get_by_text(HOLDS).count() == 19, "nineteen verdicts that hold", 30)
    assert page.get_by_text("does not hold").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_demo_is_brought_to_its_section_trained_and_measured_there(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Bring here: Contractive, linear").click()
    section = page.locator(".st-key-section-linear")
    section.get_by_role("button", name="Play").wait_for(timeout=30_000)
    section.get_by_role("button", name="Play").click()
    wait(lambda: section.get_by_text("finished").count() > 0, "the end of the run", 60)
    wait(lambda: section.get_by_text(HOLDS).count() == 2, "two verdicts that hold", 30)
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
