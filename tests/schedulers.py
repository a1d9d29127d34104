"""Schedulers and workers that somebody started by hand, with certificates or without."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask
from distributed.security import Security

from tooling.server import free_port

QUIET = subprocess.DEVNULL
LOCAL = ["--host", "127.0.0.1", "--no-dashboard"]


class Outside:
    """A scheduler with one worker, both processes of their own."""

    def __init__(self, folder: Path, *, tls: bool) -> None:
        """Choose a port, and make the certificates if they are wanted."""
        self.port = free_port()
        self.address = f"{'tls' if tls else 'tcp'}://127.0.0.1:{self.port}"
        self.settings: dict[str, str] = {}
        self._flags: list[str] = []
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        if tls:
            self._certify(folder)

    def start_scheduler(self) -> None:
        """Start the scheduler, at the same port as before."""
        self._start("scheduler", "--port", str(self.port))

    def start_worker(self) -> None:
        """Start a worker with a nanny."""
        self._start("worker", self.address, "--nthreads", "1", "--nworkers", "1")

    def kill(self, which: str) -> None:
        """End a process of ours with SIGKILL."""
        self._processes[which].kill()
        self._processes.pop(which).wait(20)

    def end(self) -> None:
        """End all processes, the worker first: it takes leave of the scheduler."""
        for which in ("worker", "scheduler"):
            if process := self._processes.pop(which, None):
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait(20)

    def _start(self, which: str, *flags: str) -> None:
        module = f"distributed.cli.dask_{which}"
        command = [sys.executable, "-m", module, *flags, *LOCAL, *self._flags]
        self._processes[which] = subprocess.Popen(command, stdout=QUIET, stderr=QUIET)

    def _certify(self, folder: Path) -> None:
        """Write a certificate that all sides use, and say in Dask's configuration where it is."""
        security = Security.temporary()
        cert, key = folder / "cert.pem", folder / "key.pem"
        cert.write_text(security.tls_ca_file)
        key.write_text(security.tls_client_key)
        self._flags = ["--tls-ca-file", str(cert), "--tls-cert", str(cert), "--tls-key", str(key)]
        self.settings = {"distributed.comm.tls.ca-file": str(cert)}
        for role in ("client", "worker", "scheduler"):
            self.settings |= {
                f"distributed.comm.tls.{role}.cert": str(cert),
                f"distributed.comm.tls.{role}.key": str(key),
            }


@contextmanager
def outside(folder: Path, *, tls: bool = False) -> Iterator[Any]:
    """Start a scheduler and a worker, and end them; a lab within the block may connect."""
    there = Outside(folder, tls=tls)
    try:
        there.start_scheduler()
        there.start_worker()
        with dask.config.set(there.settings):
            yield there
    finally:
        there.end()
