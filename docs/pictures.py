"""Make the pictures of the README: `python -m docs.pictures`, with a Chromium installed."""

import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from aelab import catalogue
from tests.e2e.conftest import FLAGS, chromium, serving
from tests.e2e.lab import Lab, wait

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 740}


def main() -> None:
    """Play the first preset for a while and keep what is on the screen."""
    catalogue.make()
    with sync_playwright() as playwright, serving() as (address, _):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)
            page.goto(address)
            lab = Lab(page).running()
            wait(lambda lab=lab: lab.number("heldout") < 155, "a good picture", 60)
            time.sleep(1)
            page.mouse.move(1270, 735)
            name = "lab.png" if scheme == "light" else "lab-dark.png"
            page.screenshot(path=HERE / name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
