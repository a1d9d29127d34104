"""The end of the server or of its scheduler, at any moment."""

import subprocess
import sys
import time

from benchmarks.abuse.attack import Finding, Findings, outage
from benchmarks.abuse.lab import ROOT, Lab, until
from benchmarks.abuse.live import Live
from benchmarks.abuse.site import Site, free_port

RUN = "dataset=Two+moons&model=Autoencoder&latent=1&epochs=1000&widths=8"
ORPHAN_SECONDS = 5.0
PICTURE_SECONDS = 2.0
REFUSED_SECONDS = 20.0
HEALED_SECONDS = 40.0
PENDING = "Task was destroyed but it is pending"


@outage("killed")
def killed(site: Site) -> Findings:
    """End the server by kill -9 while runs go; nothing is left, and the picture is kept."""
    home = site.home()
    with site.serving(home) as lab:
        run, live = begun(lab)
        live.pictured(3, seconds=40)
        time.sleep(3)  # a checkpoint is written
        children = lab.kill()
        until(lambda: not any(child.is_running() for child in children), ORPHAN_SECONDS)
        orphans = sum(child.is_running() for child in children)
        yield Finding(f"{orphans} orphans", not orphans)
    with site.serving(home) as lab:
        visitor = lab.visitor()
        page = visitor.open(query=f"{RUN}&run={run}")
        yield Finding("the page breaks after a restart", not page.broken)
        yield Finding("the run is forgotten after a restart", page.run == run)
        live = visitor.watch(run)
        shown = live.pictured(seconds=PICTURE_SECONDS)
        yield Finding(f"no picture within {PICTURE_SECONDS:g} s of a restart", shown)


def begun(lab: Lab, seconds: float = 40) -> tuple[str, Live]:
    """Return the id of a run that goes, and who looks at it."""
    visitor = lab.visitor()
    run = visitor.open(query=RUN).run
    live = visitor.watch(run)
    live.reached("running", seconds=seconds)
    return run, live


@outage("ended")
def ended(site: Site) -> Findings:
    """End the server by SIGTERM while it is busy; it does so without a word in its log."""
    with site.serving() as lab:
        begun(lab)
        for _ in range(4):
            begun(lab, seconds=1)
        for path in ("pca", "vae"):
            lab.visitor().open(path).ask()
        start = time.monotonic()
        lab.process.terminate()
        until(lambda: lab.process.poll() is not None, 15)
        took, log = time.monotonic() - start, lab.log()
        yield Finding(f"the server ends after {took:.0f} s", took < 10)
        yield Finding("tasks are pending at the end", PENDING not in log)
        yield Finding("a traceback at the end", "Traceback" not in log)
        until(lambda: not lab.guard.alive(), ORPHAN_SECONDS)
        yield Finding(f"{len(lab.guard.alive())} orphans", not lab.guard.alive())


@outage("second")
def second(site: Site) -> Findings:
    """Start a second server on one home; it is refused, and the first goes on."""
    home = site.home()
    with site.serving(home) as lab:
        _, live = begun(lab)
        other = site.started(home)
        try:
            until(lambda: other.process.poll() is not None or other.answers(), REFUSED_SECONDS)
            refused = other.process.poll() is not None or _refuses(other)
            yield Finding("a second server on one home is not refused", refused)
            yield Finding("a traceback of the second server", "Traceback" not in other.log())
        finally:
            other.end()
        yield Finding("the first server stops", live.state == "running" and lab.answers())
        begun(lab)
        yield Finding("the first server obeys no more", live.ask("stop") is not None)
    with site.serving(home) as lab:
        yield Finding("the home stays locked", begun(lab)[1].state == "running")


def _refuses(lab: Lab) -> bool:
    """Tell whether a page of a lab says a sentence instead of running."""
    page = lab.visitor().open(query=RUN)
    return bool(page.alerts) and not page.run


@outage("external")
def external(site: Site) -> Findings:
    """End an external scheduler and start it again; the lab says so and finds it again."""
    port = free_port()
    cluster = _cluster(port)
    try:
        with site.serving(AELAB_SCHEDULER=f"tcp://127.0.0.1:{port}") as lab:
            _, live = begun(lab)
            yield Finding("no run on an external scheduler", live.state == "running")
            _end(cluster)
            time.sleep(5)
            page = lab.visitor().open(query=RUN)
            told = " ".join([*page.alerts, live.message])
            yield Finding("its death is not said", bool(told.strip()) or live.state != "running")
            yield Finding("the page breaks without it", not page.broken)
            lab.leave()
            cluster = _cluster(port)
            end = time.monotonic() + HEALED_SECONDS
            state = ""
            while time.monotonic() < end and state != "running":
                state = begun(lab)[1].state
                lab.leave()
            yield Finding("no run after it is there again", state == "running")
    finally:
        _end(cluster)


def _cluster(port: int) -> list[subprocess.Popen[bytes]]:
    """Start a scheduler and a worker of one thread, on the loopback."""
    dask = [sys.executable, "-m", "distributed.cli"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    names = ("dask_scheduler", "dask_worker")
    options = (
        ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        [
            f"tcp://127.0.0.1:{port}",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--no-nanny",
            "--host",
            "127.0.0.1",
        ],
    )
    return [
        subprocess.Popen([*dask[:2], f"{dask[2]}.{name}", *given], **quiet)  # type: ignore[call-overload]
        for name, given in zip(names, options, strict=True)
    ]


def _end(cluster: list[subprocess.Popen[bytes]]) -> None:
    for process in cluster:
        process.kill()
        process.wait()
