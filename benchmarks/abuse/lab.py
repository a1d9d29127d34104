"""A lab as a process of its own, on a free port of the loopback."""

import os
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import psutil

from benchmarks.abuse.guard import Guard, kill, processes
from benchmarks.abuse.visitor import Visitor

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
END_SECONDS = 20.0
DATA_BYTES = 8 * 2**30  # of each process: a bound behind that of the guard

T = TypeVar("T")


def until(condition: Callable[[], T], seconds: float) -> T:
    """Return what a condition returns once it is true, or what it returned last."""
    end = time.monotonic() + seconds
    while not (result := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return result


class Lab:
    """A lab that runs, those who visit it, and what it writes to its log."""

    def __init__(self, home: Path, port: int, log: Path, environment: Mapping[str, str]) -> None:
        """Start the lab; `wait` for it.

        Args:
            home: where it keeps what it makes.
            port: of the loopback.
            log: the file for what it writes to its log.
            environment: beside that of this process.

        """
        self.home, self.port, self.address = home, port, f"127.0.0.1:{port}"
        self.visitors: list[Visitor] = []
        self.log_file = log
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | {"AELAB_HOME": str(home), **environment},
                stdout=file,
                stderr=file,
                start_new_session=True,
                preexec_fn=_bounded,
            )
        self.guard = Guard(self.process.pid)

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Wait until the server answers; `TimeoutError` if it ends or does not."""
        if not until(lambda: self.answers() or self.process.poll() is not None, seconds):
            raise TimeoutError("the server does not answer")
        if self.process.poll() is not None:
            raise TimeoutError("the server ended while it was starting")

    def answers(self) -> bool:
        """Tell whether the server says that it is well."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/_stcore/health", timeout=1):
                return True
        except OSError:
            return False

    def visitor(self) -> Visitor:
        """Return a new visitor, with a cookie jar of its own."""
        self.visitors.append(Visitor(self.address))
        return self.visitors[-1]

    def leave(self) -> None:
        """Let all visitors leave."""
        for visitor in self.visitors:
            visitor.close()
        self.visitors.clear()

    def log(self) -> str:
        """Return what the lab has written to its log."""
        return self.log_file.read_text(errors="replace")

    def kill(self) -> list[psutil.Process]:
        """End the web process as kill -9 does, and return what it had started."""
        children = processes(self.process.pid)[1:]
        self.process.kill()
        self.process.wait()
        return children

    def end(self) -> None:
        """End the lab by SIGTERM, or all of its processes if it takes long."""
        self.leave()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            kill(processes(self.process.pid))
            self.process.wait()
        self.guard.end()
        until(lambda: not self.guard.alive(), 2)
        kill(self.guard.alive())


def _bounded() -> None:
    """Bound the memory of a lab that does not do so itself."""
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
