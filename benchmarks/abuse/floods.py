"""Memory without bound: clients that never read, orders that pile up, uploads that stay."""

import json
import time

from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import Lab, until
from benchmarks.abuse.raw import BINARY, CONTINUED, PING, TEXT, Raw
from benchmarks.abuse.trial import GROWTH_MB
from benchmarks.abuse.visitor import Visitor

IMAGES = "dataset=MNIST&model=Autoencoder&latent=2&epochs=1000&widths=64"
POINTS = "dataset=Two+moons&model=Autoencoder&latent=2&epochs=1000"
STREAM = "/_stcore/stream"
BUFFER = 4_096  # bytes that a client lets wait
SOCKETS = 10
SECONDS = 12.0  # of a flood
SIGN = "😀"  # four bytes in memory and on the wire, twelve in JSON
ORDERS = 32  # over one connection
UPLOAD_BYTES = 9 * 2**20
CLOSED = 12  # sessions that upload and leave
FREED_SECONDS = 5.0


def begun(lab: Lab, query: str) -> tuple[Visitor, str]:
    """Return a visitor and the id of a run that goes."""
    visitor = lab.visitor()
    run = visitor.open(query=query).run
    live = visitor.watch(run)
    live.reached("running", seconds=20)
    live.pictured(seconds=20)
    return visitor, run


def grown(lab: Lab, what: str) -> Finding:
    """Say by how much the web process has grown."""
    return Finding(f"{what}: +{lab.guard.growth:.0f} MB", lab.guard.growth < GROWTH_MB)


def flood(
    sockets: list[Raw], messages: list[bytes], kind: int = TEXT, *, final: bool = True
) -> None:
    """Send messages over all sockets in turn; one that takes no more is left alone.

    Args:
        sockets: from which those that take no more are removed.
        messages: one after the other, again and again.
        kind: the opcode.
        final: whether each is a message; else it is a piece of one.

    """
    end, number = time.monotonic() + SECONDS, 0
    for socket in sockets:
        socket.socket.settimeout(1)
    while time.monotonic() < end and sockets:
        number += 1
        socket = sockets[number % len(sockets)]
        if not socket.send(messages[number // len(sockets) % len(messages)], kind, final=final):
            sockets.remove(socket)


@attack("unread")
def unread(lab: Lab) -> Findings:
    """Command runs again and again over sockets that are never read."""
    going, live = begun(lab, IMAGES)
    over, stopped = begun(lab, POINTS)
    over.watch(stopped).ask("stop")
    sockets = [
        Raw(lab.address, f"/live?run={run}", visitor.cookies, buffer=BUFFER)
        for visitor, run in ((going, live), (over, stopped))
        for _ in range(SOCKETS // 2)
    ]
    yield Finding("no socket is opened", any(" 101 " in socket.head for socket in sockets))
    commands = [
        {"op": "probe", "value": {"sample": 1}, "id": SIGN * 3_900},
        {"op": "stop", "id": SIGN * 3_900},
        {"op": "show", "id": SIGN * 3_900},
        {"op": "drawn"},
    ]
    flood(list(sockets), [json.dumps(order, ensure_ascii=False).encode() for order in commands])
    yield grown(lab, "commands whose answers are not read")
    for socket in sockets:
        socket.close()


@attack("unreadpages")
def unreadpages(lab: Lab) -> Findings:
    """Let the scripts of pages run again and again, and never read what they draw."""
    visitor = lab.visitor()
    sockets = [
        Raw(lab.address, STREAM, visitor.cookies, buffer=BUFFER) for _ in range(SOCKETS // 2)
    ]
    messages = []
    for page in ("pca", "jets", "vae", "latent"):
        message = BackMsg()
        message.rerun_script.page_name = page
        messages.append(message.SerializeToString())
    flood(list(sockets), messages, BINARY)
    yield grown(lab, "pages that are not read")
    for socket in sockets:
        socket.close()


@attack("controls")
def controls(lab: Lab) -> Findings:
    """Send pings and empty pieces of a message without pause, and read no answer."""
    visitor, run = begun(lab, POINTS)
    for what, kind, content, final in (
        ("pings", PING, b"x" * 100, True),
        ("empty pieces", CONTINUED, b"", False),
    ):
        sockets = [
            Raw(lab.address, path, visitor.cookies, buffer=BUFFER)
            for path in (f"/live?run={run}", STREAM)
        ]
        for socket in sockets:
            socket.send(b"x", TEXT, final=kind == PING)
        left = list(sockets)
        flood(left, [content], kind, final=final)
        yield Finding(f"{what}: {len(left)} sockets stay open", not left)
        yield grown(lab, what)
        for socket in sockets:
            socket.close()


@attack("orders")
def orders(lab: Lab) -> Findings:
    """Order things of a run that waits, over one connection after the other."""
    begun(lab, POINTS)
    visitor = lab.visitor()
    run = visitor.open(query=POINTS).run
    stay = visitor.watch(run)
    yield Finding("the second run does not wait", stay.reached("queued"))
    values = ["z" * 3_900, [0.5] * 700, {"sample": 1}]
    texts = [
        json.dumps({"op": op, "value": value, "id": 1}).encode()
        for value in values
        for op in ("axes", "probe", "show", "rate", "step", "sample")
    ]
    end, connections = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        socket = Raw(lab.address, f"/live?run={run}", visitor.cookies)
        for number in range(ORDERS):
            socket.send(texts[(connections + number) % len(texts)])
        socket.close()
        connections += 1
    yield grown(lab, f"orders of {connections} connections to a waiting run")
    yield Finding("Stop fails", stay.ask("stop", seconds=5) is not None)


@attack("uploads")
def uploads(lab: Lab) -> Findings:
    """Upload from one session after the other and leave; what was uploaded is freed."""
    taken = 0
    for _ in range(CLOSED):
        visitor = lab.visitor()
        page = visitor.open(query="dataset=Own+data&model=PCA")
        for number in range(3):
            urls = page.place(f"{number}.csv")
            taken += visitor.put(urls.upload_url, "x.csv", bytes(UPLOAD_BYTES)) == 204
        visitor.close()
    before = lab.guard.before
    until(lambda: lab.guard.now - before < GROWTH_MB * 1e6, FREED_SECONDS)
    left = (lab.guard.now - before) / 1e6
    yield Finding(f"{left:.0f} MB of {taken} uploads are left", left < GROWTH_MB)
    yield grown(lab, f"{taken} uploads")


@attack("strangers")
def strangers(lab: Lab) -> Findings:
    """Upload for sessions that are not one's own, or none, and without a token."""
    visitor, other = lab.visitor(), lab.visitor()
    page = other.open(query="dataset=Own+data&model=PCA")
    content = bytes(UPLOAD_BYTES)
    for session in ("nobody", "../..", "%00"):
        for number in range(5):
            status = visitor.put(f"/_stcore/upload_file/{session}/{number}", "x.csv", content)
            yield Finding(f"an upload for session {session} is taken", status >= 400)
    path = f"/_stcore/upload_file/{page.session}/1"
    status = visitor.ask("PUT", path, content, {"Content-Type": "text/csv"}).status
    yield Finding("an upload without a token is taken", status >= 400)
    yield grown(lab, "uploads that are refused")
