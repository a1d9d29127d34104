"""Make the pictures of the README: `python -m docs.pictures`, with a Chromium installed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

from aelab import catalogue
from tooling.browser import FLAGS, chromium
from tooling.lab import Lab, wait
from tooling.server import serving

HERE = Path(__file__).parent
SIZE: ViewportSize = {"width": 1280, "height": 740}
SCHEMES: tuple[tuple[str, Literal["light", "dark"]], ...] = (("", "light"), ("-dark", "dark"))
PAGES: dict[str, tuple[str, Callable[[Lab], bool]]] = {  # by name: path, and when it is good
    "lab": ("", lambda lab: lab.number("heldout") < 155),
    "anomaly": ("anomaly", lambda lab: lab.number("auc") > 0.86),
}
SECTION = ("vae", "manifold", ".decoding[data-ms]")  # of the lecture: page, section, its picture


def main() -> None:
    """Keep what is on the screen of some pages, in both themes."""
    catalogue.make()
    with sync_playwright() as playwright, serving() as (address, _):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for suffix, scheme in SCHEMES:
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)
            for name, (path, good) in PAGES.items():
                page.goto(f"{address}/{path}")
                play(page, good, HERE / f"{name}{suffix}.png")
            name, section, picture = SECTION
            page.goto(f"{address}/{name}")
            turn_to(page, section, picture)
            page.screenshot(path=HERE / f"lecture{suffix}.png")
            page.close()
        browser.close()


def play(page: Page, good: Callable[[Lab], bool], file: Path) -> None:
    """Play the first preset of a page until it is good, and keep the picture."""
    lab = Lab(page).running()
    wait(lambda: good(lab), "a good picture", 90)
    time.sleep(1)
    page.mouse.move(1270, 735)
    page.screenshot(path=file)
    lab.click("Stop")  # or it would keep its worker for a while
    lab.until("stopped")


def turn_to(page: Page, section: str, picture: str) -> None:
    """Show a section of a chapter from its heading on, once all of it is there."""
    page.locator(".st-key-section-home").wait_for(state="attached", timeout=60_000)
    page.locator("[data-test-script-state=notRunning]").wait_for(timeout=60_000)
    place = page.locator(f".st-key-section-{section}")
    place.locator(picture).wait_for(timeout=30_000)
    place.evaluate("node => node.scrollIntoView()")
    time.sleep(2)


if __name__ == "__main__":
    main()
