"""Make `docs/gallery.md` and its pictures: `python -m docs.gallery`, with a Chromium installed.

The first preset of each model is played to its declared picture, in light and in dark.
"""

import time
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from aelab import catalogue
from aelab.presets import PRESETS, Preset, firsts
from aelab.web import link
from tooling.browser import FLAGS, chromium
from tooling.lab import Lab, wait
from tooling.server import serving

HERE = Path(__file__).parent
FOLDER = HERE / "gallery"
SIZE: ViewportSize = {"width": 1280, "height": 800}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def good(lab: Lab, preset: Preset) -> bool:
    """Say whether the picture is the declared one; without a target, that of the end."""
    if preset.target is None:
        return lab.get("state") == "finished"
    return lab.number("heldout") <= preset.target


def take(browser: Browser, address: str, preset: Preset, scheme: Literal["light", "dark"]) -> str:
    """Play a preset until its picture is good, keep what is on the screen, name the file."""
    entries = catalogue.read()
    assert entries is not None
    query = urlencode(link.write(link.of(preset, entries), entries))
    page = browser.new_page(viewport=SIZE, color_scheme=scheme)
    page.goto(f"{address}/?{query}")
    lab = Lab(page)
    wait(lambda: lab.number("frame") >= 1, "a picture")
    lab.click("Play")
    wait(lambda: lab.get("run") and good(lab, preset), preset.name, 60)
    time.sleep(1.5)
    page.mouse.move(SIZE["width"] - 5, SIZE["height"] - 5)
    name = f"{preset.slug}-{scheme}.png"
    page.screenshot(path=FOLDER / name)
    page.evaluate("document.querySelector('[data-mount] [data-does=stop]')?.click()")
    page.close()
    return name


def words(preset: Preset, light: str, dark: str) -> str:
    """Return the section of a preset in the gallery."""
    picture = (
        f'<picture>\n  <source media="(prefers-color-scheme: dark)" srcset="gallery/{dark}">\n'
        f'  <img src="gallery/{light}" alt="{preset.name}, in training">\n</picture>'
    )
    entry = catalogue.declared_as("model", preset.model)
    model = entry.title if entry else preset.model
    return f"## {model}: {preset.name}\n\n{preset.look_for}\n\n{picture}\n"


def main() -> None:
    """Take all pictures and write the page."""
    catalogue.make()
    FOLDER.mkdir(exist_ok=True)
    sections = []
    with sync_playwright() as playwright, serving() as (address, _):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for preset in firsts(PRESETS):
            light, dark = (take(browser, address, preset, s) for s in SCHEMES)
            sections.append(words(preset, light, dark))
            print(preset.name, flush=True)
        browser.close()
    head = "# Gallery\n\nEach model on its first preset. Made by `python -m docs.gallery`.\n\n"
    (HERE / "gallery.md").write_text(head + "\n".join(sections))


if __name__ == "__main__":
    main()
