"""What a client can do below the app: pings, fragments, and bytes after the end."""

import base64
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from aelab.web.access import protocol, sockets

TEXT, CLOSE, PING = 1, 8, 9
FINAL = 0x80


class App:
    """Accepts every socket, closes it when told, and otherwise answers with many bytes."""

    def __init__(self) -> None:
        self.taken = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        if scope["type"] == "lifespan":
            return
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self.taken += 1
            if message.get("text") == "close":
                return await send({"type": "websocket.close", "code": 1008})
            await send({"type": "websocket.send", "bytes": bytes(100_000)})


@contextmanager
def served(app: Any) -> Iterator[Any]:
    """Serve an app; yields its port and the server."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, ws="websockets-sansio", log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()[1], server
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


class Lab:
    """The app as the lab wraps it, its server, and clients."""

    def __init__(self, app: Any, port: Any, server: Any) -> None:
        self.app, self.port, self.server = app, port, server
        self.clients: list[Any] = []

    @property
    def connections(self) -> Any:
        return list(self.server.server_state.connections)

    def opened(self) -> Any:
        self.clients.append(_opened(self.port))
        return self.clients[-1]


@pytest.fixture
def lab() -> Iterator[Any]:
    app = App()
    with served(sockets.Sockets(app)) as (port, server):
        lab = Lab(app, port, server)
        yield lab
        for client in lab.clients:
            client.close()


def _opened(port: Any) -> Any:
    """Return a socket after the handshake."""
    client = socket.socket()
    client.settimeout(5)
    client.connect(("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    client.sendall(
        f"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    head = b""
    while b"\r\n\r\n" not in head:
        head += client.recv(1)
    assert b" 101 " in head
    return client


def frame(kind: Any, content: bytes = b"", final: bool = True) -> Any:
    """Return a frame of a client; its mask of zeros leaves the content as it is."""
    assert len(content) < 126
    return struct.pack("!BB4x", (FINAL if final else 0) | kind, 0x80 | len(content)) + content


def flooded(client: Any, content: Any, seconds: float = 3.0) -> Any:
    """Send again and again; return the bytes that were taken before the end, None if none came."""
    end, sent = time.monotonic() + seconds, 0
    client.settimeout(0.2)
    while time.monotonic() < end:
        try:
            sent += client.send(content)
        except TimeoutError:
            continue
        except OSError:
            return sent
    return None


def echoed(client: Any) -> Any:
    """Tell whether the server still answers a message."""
    client.sendall(frame(TEXT, b"x"))
    return client.recv(1) == bytes([FINAL | 2])


def test_a_flood_of_pings_ends_the_connection_and_a_few_are_answered(lab: Any) -> None:
    client = lab.opened()
    client.sendall(frame(PING, b"a") * protocol.PINGS)
    answers = b""
    while len(answers) < 3 * protocol.PINGS:
        answers += client.recv(100)
    assert answers == b"\x8a\x01a" * protocol.PINGS  # pongs
    assert flooded(client, frame(PING, b"a")) is not None


def test_a_message_of_endless_empty_pieces_ends_the_connection(lab: Any) -> None:
    client = lab.opened()
    client.sendall(frame(TEXT, b"x", final=False))
    client.sendall(frame(0, b"", final=False) * (protocol.FRAGMENTS - 10))
    client.sendall(frame(0, b"", final=True))
    assert client.recv(1) == bytes([FINAL | 2])  # a message in many pieces is taken
    other = lab.opened()
    other.sendall(frame(TEXT, b"x", final=False))
    assert flooded(other, frame(0, b"", final=False) * 100) is not None


def test_who_goes_on_after_the_server_has_closed_is_cut_off(lab: Any) -> None:
    client = lab.opened()
    client.sendall(frame(TEXT, b"close"))
    assert client.recv(4) == bytes([FINAL | CLOSE, 2]) + struct.pack("!H", 1008)
    sent = flooded(client, frame(TEXT, b"y" * 100) * 10)
    assert sent is not None and sent < 100 * protocol.LATE_BYTES
    assert lab.app.taken == 1


def test_the_protocol_of_the_server_is_the_one_that_is_bounded(lab: Any) -> None:
    client = lab.opened()
    assert echoed(client)
    assert {type(c) for c in lab.connections} == {protocol.Bounded}
