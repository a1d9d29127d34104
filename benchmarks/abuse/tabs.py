"""One visitor with many tabs, and somebody who comes after."""

import time

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import Lab
from benchmarks.abuse.visitor import Visitor

TABS = 40
LINK = "dataset=Two+moons&model=Autoencoder&latent=2&epochs=1000&seed={}"
SOON = 5.0  # seconds that a newcomer waits while one visitor has all these tabs


@attack("tabs", AELAB_WORKERS="3")
def tabs(lab: Lab) -> Findings:
    """Open forty tabs of one browser; a newcomer's run begins soon nevertheless."""
    yield from _crowd(lab, lab.visitor())


@attack("cookieless", AELAB_WORKERS="3")
def cookieless(lab: Lab) -> Findings:
    """Open forty tabs from one address that keeps no cookies."""
    greedy = lab.visitor()
    greedy.jar.clear()
    yield from _crowd(lab, greedy)


def _crowd(lab: Lab, greedy: Visitor) -> Findings:
    runs = [greedy.open(query=LINK.format(seed)).run for seed in range(TABS)]
    lives = [greedy.watch(run) for run in runs if run]
    time.sleep(1)
    running = sum(live.state == "running" for live in lives)
    yield Finding(f"{running} of one visitor's tabs run", running <= 1)
    began = time.monotonic()
    newcomer = lab.visitor()
    live = newcomer.watch(newcomer.open(query=LINK.format(99)).run)
    held = live.reached("running", seconds=SOON)
    waited = time.monotonic() - began
    yield Finding(f"a newcomer waits {waited:.0f} s or more", held and waited < SOON)
