"""The page of the variational autoencoder in a real browser: what is dragged decodes at once."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from aelab.bundled import decoders
from aelab.lecture.core.claim import CLAIMS
from tests.e2e.conftest import Visit
from tests.e2e.test_jets import sideways
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e
HOLDS = re.compile("✓ holds")
OWN = [slug for slug in CLAIMS if slug.startswith("vae.")]
SMALL = (
    "?dataset=MNIST&model=Variational+autoencoder&rate=0.002&batch=256&epochs=200&data.points=2000"
)
PER_SECOND = 20  # pictures under a dragging hand, at least


@pytest.fixture
def page(visit: Visit) -> Any:
    page = visit("vae", width=1024, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=60_000)
    return page


@pytest.fixture
def plane(page: Page) -> Any:
    page.locator(".decoding[data-ms]").wait_for(timeout=30_000)
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=30_000)  # all is in place
    return page.locator(".decoding")


def number(plane: Any, name: Any) -> Any:
    return float(plane.get_attribute(f"data-{name}"))


def pixels(plane: Any) -> Any:
    """What is decoded on the screen now, as numbers (784,)."""
    return np.array(plane.evaluate("node => Array.from(node.decoded())"))


def test_the_page_opens_its_verdicts_hold_and_nothing_scrolls_sideways(page: Page) -> None:
    wait(lambda: page.get_by_text(HOLDS).count() == len(OWN), "verdicts that hold", 60)
    assert page.get_by_text("does not hold").count() == 0
    assert page.locator("[data-testid=stException]").count() == 0
    assert sideways(page) <= 0


def test_a_drag_decodes_under_the_pointer(page: Page, plane: Any) -> None:
    plane.scroll_into_view_if_needed()
    canvas = plane.locator("canvas").first
    canvas.hover()  # which waits until nothing above it moves it any more
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    before = pixels(plane)
    page.mouse.move(x + 1, y)
    wait(lambda: plane.get_attribute("data-delay"), "the first picture under the hand")
    delays = []
    for i in range(60):
        page.mouse.move(x + 100 * np.cos(i / 9), y + 100 * np.sin(i / 9))
        page.evaluate("new Promise(requestAnimationFrame)")
        delays.append(number(plane, "delay"))
    page.mouse.up()
    assert np.median(delays) < 1000 / PER_SECOND, delays
    assert number(plane, "ms") < 1000 / PER_SECOND / 10
    assert np.abs(pixels(plane) - before).max() > 0.2


def test_the_browser_decodes_what_python_does(page: Page, plane: Any) -> None:
    packed = decoders.shipped("vae-mnist")
    plane.scroll_into_view_if_needed()
    slider = plane.get_by_role("slider")
    slider.focus()
    for keys in ("", "ArrowLeft", "Shift+ArrowUp", "Shift+ArrowRight", "Shift+ArrowRight", "Home"):
        if keys:
            page.keyboard.press(keys)
        page.evaluate("new Promise(requestAnimationFrame)")
        z = np.array([[number(plane, "first"), number(plane, "second")]])
        np.testing.assert_allclose(pixels(plane), decoders.decode(packed, z)[0], atol=1e-4)
    assert number(plane, "first") == number(plane, "second") == 0


def test_keys_move_the_point_and_buttons_choose_the_row(page: Page, plane: Any) -> None:
    plane.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    wait(lambda: (number(plane, "first"), number(plane, "second")) == (0.05, -0.5), "the keys")
    samples = plane.get_by_role("button", name="Prior samples")
    samples.click()
    assert samples.get_attribute("aria-pressed") == "true"
    plane.get_by_role("button", name="Along z₂").click()
    assert samples.get_attribute("aria-pressed") == "false"


@pytest.mark.timeout(300)
def test_the_run_of_a_link_trains_here_and_the_claims_are_measured_live(visit: Visit) -> None:
    page = visit(f"vae{SMALL}", width=1024, height=768)
    page.get_by_role("heading", name="To take home").wait_for(timeout=60_000)
    lab, claim = Lab(page), page.locator(".st-key-claim-vae-elbo")
    wait(lambda: lab.get("state") in ("running", "finished"), "a run", 120)
    wait(lambda: claim.get_by_text(HOLDS).count() == 1, "the claim of the run", 60)
