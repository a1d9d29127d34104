"""A busy start: a class that is there in the first second."""

import math
import threading
import time

from benchmarks.abuse.attack import Finding, Findings, outage
from benchmarks.abuse.page import Page
from benchmarks.abuse.site import Site
from benchmarks.abuse.visitor import Visitor

VISITORS = 12
CHAPTERS = ("pca", "hebb", "autoencoders", "regularised", "vae", "jets")
FIRST_SECONDS, ALL_SECONDS = 5.0, 8.0  # until the first whole page, and until all of them


@outage("starts")
def starts(site: Site) -> Findings:
    """Start the lab again and again; twelve visitors on six chapters see pages at once."""
    for start in range(site.starts):
        with site.serving() as lab:
            seen: dict[int, tuple[float, str]] = {}
            began = time.monotonic()
            threads = [
                threading.Thread(target=_come, args=(lab.address, number, seen))
                for number in range(VISITORS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            whole = sorted(when - began for when, what in seen.values() if not what)
            broken = [what for _, what in seen.values() if what]
            words = f"start {start + 1}: {len(broken)} of {VISITORS} see “{(broken or [''])[0]}”"
            yield Finding(words, len(seen) == VISITORS and not broken)
            first, last = whole[0] if whole else math.inf, whole[-1] if whole else math.inf
            words = f"start {start + 1}: first page after {first:.1f} s, the last {last:.1f} s"
            yield Finding(words, first < FIRST_SECONDS and last < ALL_SECONDS)


def _come(address: str, number: int, seen: dict[int, tuple[float, str]]) -> None:
    """Open a chapter, and note when it was there and what is wrong with it."""
    try:
        visitor = Visitor(address)
        page: Page = visitor.open(CHAPTERS[number % len(CHAPTERS)])
        empty = "" if page.drawn("markdown") or page.drawn("heading") else "an empty page"
        seen[number] = time.monotonic(), page.broken[:60] or empty
        visitor.close()
    except OSError as error:
        seen[number] = time.monotonic(), str(error)
