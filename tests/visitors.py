"""A server of the lab in a process of its own, and visitors who speak Streamlit's protocol."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0


@contextlib.contextmanager
def served(home: Path, **environment: str) -> Iterator[int]:
    """Start a server, give its port as soon as it listens, and end it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    given = os.environ | {"AELAB_HOME": str(home)} | environment
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(call, cwd=ROOT, env=given, stdout=log, stderr=log)
    try:
        _until_open(server, port)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _until_open(server: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise AssertionError(f"the server does not start: {server.poll()}")


def visit(port: int, page: str, seconds: float = 60.0) -> list[ForwardMsg]:
    """Open a page in a new session; return what it has drawn when its script has ended."""
    address = f"127.0.0.1:{port}"
    with connect(
        f"ws://{address}/_stcore/stream",
        origin=Origin(f"http://{address}"),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        open_timeout=seconds,
    ) as browser:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        browser.send(asked.SerializeToString())
        drawn: list[ForwardMsg] = []
        end = time.monotonic() + seconds
        while not drawn or drawn[-1].WhichOneof("type") != "script_finished":
            text = browser.recv(timeout=max(0.0, end - time.monotonic()))
            assert isinstance(text, bytes)
            drawn.append(ForwardMsg.FromString(text))
        return drawn


def kinds(drawn: list[ForwardMsg]) -> set[str]:
    """Return which kinds of elements were drawn."""
    deltas = (m.delta.new_element for m in drawn if m.WhichOneof("type") == "delta")
    return {str(element.WhichOneof("type")) for element in deltas}


def words(drawn: list[ForwardMsg]) -> str:
    """Return the sentences of warnings and errors that were drawn."""
    deltas = [m.delta.new_element for m in drawn if m.WhichOneof("type") == "delta"]
    return "\n".join(e.alert.body for e in deltas if e.WhichOneof("type") == "alert")
