"""A busy start: a class that is there in the first second."""

import threading
import time

from benchmarks.abuse.attack import Finding, Findings, outage
from benchmarks.abuse.page import Page
from benchmarks.abuse.site import Site
from benchmarks.abuse.visitor import Visitor

VISITORS = 12
CHAPTERS = ("pca", "hebb", "autoencoders", "regularised", "vae", "jets")
FIRST_SECONDS = 5.0


@outage("starts")
def starts(site: Site) -> Findings:
    """Start the lab again and again; twelve visitors on six chapters see pages at once."""
    for start in range(site.starts):
        with site.serving() as lab:
            seen: dict[int, str] = {}
            began = time.monotonic()
            threads = [
                threading.Thread(target=_come, args=(lab.address, number, seen))
                for number in range(VISITORS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.monotonic() - began
            broken = [what for what in seen.values() if what]
            words = f"start {start + 1}: {len(broken)} of {VISITORS} see “{(broken or [''])[0]}”"
            yield Finding(words, len(seen) == VISITORS and not broken)
            within = f"start {start + 1}: all pages after {took:.1f} s"
            yield Finding(within, took < FIRST_SECONDS + VISITORS / 4)


def _come(address: str, number: int, seen: dict[int, str]) -> None:
    """Open a chapter, and note what is wrong with it."""
    try:
        visitor = Visitor(address)
        page: Page = visitor.open(CHAPTERS[number % len(CHAPTERS)])
        empty = "" if page.drawn("markdown") or page.drawn("heading") else "an empty page"
        seen[number] = page.broken[:60] or empty
        visitor.close()
    except OSError as error:
        seen[number] = str(error)
