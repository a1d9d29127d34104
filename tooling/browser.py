"""The system's Chromium, as tests, docs and benchmarks start it."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(RuntimeError):
    """There is no Chromium on this system."""


def chromium() -> str:
    """Return the path of the system's Chromium; `NoBrowser` if there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise NoBrowser("A Chromium is needed: install it with your system's packages.")
    return path
