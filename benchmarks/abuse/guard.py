"""Watches the memory of a lab, and ends the lab before it takes that of the machine."""

import contextlib
import threading
import time

import psutil

MOST_BYTES = 6e9  # of all processes of a lab together
LOOK_SECONDS = 0.1
FAMILY_SECONDS = 1.0  # between two looks at which processes there are


def processes(pid: int) -> list[psutil.Process]:
    """Return a process and all that it started, those that have ended left out."""
    with contextlib.suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    return []


def resident(process: psutil.Process) -> int:
    """Return the bytes of memory that a process holds, 0 if it has ended."""
    with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return int(process.memory_info().rss)
    return 0


def kill(family: list[psutil.Process]) -> None:
    """End processes at once; psutil sees to it that no other process has taken the number."""
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


class Guard:
    """Notes the most memory of a lab since `reset`, and ends the lab if it is too much."""

    def __init__(self, pid: int) -> None:
        """Watch the web process of this number and the workers it started."""
        self.pid = pid
        self.exhausted = False  # it had to be ended
        self.seen: dict[int, psutil.Process] = {}  # every process that ever belonged to it
        self._stop = threading.Event()
        self.reset()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def reset(self) -> None:
        """Measure from now on."""
        self.before = self.most = self.now
        self.most_workers = 0

    @property
    def now(self) -> int:
        """The bytes that the web process holds now."""
        return resident(psutil.Process(self.pid))

    @property
    def growth(self) -> float:
        """By how many MB the web process has grown at most."""
        return (self.most - self.before) / 1e6

    @property
    def workers(self) -> float:
        """How many MB all workers together held at most."""
        return self.most_workers / 1e6

    def end(self) -> None:
        """Stop watching."""
        self._stop.set()
        self._thread.join()

    def alive(self) -> list[psutil.Process]:
        """Return the processes of the lab that have not ended."""
        return [process for process in self.seen.values() if process.is_running()]

    def _watch(self) -> None:
        due, family = 0.0, processes(self.pid)
        while not self._stop.wait(LOOK_SECONDS):
            if time.monotonic() > due:
                due, family = time.monotonic() + FAMILY_SECONDS, processes(self.pid)
                self.seen |= {process.pid: process for process in family}
            sizes = [resident(process) for process in family]
            self.most = max([self.most, *sizes[:1]])
            self.most_workers = max(self.most_workers, sum(sizes[1:]))
            if sum(sizes) > MOST_BYTES:
                self.exhausted = True
                kill(processes(self.pid))
