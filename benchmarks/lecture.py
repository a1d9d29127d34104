"""How soon the chapters of the lecture show something: `python -m benchmarks.lecture`.

For each chapter the seconds to its first picture, in a new tab and from another chapter; for each
demo the seconds until its picture is in its section, and from Play to its declared held-out J.
"""

import statistics
import time
from functools import partial

from playwright.sync_api import Browser, Page, sync_playwright

from aelab import catalogue
from aelab.lecture.demos import DEMOS
from aelab.presets import Preset
from aelab.web import contents
from benchmarks.live import in_browser, press, row, session
from tooling.browser import FLAGS, chromium
from tooling.lab import ROOT, Lab, wait
from tooling.server import serving

LECTURE = contents.titles()
CHAPTERS = [name for name in LECTURE if name not in ("jets", "anomaly", "answers")]
PICTURE = ".charted .main-svg, .projection canvas, [data-mount] canvas"
HOME = ".st-key-section-home"
TIMES = 3


def written(page: Page) -> None:
    page.locator(HOME).wait_for(state="attached", timeout=60_000)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )


def opened(browser: Browser, url: str, name: str) -> float:
    """Return the seconds to the first picture in a new tab."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page, start = context.new_page(), time.perf_counter()
    page.goto(f"{url}/{name}", wait_until="commit")
    page.locator(PICTURE).first.wait_for(timeout=60_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def switched(page: Page, name: str) -> float:
    """Return the seconds to the first picture of a chapter from another one."""
    links, names = page.locator(".st-key-chapters a"), list(LECTURE)
    links.nth(names.index("answers")).click()
    page.get_by_role("heading", name="Your answers").wait_for(timeout=60_000)
    time.sleep(0.5)
    start = time.perf_counter()
    links.nth(names.index(name)).click()
    page.locator(PICTURE).first.wait_for(timeout=60_000)
    return time.perf_counter() - start


def chapters(browser: Browser, url: str) -> None:
    for name in CHAPTERS:
        fresh = statistics.median(opened(browser, url, name) for _ in range(TIMES))
        row(f"{LECTURE[name]}: new tab to first picture", f"{fresh:.1f} s", "<= 3 s", fresh <= 3)
    with session(browser, f"{url}/pca") as page:
        written(page)
        for name in CHAPTERS:
            soon = statistics.median(switched(page, name) for _ in range(TIMES))
            what = f"{LECTURE[name]}: from another page to first picture"
            row(what, f"{soon:.1f} s", "<= 2 s", soon <= 2)
            written(page)


def demos(browser: Browser, url: str, name: str) -> None:
    """Bring each demo of a chapter to its section, and play it; a cell of a table does both."""
    with session(browser, f"{url}/{name}") as page:
        written(page)
        for demo in DEMOS[name]:
            cell = page.locator(f".st-key-cell-{demo.slug} button")
            if cell.count():
                played(page, demo, f".st-key-cell-{demo.slug} button")
                continue
            button = page.locator(f".st-key-stage-{demo.slug} button")
            if button.count():  # or it is there already
                start = time.perf_counter()
                button.click()
                wait(partial(there, page, demo), demo.name)
                took = time.perf_counter() - start
                row(f"{demo.name}: to its section", f"{took:.1f} s", "<= 2 s", took <= 2)
                Lab(page).until("finished")
            played(page, demo, "[data-does=play]")


def there(page: Page, demo: Preset) -> bool:
    """Tell whether the finished run of a demo is shown in its section."""
    lab = page.locator(f"[class*=st-key-section-]:has(.st-key-stage-{demo.slug}) {ROOT}")
    alone = page.locator(f".st-key-stage-{demo.slug}").count() == 0
    shown = page.locator(ROOT).get_attribute("data-frame") if page.locator(ROOT).count() else None
    return bool(shown and int(shown) > 0 and (alone or lab.count()))


def played(page: Page, demo: Preset, button: str) -> None:
    """Press Play, or the cell that plays a demo, and wait for its declared held-out J."""
    if demo.target is None:
        return
    lab = Lab(page)
    action = f"document.querySelector({button!r}).click()"
    goal = f"d.run && d.run !== {lab.get('run')!r} && d.heldout && +d.heldout <= {demo.target}"
    took = in_browser(page, action, goal, 60)
    measured = f"{took:.1f} s, at {lab.number('heldout'):.4g}"
    row(f"{demo.name}: held-out J <= {demo.target:g}", measured, "<= 10 s", took <= 10)
    page.evaluate(press("stop"))
    time.sleep(0.5)


def main() -> None:
    print(f"{'what':<52} {'measured':>26}   {'goal':<22} holds")
    catalogue.make()
    with sync_playwright() as playwright, serving(AELAB_GRACE="20") as (url, _):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        opened(browser, url, "pca")  # the server has imported what it needs
        chapters(browser, url)
        for name in DEMOS:
            demos(browser, url, name)
        browser.close()


if __name__ == "__main__":
    main()
