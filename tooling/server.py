"""A lab that runs in a process of its own, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """Return a port of this machine that is free now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serving(**environment: str) -> Iterator[tuple[str, "subprocess.Popen[Any]"]]:
    """Serve the lab on a free port, and end it with SIGTERM; yields its address and process."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        answering(f"{address}/_stcore/health", process)
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answering(url: str, process: "subprocess.Popen[Any]") -> bytes:
    """Wait until the server that is ``process`` answers at ``url``, and return its answer."""
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError("the server ended while starting")
        try:
            return bytes(urllib.request.urlopen(url, timeout=1).read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")
