"""Messages that are too large, that unfold, that never end, or that are no messages."""

import time

from benchmarks.abuse import raw
from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.floods import POINTS, STREAM, begun, grown
from benchmarks.abuse.lab import Lab
from benchmarks.abuse.raw import BINARY, CONTINUED, PING, TEXT, Raw

UNFOLDED = 49 * 2**20
TIMES = 20
PIECE = bytes(65_536)
PIECES = 2_000  # of a message that never ends: 131 MB
CLOSED_SECONDS = 3.0


@attack("unfolding")
def unfolding(lab: Lab) -> Findings:
    """Send messages of 50 kB that unfold to 49 MB, whether or not the server offers that."""
    visitor, run = begun(lab, POINTS)
    content = raw.unfolding(UNFOLDED)
    for path, kind in ((f"/live?run={run}", TEXT), (STREAM, BINARY)):
        for agreed in (True, False):
            sockets = [Raw(lab.address, path, visitor.cookies) for _ in range(TIMES)]
            if agreed:
                packs = sum(socket.packs for socket in sockets)
                yield Finding(f"{path[:5]} takes packed messages", path == STREAM or not packs)
            for socket in sockets:
                socket.send(content, kind, packed=True, final=agreed)
            time.sleep(1)
            for socket in sockets:
                socket.close()
    yield grown(lab, f"{TIMES} messages that unfold")


@attack("oversize")
def oversize(lab: Lab) -> Findings:
    """Send messages larger than allowed, claimed or true, whole or in pieces without an end."""
    visitor, run = begun(lab, POINTS)
    for path, kind in ((f"/live?run={run}", TEXT), (STREAM, BINARY)):
        for size in (2**62, 2**40, 200 * 2**20):
            socket = Raw(lab.address, path, visitor.cookies)
            socket.write(raw.header(0x80 | kind, size) + PIECE)
            yield Finding(f"{path[:5]} waits for {size:.0e} bytes", socket.ended(CLOSED_SECONDS))
            socket.close()
        sockets = [Raw(lab.address, path, visitor.cookies) for _ in range(4)]
        took = [_endless(socket, kind) for socket in sockets]
        mb = sum(took) * len(PIECE) / 1e6
        yield Finding(f"{path[:5]} took {mb:.0f} MB of endless messages", max(took) < PIECES)
        yield grown(lab, f"messages too large on {path[:5]}")
        for socket in sockets:
            socket.close()


def _endless(socket: Raw, kind: int) -> int:
    """Send pieces of a message that does not end; return how many were taken."""
    for number in range(PIECES):
        if not socket.send(PIECE, CONTINUED if number else kind, final=False):
            return number
    return PIECES


@attack("frames")
def frames(lab: Lab) -> Findings:
    """Send frames that break the protocol; each socket is closed and nothing else happens."""
    visitor, run = begun(lab, POINTS)
    broken = {
        "text that is not UTF-8": (b"\xed\xa0\x80", TEXT, True),
        "bytes": (b"\0" * 100, BINARY, True),
        "a continuation of nothing": (b"x", CONTINUED, True),
        "a large ping": (b"x" * 4_000, PING, True),
        "an unknown opcode": (b"x", 11, True),
        "a ping in pieces": (b"x", PING, False),
    }
    for path in (f"/live?run={run}", STREAM):
        for what, (content, kind, final) in broken.items():
            socket = Raw(lab.address, path, visitor.cookies)
            socket.send(content, kind, final=final)
            yield Finding(f"{path[:5]} stays open after {what}", socket.ended(CLOSED_SECONDS))
            socket.close()
    yield grown(lab, "broken frames")
    yield Finding("the lab's own code broke", "/aelab/" not in lab.log())
