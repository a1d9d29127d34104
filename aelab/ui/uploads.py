"""A limit on what one session may upload, also past the uploader: the server asks no widget."""

from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from aelab.intake import MOST_BYTES
from aelab.ui.own import QUOTA

ROUTE = "/_stcore/upload_file/"
LIMIT = QUOTA + 2 * MOST_BYTES  # the page says its sentence first
SESSIONS = 10_000  # remembered


class Uploads:
    """Refuses uploads of a session beyond `LIMIT` bytes before they are read."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app
        self.sent: OrderedDict[str, int] = OrderedDict()  # bytes by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless it is too much."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        _, found, rest = scope["path"].partition(ROUTE)
        if not found or scope["method"] != "PUT":
            return None
        length = Headers(scope=scope).get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 20):
            return PlainTextResponse("An upload says its length.", 411)
        session = rest.partition("/")[0]
        total = self.sent.pop(session, 0) + int(length)
        self.sent[session] = total
        if len(self.sent) > SESSIONS:
            self.sent.popitem(last=False)
        return PlainTextResponse("That is too much.", 413) if total > LIMIT else None


def middleware() -> list[Middleware]:
    """Return what the app is wrapped in."""
    return [Middleware(Uploads)]
