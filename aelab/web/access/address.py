"""The host names that the lab accepts: its public addresses, and those of this machine.

A page from elsewhere may have its own name lead to this machine (DNS rebinding), and then sends
that name as Host and Origin. So Host must be a name of the lab, and Origin, where there is one,
the same or a public address. ``*.localhost`` is not accepted: some resolvers ask the network.
"""

import ipaddress
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SETTING = "AELAB_ADDRESS"
PORTS = {"http": 80, "https": 443}
LARGEST_PORT = 65535
NETLOC = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::([0-9]{1,5}))?")
WRONG_ADDRESS = 4403  # with which a socket is closed
NO_HOST = "The request has to name one host."
NOT_HERE = f"The lab does not answer to this name; its public address is set by {SETTING}."
FROM_ELSEWHERE = "The lab answers its own pages only, and this request comes from another one."


class Place(NamedTuple):
    """A host and a port, None where it is that of the scheme; the scheme where it is known."""

    name: str
    port: int | None
    scheme: str = ""

    @property
    def ports(self) -> set[int]:
        """The ports that may be meant."""
        if self.port is not None:
            return {self.port}
        return {PORTS[self.scheme]} if self.scheme else set(PORTS.values())

    @property
    def loopback(self) -> bool:
        """Whether it is this machine by its own name.

        127.0.0.1 written as an IPv6 address is not, which Python takes for one from 3.13 on.
        """
        try:
            address = ipaddress.ip_address(self.name)
        except ValueError:
            return self.name == "localhost"
        return address.is_loopback and getattr(address, "ipv4_mapped", None) is None

    def meets(self, other: "Place") -> bool:
        """Return whether both may be the same place; a part that is missing matches any."""
        schemes = {self.scheme, other.scheme} - {""}
        return self.name == other.name and len(schemes) < 2 and bool(self.ports & other.ports)


def place(netloc: str, scheme: str = "") -> Place | None:
    """Return the place of "host" or "host:port", None if the text is neither."""
    match = NETLOC.fullmatch(netloc.lower())
    if match is None:
        return None
    name, port = match[1], match[2]
    if name.startswith("["):
        try:
            name = str(ipaddress.IPv6Address(name[1:-1]))
        except ValueError:
            return None
    name = name.removesuffix(".")
    if not name or name.startswith(".") or (port and not 0 < int(port) <= LARGEST_PORT):
        return None
    return Place(name, int(port) if port else None, scheme)


def origin(text: str) -> Place | None:
    """Return the place of an Origin such as "https://lab.example.org", None if it is none."""
    scheme, _, netloc = text.partition("://")
    scheme = scheme.lower()
    return place(netloc, scheme) if scheme in PORTS else None


def addresses(setting: str) -> tuple[Place, ...]:
    """Return the public addresses of a setting; `SystemExit` with a sentence if one is invalid."""
    return tuple(_address(text.strip()) for text in setting.split(",") if text.strip())


def _address(text: str) -> Place:
    bare = text.rstrip("/")
    try:
        ascii_only = bare if bare.isascii() else _punycode(bare)
    except UnicodeError:
        ascii_only = ""
    parsed = origin(ascii_only) if "://" in ascii_only else place(ascii_only)
    if parsed is None:
        raise SystemExit(
            f"{SETTING} has “{text[:80]}”, which is no address: write it as "
            "https://lab.example.org or lab.example.org:8501, several with commas between."
        )
    return parsed


def _punycode(text: str) -> str:
    """Return an address with its host as browsers send it; `UnicodeError` if it has none."""
    scheme, separator, netloc = text.rpartition("://")
    name, colon, port = netloc.partition(":")
    return f"{scheme}{separator}{name.encode('idna').decode()}{colon}{port}"


def require(listening: str | None) -> None:
    """Refuse to start where others than this machine would be served unnamed.

    ``listening`` is the address that the server listens at; None or "" is all of this machine's.

    Raises:
        SystemExit: With a sentence, if it is an address that others reach and none is named.

    """
    public = addresses(os.environ.get(SETTING, ""))
    if not public and not _is_inside(listening or ""):
        raise SystemExit(
            f"The lab would listen beyond this machine, at {listening or 'all its addresses'}: "
            f"set {SETTING} to the address that visitors open, such as https://lab.example.org, "
            "or server.address to 127.0.0.1."
        )


def _is_inside(listening: str) -> bool:
    """Return whether only this machine can reach an address that a server listens at."""
    if listening.startswith("unix://"):
        return True
    bare = ":" in listening and not listening.startswith("[")  # an IPv6 address as such
    here = place(f"[{listening}]" if bare else listening)
    return here is not None and here.loopback


@dataclass(frozen=True)
class Refusal:
    """Why a request is refused."""

    status: int
    sentence: str


class Named:
    """Refuses whatever asks for the lab by another name or comes from another page.

    What is let in has the host of its Origin as Host, also where a proxy has rewritten it: what is
    inside compares both.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``, which is known by the addresses of the setting."""
        self.app = app
        self.public = addresses(os.environ.get(SETTING, ""))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        refusal = self._refusal(scope)
        if refusal is None:
            return await self.app(_with_host(scope), receive, send)
        if scope["type"] == "websocket":
            await receive()
            return await send({"type": "websocket.close", "code": WRONG_ADDRESS})
        answer = PlainTextResponse(refusal.sentence, refusal.status)
        return await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        hosts, origins = (_values(scope, name) for name in (b"host", b"origin"))
        host = place(hosts[0]) if len(hosts) == 1 else None
        if host is None or not scope["path"].startswith("/"):
            return Refusal(400, NO_HOST)
        if not (host.loopback or self._is_public(host)):
            return Refusal(403, NOT_HERE)
        if not origins:
            return None
        page = origin(origins[0]) if len(origins) == 1 else None
        own = page is not None and (page.meets(host) or self._is_public(page))
        return None if own else Refusal(403, FROM_ELSEWHERE)

    def _is_public(self, asked: Place) -> bool:
        return any(asked.meets(address) for address in self.public)


def _values(scope: Scope, name: bytes) -> Sequence[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def _with_host(scope: Scope) -> Scope:
    """Return the scope with the host of its Origin as Host, if it has one."""
    pages = _values(scope, b"origin")
    if not pages:
        return scope
    host = pages[0].partition("://")[2].encode("latin-1")
    others = [(key, value) for key, value in scope["headers"] if key.lower() != b"host"]
    return {**scope, "headers": [(b"host", host), *others]}


def middleware() -> list[Middleware]:
    """Return the middleware of the app, the outermost."""
    return [Middleware(Named)]
