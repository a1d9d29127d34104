"""Make the pictures of the README: `python -m docs.pictures`, with a Chromium installed."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from aelab import catalogue
from tests.e2e.conftest import FLAGS, chromium, serving
from tests.e2e.lab import Lab, wait

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 740}
PAGES: dict[str, tuple[str, Callable[[Lab], bool]]] = {  # by name: path, and when it is good
    "lab": ("", lambda lab: lab.number("heldout") < 155),
    "anomaly": ("anomaly", lambda lab: lab.number("auc") > 0.86),
}


def main() -> None:
    """Play the first preset of some pages for a while and keep what is on the screen."""
    catalogue.make()
    with sync_playwright() as playwright, serving() as (address, _):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, (path, good) in PAGES.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport=SIZE, color_scheme=scheme)
                page.goto(f"{address}/{path}")
                lab = Lab(page).running()
                wait(lambda lab=lab, good=good: good(lab), "a good picture", 90)
                time.sleep(1)
                page.mouse.move(1270, 735)
                suffix = "" if scheme == "light" else "-dark"
                page.screenshot(path=HERE / f"{name}{suffix}.png")
                lab.click("Stop")  # or it would keep its worker for a while
                lab.until("stopped")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
