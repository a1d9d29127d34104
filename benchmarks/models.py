"""How live each model is: `python -m benchmarks.models` plays a preset of each on MNIST, long.

With `tasks` it plays the anomaly tasks instead, but for own data, whose example is over in a
moment; "scores" is then the age of the oldest score.

One line per model, every figure measured in this one run in a real Chromium. PCA is over in a
moment and left out.
"""

import statistics
import sys
import time
from typing import Any
from urllib.parse import urlencode

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from aelab import catalogue
from aelab.presets import PRESETS, Preset, firsts
from aelab.presets.anomaly import OWN, TASKS
from aelab.web import link
from benchmarks.live import clicks_to_ack, cpu, in_browser, p95, press, session, worker_of
from tooling.browser import FLAGS, chromium
from tooling.lab import Lab, wait
from tooling.server import serving

SECONDS = 8
LONG = {"epochs": 1000}
HEAD = (
    f"{'model':<26}{'updates/s':>10}{'kB mean':>9}{'max':>5}{'server ms':>11}{'watched':>9}"
    f"{'ack p50':>9}{'p95':>5}{'first s':>9}{'stop ms':>9}{'probes/s':>10}{'scores s':>10}"
)


def address(preset: Preset) -> str:
    """Return the link of a preset made long and as fast as it goes."""
    entries = catalogue.read()
    assert entries is not None
    chosen = link.of(preset, entries)
    if "epochs" in entries.models[preset.model].fields:
        chosen["model_params"] |= LONG
    return "?" + urlencode(link.write(chosen, entries) | {"pace": "0"})


def measure(browser: Browser, url: str, server: psutil.Process, preset: Preset) -> str:
    with session(browser, "about:blank") as page:
        sizes: list[int] = []

        def listen(socket: Any) -> None:
            if "/live" in socket.url:
                socket.on("framereceived", lambda data: sizes.append(len(data)))

        page.on("websocket", listen)
        page.goto(url + address(preset))
        lab = Lab(page)
        lab.running()
        time.sleep(1)
        page.wait_for_timeout(1000)  # the frame of all views has come
        sizes.clear()
        frames, step = lab.number("frame"), lab.number("step")
        spent, start = cpu(server), time.perf_counter()
        time.sleep(SECONDS)
        seconds = time.perf_counter() - start
        drawn, updates = lab.number("frame") - frames, (lab.number("step") - step) / seconds
        oldest = lab.number("scores-age") / updates
        spent = (cpu(server) - spent) / drawn * 1000
        pictures = [s for s in sizes if s > 2000]
        mean, large = statistics.mean(pictures) / 1000, max(pictures) / 1000
        soon = preset.model == "oja"  # a thousand epochs are over before this is measured
        watched = float("nan") if soon else _watched(page, lab, server)
        acks = clicks_to_ack(page, lambda i: lab.click(("Pause", "Play")[i % 2]), 20)
        lab.running()
        probes = _probes(page, lab)
        stop = in_browser(page, press("stop"), "d.state === 'stopped'")
        page.wait_for_timeout(1500)
        first = in_browser(page, press("play"), "d.state === 'running' && +d.step > 0")
        name = preset.model if preset in PRESETS else preset.name
        return (
            f"{name:<26}{drawn / seconds:>10.1f}{mean:>9.0f}{large:>5.0f}{spent:>11.1f}"
            f"{watched:>9.2f}{statistics.median(acks) * 1000:>9.0f}{p95(acks) * 1000:>5.0f}"
            f"{first:>9.2f}{stop * 1000:>9.0f}{probes:>10.0f}"
            f"{oldest:>10.1f}"
        )


def _watched(page: Page, lab: Lab, server: psutil.Process) -> float:
    """Return updates per CPU-second of the run looked at, to those with nobody looking."""
    worker, url, ratios = worker_of(server), lab.url, []
    for _ in range(2):
        seen = _pace(lab, worker, lambda: time.sleep(5))
        alone = _pace(lab, worker, lambda: _away(page, lab, url))
        ratios.append(seen / alone)
    return statistics.median(ratios)


def _away(page: Page, lab: Lab, url: str) -> None:
    page.goto("about:blank")
    time.sleep(5)
    page.goto(url)
    wait(lambda: page.locator("[data-mount]").count() and lab.number("frame") >= 2, "it moves")


def _pace(lab: Lab, worker: psutil.Process, meanwhile: Any) -> float:
    step, spent = lab.number("step"), cpu(worker)
    meanwhile()
    return (lab.number("step") - step) / (cpu(worker) - spent)


def _probes(page: Page, lab: Lab) -> float:
    """Return how many places of the latent space are decoded per second under the pointer."""
    card = page.locator("[data-view-name=latent] canvas")
    if not card.count():
        return float("nan")
    box = card.first.bounding_box()
    assert box is not None
    before, start = lab.number("probes"), time.perf_counter()
    while (now := time.perf_counter() - start) < 4:
        x = box["x"] + box["width"] * (0.2 + 0.6 * (now * 1.3 % 1))
        page.mouse.move(x, box["y"] + box["height"] * (0.25 + 0.4 * (now * 0.7 % 1)))
        time.sleep(0.01)
    done = (lab.number("probes") - before) / now
    page.mouse.move(5, 5)
    return done


def main() -> None:
    catalogue.make()
    print(HEAD, flush=True)
    with sync_playwright() as playwright, serving(AELAB_GRACE="20") as (url, process):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        server = psutil.Process(process.pid)
        with session(browser, url + "/" + address(PRESETS[0])) as page:
            Lab(page).running()  # until the workers are warm
        long = [p for p in PRESETS if p.model != "pca"]
        chosen = firsts(sorted(long, key=lambda p: p.dataset != "mnist"))
        path = ""
        if sys.argv[1:] == ["tasks"]:
            chosen, path = [task for task in TASKS if task.dataset != OWN], "anomaly"
        for preset in chosen:
            print(measure(browser, f"{url}/{path}", server, preset), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
