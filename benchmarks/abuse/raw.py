"""A WebSocket made by hand: frames as no browser sends them, and nothing is read unless asked."""

import base64
import contextlib
import os
import socket
import struct
import zlib

SECONDS = 5.0
TEXT, BINARY, CONTINUED, PING = 1, 2, 0, 9
DEFLATE = "permessage-deflate; client_max_window_bits"


class Raw:
    """A socket to a route, and what the server said when it was opened."""

    def __init__(
        self,
        address: str,
        path: str,
        cookies: str,
        *,
        buffer: int = 0,
        host: str = "",
        origin: str = "",
    ) -> None:
        """Connect, and offer to pack messages.

        Args:
            address: host and port.
            path: of the route, with its query.
            cookies: as a header.
            buffer: bytes that wait to be read here at most; 0 is the system's choice.
            host: that is asked for, if it is not the address.
            origin: of the page that asks, if it is not the server's.

        """
        name, _, port = address.partition(":")
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(SECONDS)
        self.socket.connect((name, int(port)))
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host or address}",
            f"Origin: {origin or f'http://{address}'}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Extensions: {DEFLATE}",
            f"Cookie: {cookies}",
            "",
            "",
        ]
        self.socket.sendall("\r\n".join(lines).encode())
        self.head = self._head()

    @property
    def packs(self) -> bool:
        """Whether the server takes packed messages."""
        return "permessage-deflate" in self.head.lower()

    def send(
        self, content: bytes, kind: int = TEXT, *, final: bool = True, packed: bool = False
    ) -> bool:
        """Send a frame; return whether the server still takes it.

        Args:
            content: before it is packed, if it is.
            kind: the opcode.
            final: whether it ends the message.
            packed: whether the frame says that it is packed.

        """
        first = (0x80 if final else 0) | (0x40 if packed else 0) | kind
        return self.write(header(first, len(content)) + content)

    def write(self, content: bytes) -> bool:
        """Send bytes as they are; return whether the server still takes them."""
        with contextlib.suppress(OSError):
            self.socket.sendall(content)
            return True
        return False

    def ended(self, seconds: float = SECONDS) -> bool:
        """Read all that comes; return whether the server closes the socket in time."""
        self.socket.settimeout(seconds)
        try:
            while content := self.socket.recv(65_536):
                if content[-4:-2] == b"\x88\x02" or content[:1] == b"\x88":
                    return True
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        """Close the socket without a word."""
        self.socket.close()

    def _head(self) -> str:
        head = b""
        while b"\r\n\r\n" not in head and (byte := self.socket.recv(1)):
            head += byte
        return head.decode(errors="replace")


def header(first: int, length: int) -> bytes:
    """Return the head of a frame of a client; its mask of zeros leaves the content as it is."""
    if length < 126:
        return struct.pack("!BB4x", first, 0x80 | length)
    if length < 65_536:
        return struct.pack("!BBH4x", first, 0x80 | 126, length)
    return struct.pack("!BBQ4x", first, 0x80 | 127, length)


def unfolding(size: int) -> bytes:
    """Return some kB that unfold to ``size`` bytes, as permessage-deflate packs them."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packing.compress(b" " * size) + packing.flush(zlib.Z_SYNC_FLUSH)
    return packed.removesuffix(b"\0\0\xff\xff")
