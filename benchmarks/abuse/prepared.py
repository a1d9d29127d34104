"""Prepared data: pruned while they are used, and all of the home deleted under a running lab."""

import shutil
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import Lab
from benchmarks.abuse.live import Live
from benchmarks.abuse.visitor import Visitor

RUN_SECONDS = 25.0
VIEWS = ("loss", "scree", "latent", "reconstructions")
DATASETS = (
    "mnist",
    "jet-images",
    "brain-slices",
    "two-moons",
    "correlated-gaussian",
    "noisy-line",
    "circles",
    "spiral",
    "ring-of-gaussians",
    "checkerboard",
    "s-curve",
    "uniform-noise",
    "swiss-roll",
    "own-data",
)
MOVED = 12  # links, each of which makes the lab prepare other data


def links() -> Iterator[dict[str, str]]:
    """Yield ordinary links whose data are prepared apart."""
    for digit in range(10):
        yield {"dataset": "mnist", "data.anomaly": str(digit), "model": "pca"}
    for digit in range(10):
        digits = "-".join(str(other) for other in range(10) if other != digit)
        yield {"dataset": "mnist", "data.digits": digits, "model": "pca"}


def opened(lab: Lab, **settings: str) -> tuple[Visitor, Live]:
    """Open a link as a new visitor and look at its run."""
    visitor = lab.visitor()
    return visitor, visitor.watch(visitor.open(query=urlencode(settings)).run)


def trains(lab: Lab, dataset: str) -> bool:
    """Tell whether a run on a dataset comes to its end."""
    visitor, live = opened(
        lab, dataset=dataset, model="autoencoder", epochs="1", widths="8", **{"data.points": "500"}
    )
    ended = live.reached("finished", "stopped", "diverged", seconds=RUN_SECONDS)
    state = live.state
    visitor.close()
    return ended and state == "finished"


@attack("pruned", AELAB_WORKERS="3")
def pruned(lab: Lab) -> Findings:
    """Let so much be prepared that old data are dropped; every dataset trains nevertheless."""
    _, user = opened(lab, dataset="mnist", model="autoencoder", epochs="1000", pace="5")
    user.pictured(seconds=RUN_SECONDS)  # it goes slowly, and keeps its slot
    for settings in list(links())[:MOVED]:
        visitor, live = opened(lab, **settings)
        live.pictured(seconds=RUN_SECONDS)
        visitor.close()
    for view in VIEWS:
        user.ask("show", [view])
    user.ask("reset", seconds=10)  # what its views need of the data is computed again
    user.pictured(user.frames + 1)
    user.ask("play")
    user.ask("stop", seconds=10)
    for dataset in DATASETS:
        yield Finding(f"{dataset} no longer trains", trains(lab, dataset))


@attack("deleted")
def deleted(lab: Lab) -> Findings:
    """Delete the lab's home under it; it heals within one run."""
    shutil.rmtree(lab.home, ignore_errors=True)
    time.sleep(1)
    trains(lab, "two-moons")
    for dataset in ("two-moons", "mnist"):
        yield Finding(f"{dataset} does not train again", trains(lab, dataset))
    page = lab.visitor().open("pca")
    yield Finding("a page breaks", not page.broken and bool(page.elements))
