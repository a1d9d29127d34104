"""The disk: full, not to be written to, and what was written by half."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.abuse.attack import Finding, Findings, outage
from benchmarks.abuse.lab import Lab, until
from benchmarks.abuse.site import Site

SPACE_BYTES = 8 * 2**20  # left on a disk that is nearly full
SAID_SECONDS = 2.0
RUN_SECONDS = 30.0
RUN = "dataset=Two+moons&model=Autoencoder&latent=1&epochs=40&widths=8"
OTHER = "dataset=MNIST&model=PCA&data.anomaly=3"


@contextlib.contextmanager
def mounted(folder: Path, size: int) -> Iterator[Path | None]:
    """Mount a small disk in memory; None if that is not permitted here."""
    place = Path(tempfile.mkdtemp(prefix="disk-", dir=folder))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    try:
        yield place if done else None
    finally:
        if done:
            subprocess.run(["umount", "-l", str(place)], check=False)


def _size(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


@outage("full")
def full(site: Site) -> Findings:
    """Fill the disk of the home; training goes on, and a sentence says that nothing is kept."""
    with mounted(site.folder, _size(site.template) + SPACE_BYTES) as place:
        if place is None:
            yield Finding("skipped: no disk can be mounted here", held=True)
            return
        home = place / "home"
        shutil.copytree(site.template, home)
        with site.serving(home) as lab:
            filler = place / "filler"
            with contextlib.suppress(OSError):
                _fill(filler)
            yield from _trains(lab, "on a full disk")
            yield from _halves(home, "on a full disk")
            filler.unlink()
            yield from _trains(lab, "after the disk was full")


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def _trains(lab: Lab, when: str) -> Findings:
    visitor = lab.visitor()
    page = visitor.open(query=RUN)
    yield Finding(f"the page breaks {when}", not page.broken)
    if not page.run:
        yield Finding(f"no run {when}: {page.alerts[:1]}", held=False)
        return
    live = visitor.watch(page.run)
    over = live.reached("finished", "stopped", "diverged", seconds=RUN_SECONDS)
    words = f"the run is {live.state} {when}: {live.message[:60]}"
    yield Finding(words, over and live.state == "finished")
    yield Finding(f"no picture {when}", live.frames > 0)
    other = visitor.open(query=OTHER)
    yield Finding(f"a page with other data breaks {when}", not other.broken)


def _halves(home: Path, when: str) -> Findings:
    until(lambda: not list(home.rglob(".half-*")), 3)
    half_written = [path.name for path in home.rglob(".half-*")]
    yield Finding(f"{len(half_written)} half-written files {when}", not half_written)


@outage("unwritable")
def unwritable(site: Site) -> Findings:
    """Start with a home that cannot be written to; the page says so within two seconds."""
    places = {"a file in its way": site.folder / "file" / "home"}
    (site.folder / "file").write_text("")
    with mounted(site.folder, 2**20) as place:
        if place is not None:
            subprocess.run(["mount", "-o", "remount,ro", str(place)], check=False)
            places["a disk that is only read"] = place / "home"
        for what, home in places.items():
            yield from _said(site, what, home)


def _said(site: Site, what: str, home: Path) -> Findings:
    lab = site.started(home)
    try:
        lab.wait()
        start = time.monotonic()
        page = lab.visitor().open()
        took = time.monotonic() - start
        yield Finding(f"{what}: the page breaks", not page.broken)
        yield Finding(f"{what}: nothing is said", bool(page.alerts))
        yield Finding(f"{what}: said after {took:.1f} s", took < SAID_SECONDS)
    except TimeoutError as error:
        yield Finding(f"{what}: {error}", held=False)
    finally:
        lab.end()


@outage("halves")
def halves(site: Site) -> Findings:
    """Start on a home where files were written by half, some days ago."""
    home = site.home()
    for folder in (home, home / "prepared", home / "runs" / "x", home / "data"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".half-file").write_bytes(bytes(1000))
        (folder / ".half-folder").mkdir()
        (folder / ".half-folder" / "train.npy").write_bytes(bytes(1000))
        for path in (folder / ".half-file", folder / ".half-folder"):
            os.utime(path, (1, 1))
    with site.serving(home) as lab:
        lab.visitor().open(query=RUN)
        yield from _halves(home, "of days ago")
