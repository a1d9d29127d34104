"""Files that unfold, through the page's own uploader."""

import time
from collections.abc import Callable, Mapping

import numpy as np

from benchmarks.abuse import files
from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.floods import grown
from benchmarks.abuse.lab import Lab

REFUSED_SECONDS = 1.0
OWN = "dataset=Own+data&model=PCA"
JETS = "dataset=Jet+images&model=PCA"
Made = Mapping[str, tuple[str, Callable[[], bytes]]]

BOMBS: Made = {
    "zeros that unpack to 200 MB": ("x.npz", lambda: files.npz(x=np.zeros((1, files.LARGE), "b"))),
    "zeros behind a small header": (
        "x.npz",
        lambda: files.zipped({"x.npy": files.header((20, 3)) + bytes(files.LARGE)}),
    ),
    "labels that unpack to 200 MB": (
        "x.npz",
        lambda: files.npz(x=files.samples(), y=np.zeros(files.LARGE, "b")),
    ),
    "an array of 10 ** 27": (
        "x.npz",
        lambda: files.zipped({"x.npy": files.header((10**9 - 1,) * 3) + bytes(99)}),
    ),
    "40,000 entries": ("x.npz", files.many_entries),
    "200,000 columns": ("x.csv", lambda: b"1," * 600_000),
    "a field that never ends": ("x.csv", lambda: b'1,"' + b"2\n" * 600_000),
    "many empty lines": ("x.csv", lambda: b"\n" * 10_000_000),
    "a line that never ends": ("x.csv", lambda: b"1" * 15_000_000),
}
LARGE: Made = {
    "40 MB of grey levels in 40 kB": (
        "x.npz",
        lambda: files.npz(x=np.zeros((50_000, 28, 28), np.uint8)),
    ),
    "20 MB of numbers": ("x.csv", lambda: (b"0.5," * 99 + b"1\n") * 48_000),
}
JET_FILES: Made = {
    "an HDF5 of 0.9 GB": ("jets.h5", lambda: files.hdf5(280_000)),
    "an HDF5 of 1.9 GB": ("jets.h5", lambda: files.hdf5(600_000)),
    "jets of 60,000 times 200": ("jets.npz", lambda: files.jets(60_000)),
    "jets of 300,000 times 200": ("jets.npz", lambda: files.jets(300_000)),
}


def sent(lab: Lab, query: str, made: Made, *, refuse: bool) -> Findings:
    """Upload each file as a new visitor; look how soon, and with how much memory, it is read.

    Args:
        lab: the lab.
        query: of a page with an uploader.
        made: names of files and what makes them.
        refuse: whether all of them must be refused.

    """
    for what, (name, make) in made.items():
        content, visitor = make(), lab.visitor()
        page = visitor.open(query=query)
        urls = page.place(name)
        status = visitor.put(urls.upload_url, name, content)
        start = time.monotonic()
        page.uploaded(name, len(content), urls)
        took = time.monotonic() - start
        yield Finding(f"{what}: not uploaded ({status})", status == 204)
        yield Finding(f"{what}: the page breaks", not page.broken)
        yield Finding(f"{what}: not refused", bool(page.alerts) or not refuse)
        yield Finding(f"{what}: {took:.1f} s", took < REFUSED_SECONDS or not page.alerts)
        yield grown(lab, what)
        visitor.close()


@attack("bombs")
def bombs(lab: Lab) -> Findings:
    """Upload tables that no lab takes."""
    yield from sent(lab, OWN, BOMBS, refuse=True)


@attack("large")
def large(lab: Lab) -> Findings:
    """Upload tables as large as may be taken."""
    yield from sent(lab, OWN, LARGE, refuse=False)


@attack("jets")
def jets(lab: Lab) -> Findings:
    """Upload jets, a few kB that are many."""
    yield from sent(lab, JETS, JET_FILES, refuse=False)


LABELS: Mapping[str, Callable[[], bytes]] = {
    "a surrogate": lambda: files.labelled(0xD800),
    "a surrogate within a word": lambda: files.labelled(0xDFFF, 4),
    "a number beyond Unicode": lambda: files.labelled(0x110000),
    "the largest number": lambda: files.labelled(0xFFFFFFFF),
    "nothing": lambda: files.labelled(0, 8),
    "a sign that turns the text round": lambda: files.labelled(0x202E, 2),
    "bytes of no text": lambda: files.npz(x=files.samples(), y=np.array([b"\xff\xfe"] * 20)),
    "no numbers": lambda: files.npz(x=files.samples(), y=np.array([np.nan, np.inf] * 10)),
    "an object": lambda: files.npz(x=files.samples(), y=np.array([{}, []] * 10, object)),
    "large numbers": lambda: files.npz(x=files.samples(), y=np.full(20, 2**63, np.uint64)),
    "a name of surrogates": lambda: files.zipped({"\ud800.npy": b"1", "x.npy": b"2"}),
}


@attack("labels")
def labels(lab: Lab) -> Findings:
    """Upload labels that are no text; the page goes on, and so does a run of what is taken."""
    for what, make in LABELS.items():
        try:
            content = make()
        except UnicodeEncodeError:
            continue  # this Python does not write such a name
        visitor = lab.visitor()
        page = visitor.open(query=OWN)
        visitor.upload(page, "x.npz", content)
        yield Finding(f"{what}: the page breaks", not page.broken)
        page.rerun()
        yield Finding(f"{what}: the page stays broken", not page.broken)
        if page.run:
            live = visitor.watch(page.run)
            over = live.reached("finished", "stopped", seconds=20)
            yield Finding(f"{what}: the run {live.state}", over and live.state == "finished")
        visitor.close()


ROWS = 16


@attack("anomalies")
def anomalies(lab: Lab) -> Findings:
    """Upload tables with one or two anomalous samples; runs on them end properly.

    Wherever the anomalous sample stands, it is learnt from, or it is the only one of the test.
    """
    for row in range(ROWS):
        yield from _anomalous(lab, {row})
    for row in range(0, ROWS, 4):
        yield from _anomalous(lab, {row, row + 2})


def _anomalous(lab: Lab, rows: set[int]) -> Findings:
    names = ["b" if row in rows else "a" for row in range(ROWS)]
    lines = [f"{i % 5}.{i},{i % 3}.{i},{i}.5,{name}" for i, name in enumerate(names)]
    visitor = lab.visitor()
    page = visitor.open(query=OWN)
    visitor.upload(page, "x.csv", "\n".join(["p,q,r,label", *lines]).encode())
    token = page.parameter("data.file")
    what = f"anomalous rows {sorted(rows)}"
    yield Finding(f"{what}: the table is not taken", bool(token))
    page = visitor.open(
        query=f"dataset=Own+data&model=Autoencoder&data.file={token}&data.anomaly=2"
        "&epochs=3&batch=4&widths=4&latent=1"
    )
    yield Finding(f"{what}: the page breaks", not page.broken)
    if page.run:
        live = visitor.watch(page.run)
        over = live.reached("finished", "stopped", seconds=15)
        broken = "broke" in live.message or "died" in live.message
        yield Finding(f"{what}: {live.message[:60] or live.state}", over and not broken)
    visitor.close()
