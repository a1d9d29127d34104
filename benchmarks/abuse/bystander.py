"""A bystander: an ordinary visitor in a process of its own, whose waiting is measured."""

import contextlib
import math
import multiprocessing
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from benchmarks.abuse.live import Live
from benchmarks.abuse.page import Page
from benchmarks.abuse.visitor import Visitor

LINK = "?dataset=Two+moons&model=Autoencoder&latent=1&epochs=1000&pace=20"
GIVEN_UP = 5.0  # seconds that a bystander waits for anything; counted when it does not come
READY_SECONDS = 60.0
SCRIPT = re.compile(r'src="\.?(/?static/js/[\w.-]+\.js)"')


@dataclass
class Waits:
    """Seconds that a bystander waited for each kind of thing, and how long it had no run."""

    commands: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    idle: float = 0.0

    @property
    def p95(self) -> tuple[float, float, float]:
        """The 95 % quantiles in ms, of commands, reruns and files."""
        command, rerun, file = map(_p95, (self.commands, self.reruns, self.files))
        return command, rerun, file


def _p95(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return 1000 * ordered[math.ceil(0.95 * len(ordered)) - 1] if ordered else math.nan


class Bystander:
    """Starts the process of the bystander, and takes what it measured."""

    def __init__(self, address: str) -> None:
        """Let somebody come to a server; returns once that one's run is going."""
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(address, theirs), daemon=True)
        self._process.start()
        theirs.close()
        if not self._ours.poll(READY_SECONDS):
            self._process.kill()
            raise TimeoutError("the bystander's run did not begin")
        self._ours.recv()

    def mark(self) -> None:
        """Measure from now on."""
        self._ours.send("mark")

    def leave(self) -> Waits:
        """Let the bystander stop its run and leave; return what it waited for since the mark."""
        self._ours.send("leave")
        try:
            waits: Waits = self._ours.recv() if self._ours.poll(30) else Waits([GIVEN_UP])
        except EOFError:
            waits = Waits([GIVEN_UP], [GIVEN_UP], [GIVEN_UP])
        self._process.join(5)
        self._process.kill()
        return waits


class _Stay:
    """What the bystander does, in three threads."""

    def __init__(self, address: str) -> None:
        """Open a page whose run goes slowly, and wait until it does."""
        self.waits, self.over = Waits(), threading.Event()
        self.visitor = Visitor(address)
        self.page: Page = self.visitor.open(query=LINK)
        self.live: Live = self.visitor.watch(self.page.run)
        self.live.reached("running", seconds=READY_SECONDS / 2)
        script = SCRIPT.search(self.visitor.get("/").body.decode())
        self.file = "/" + script[1].removeprefix("/") if script else "/"
        habits = ((self.command, 0.2), (self.rerun, 0.4), (self.fetch, 0.4))
        self.threads = [threading.Thread(target=self._again, args=h, daemon=True) for h in habits]
        for thread in self.threads:
            thread.start()

    def command(self) -> None:
        """Say how fast the run is to go, if it is going; else press Play."""
        if self.live.closed:
            self.live = self.visitor.watch(self.page.run)
        if self.live.state != "running":
            began = time.perf_counter()
            self.live.ask("play")
            self.live.reached("running", seconds=GIVEN_UP)
            self.waits.idle += time.perf_counter() - began
            return
        took = self.live.ask("pace", 20, GIVEN_UP)
        if took is not None or self.live.state == "running":
            self.waits.commands.append(GIVEN_UP if took is None else took)

    def rerun(self) -> None:
        """Let the script of the page run."""
        self.waits.reruns.append(_timed(lambda: self.page.rerun(seconds=GIVEN_UP)))

    def fetch(self) -> None:
        """Fetch a script of the page."""
        self.waits.files.append(_timed(lambda: self.visitor.get(self.file)))

    def leave(self) -> Waits:
        """Finish what was begun, stop the run and close the tabs."""
        self.over.set()
        for thread in self.threads:
            thread.join(2 * GIVEN_UP)
        self.live.ask("stop")
        self.visitor.close()
        return self.waits

    def _again(self, action: Callable[[], None], pause: float) -> None:
        while not self.over.wait(pause):
            try:
                action()
            except OSError:
                time.sleep(0.5)


def _timed(action: Callable[[], object]) -> float:
    """Return the seconds that something takes; what fails counts as given up."""
    start = time.perf_counter()
    try:
        action()
    except OSError:
        return GIVEN_UP
    return time.perf_counter() - start


def _live(address: str, pipe: Connection) -> None:
    """Be a bystander until told to leave."""
    with contextlib.suppress(EOFError, OSError):  # the lab or the benchmark has ended
        stay = _Stay(address)
        pipe.send("ready")
        while pipe.recv() == "mark":
            stay.waits = Waits()
        pipe.send(stay.leave())
