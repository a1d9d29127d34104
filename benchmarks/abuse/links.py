"""Links: every page with every model and dataset."""

import itertools
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import ROOT, Lab
from benchmarks.abuse.prepared import DATASETS

MODELS = (
    "pca",
    "ppca",
    "oja",
    "autoencoder",
    "sparse",
    "denoising",
    "contractive",
    "vae",
    "gan",
)
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
SECONDS = 90.0
OFTEN = 8  # a visitor opens so many links, then another one comes


def wanted() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each page with each model, with each dataset, and then with each pair of them."""
    for page, model in itertools.product(PAGES, MODELS):
        yield page, {"dataset": "two-moons", "model": model}
    for page, dataset in itertools.product(PAGES, DATASETS):
        yield page, {"dataset": dataset, "model": "autoencoder"}
    for page in PAGES:
        yield page, {"dataset": "no such data", "model": "no such model", "latent": "-1"}
        yield page, {"model": "pca", "run": "x" * 22, "axes": "9.9", "views": "x.y", "seed": "1e9"}
    for page, model, dataset in itertools.product(PAGES, MODELS, DATASETS):
        yield page, {"dataset": dataset, "model": model}


@attack("links")
def links(lab: Lab) -> Findings:
    """Open links until the time is over; none of them breaks its page."""
    end = time.monotonic() + SECONDS
    visitor = lab.visitor()
    for number, (path, settings) in enumerate(wanted()):
        if time.monotonic() > end:
            return
        if number % OFTEN == 0:
            visitor.close()
            visitor = lab.visitor()
        page = visitor.open("" if path == "lab" else path, urlencode(settings))
        what = f"/{path} with {settings['model']} of {settings.get('dataset', 'its data')}"
        yield Finding(
            f"{what}: {page.broken[:60] or 'an empty page'}",
            not page.broken and bool(page.elements),
        )
        page.close()
        visitor.tabs.clear()
