"""Doors: the scheduler's ports, lies about host and origin, and routes that are closed."""

import asyncio
import contextlib
import http.client
import socket
import ssl
import stat
from collections.abc import Iterator

import psutil

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.floods import POINTS, STREAM, begun
from benchmarks.abuse.lab import Lab
from benchmarks.abuse.raw import Raw

SECONDS = 2.0
DASHBOARD = ("/status", "/health", "/info/main/workers.html", "/metrics", "/json/counts.json")
FOREIGN = (
    "evil.example",
    "evil.example:{}",
    "127.0.0.1.evil.example:{}",
    "localhost.evil:{}",
    "evil@127.0.0.1:{}",
    "127.0.0.1:{}.evil.example",
)

NOWHERE = (
    "experiments",
    "experiments/",
    ".",
    "..",
    "%2e%2e%2fspec.py",
    "%00",
    "%ff",
    "a" * 5_000,
    "experiments%2f..",
    "x.frame.gz.gz",
)


def ports(lab: Lab) -> Iterator[tuple[str, int]]:
    """Yield where the processes of a lab listen, beside its pages."""
    for process in lab.guard.alive():
        with contextlib.suppress(psutil.Error):
            for connection in process.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN and connection.laddr.port != lab.port:
                    yield connection.laddr.ip, connection.laddr.port


@attack("scheduler")
def scheduler(lab: Lab) -> Findings:
    """Come to the ports of scheduler and workers as another user of the machine would."""
    for address, port in sorted(set(ports(lab))):
        yield Finding(f"port {port} is open to {address}", address.startswith("127."))
        yield Finding(f"port {port} obeys without a certificate", not _obeys(port))
        yield Finding(f"port {port} takes TLS without a certificate", not _greets(port))
        pages = [path for path in DASHBOARD if _page(port, path) == 200]
        yield Finding(f"port {port} serves {pages}", not pages)
    mode = stat.S_IMODE(lab.home.stat().st_mode)
    yield Finding(f"the home is open to others: {mode:o}", not mode & 0o077)


def _obeys(port: int) -> bool:
    """Tell whether who listens there answers a call of Dask's without TLS."""
    from distributed.core import rpc

    async def call() -> object:
        remote = rpc(f"tcp://127.0.0.1:{port}", timeout=SECONDS)
        try:
            async with asyncio.timeout(SECONDS):
                return await remote.identity()
        finally:
            await remote.close_rpc()

    with contextlib.suppress(OSError, ValueError, TimeoutError):
        return bool(asyncio.run(call()))
    return False


def _greets(port: int) -> bool:
    """Tell whether who listens there says something over TLS to somebody without a certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with contextlib.suppress(OSError):
        with (
            socket.create_connection(("127.0.0.1", port), SECONDS) as plain,
            context.wrap_socket(plain) as secret,
        ):
            secret.settimeout(SECONDS)
            return bool(secret.recv(1))
    return False


def _page(port: int, path: str) -> int:
    """Return the status of a page there, 0 if there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@attack("hosts")
def hosts(lab: Lab) -> Findings:
    """Come under the name of another host, as a page does whose name was bound anew."""
    visitor, run = begun(lab, POINTS)
    script = visitor.get("/").body.decode().partition('src="./')[2].partition('"')[0]
    paths = (
        "/",
        "/pca",
        "/_stcore/health",
        "/_stcore/host-config",
        "/lab-js/x/live.js",
        "/shipped/x",
        f"/{script}",
        "/charts/plotly.js",
        "/_stcore/metrics",
    )
    for name in FOREIGN:
        host = name.format(lab.port)
        for path in paths:
            answer = visitor.get(path, Host=host, Origin=f"http://{host}")
            yield Finding(f"{path} as {host}: {answer.status}", answer.status >= 400)
        path = "/_stcore/upload_file/x/y"
        status = visitor.ask("PUT", path, b"x", {"Host": host}).status
        yield Finding(f"an upload as {host}: {status}", status >= 400)
        for path in (f"/live?run={run}", STREAM):
            yield Finding(f"{path[:5]} opens as {host}", not _opens(lab, path, host, host))
    for origin in ("evil.example", f"127.0.0.1:{lab.port + 1}", "null"):
        for path in (f"/live?run={run}", STREAM):
            opens = _opens(lab, path, lab.address, origin)
            yield Finding(f"{path[:5]} opens to {origin}", not opens)
    yield Finding("the lab does not open to itself", _opens(lab, STREAM, lab.address, lab.address))


def _opens(lab: Lab, path: str, host: str, origin: str) -> bool:
    """Tell whether a WebSocket is opened under these names."""
    try:
        connection = Raw(lab.address, path, "", host=host, origin=f"http://{origin}")
    except OSError:
        return False
    opened = " 101 " in connection.head.partition("\r\n")[0]
    connection.close()
    return opened


@attack("routes")
def routes(lab: Lab) -> Findings:
    """Ask for what is closed, and for what is not there."""
    visitor = lab.visitor()
    status = visitor.get("/_stcore/metrics").status
    yield Finding(f"the metrics are open: {status}", status in (403, 404))
    for path in NOWHERE:
        status = visitor.get(f"/shipped/{path}").status
        yield Finding(f"/shipped/{path[:20]}: {status}", 300 <= status < 500)
    yield Finding("the lab's own code broke", "/aelab/" not in lab.log())
