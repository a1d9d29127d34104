"""Links whose first update takes more memory or time than a shared lab has."""

import time
from urllib.parse import urlencode

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import Lab

MOST_MB = 2_500.0  # of all workers together
WATCHED_SECONDS = 6.0
STOP_SECONDS = 5.0  # an update of two seconds, or a worker that is given up
WIDE = "2048-2048"
CONVOLUTIONAL = {"network": "convolutional", "latent": "784", "batch": "4096", "widths": WIDE}
EXACT = {"model": "contractive", "method": "exact"}
REFUSED = {  # beyond any bound that a shared lab may have
    "exact Jacobians of convolutions": EXACT | CONVOLUTIONAL,
    "exact Jacobians of wide layers": EXACT | {"latent": "784", "batch": "4096", "widths": WIDE},
    "64 samples of each code": {
        "model": "vae",
        "samples": "64",
        "batch": "4096",
        "latent": "784",
        "widths": f"{WIDE}-2048",
        "covariance": "full",
    },
    "full covariance of 784": {
        "model": "vae",
        "covariance": "full",
        "latent": "784",
        "batch": "4096",
    },
    "four wide layers": {"model": "autoencoder", "widths": f"{WIDE}-{WIDE}", "batch": "4096"},
    "a wide GAN": {"model": "gan", "widths": f"{WIDE}-{WIDE}", "batch": "4096"},
}
BOUNDED = {  # may run, if that stays within bounds and Stop works
    "64 components of brain slices": {
        "dataset": "brain-slices",
        "model": "ppca",
        "latent": "64",
    },
    "64 Hebbian units": {"model": "oja", "latent": "64", "rate": "1e-6", "epochs": "1000"},
    "convolutions in large batches": {"model": "autoencoder"} | CONVOLUTIONAL,
    "convolutions of jets": {"dataset": "jet-images", "model": "autoencoder"} | CONVOLUTIONAL,
    "Hutchinson's Jacobians": EXACT | CONVOLUTIONAL | {"method": "Hutchinson", "latent": "64"},
}


@attack("refused")
def refused(lab: Lab) -> Findings:
    """Open links that must be refused in one sentence before anything runs."""
    for what, settings in REFUSED.items():
        yield from opened(lab, what, settings, refuse=True)


@attack("bounded")
def bounded(lab: Lab) -> Findings:
    """Open links that are heavy; they are refused, or run within bounds until Stop."""
    for what, settings in BOUNDED.items():
        yield from opened(lab, what, settings, refuse=False)


def opened(lab: Lab, what: str, settings: dict[str, str], *, refuse: bool) -> Findings:
    """Open a link as a new visitor, look what its run does to memory, and stop it.

    Args:
        lab: the lab.
        what: the link, in words.
        settings: of the link; the data are MNIST if it does not say so.
        refuse: whether the run must not begin at all.

    """
    visitor = lab.visitor()
    page = visitor.open(query=urlencode({"dataset": "mnist"} | settings))
    sentence = next((text for text in page.alerts if "mended" not in text), "")
    yield Finding(f"{what}: the page breaks", not page.broken)
    if not page.run:
        yield Finding(f"{what}: refused without a sentence", bool(sentence))
        return visitor.close()
    if refuse:
        yield Finding(f"{what}: not refused", held=False)
    lab.guard.most_workers = 0
    live = visitor.watch(page.run)
    live.reached("running", "stopped", seconds=WATCHED_SECONDS)
    end = time.monotonic() + WATCHED_SECONDS
    while time.monotonic() < end and lab.guard.workers < MOST_MB:
        time.sleep(0.1)
    yield Finding(f"{what}: workers {lab.guard.workers:.0f} MB", lab.guard.workers < MOST_MB)
    told = live.ask("stop", seconds=STOP_SECONDS) is not None
    over = live.reached("stopped", "finished", "diverged", seconds=STOP_SECONDS)
    yield Finding(f"{what}: Stop fails", told and over)
    return visitor.close()
