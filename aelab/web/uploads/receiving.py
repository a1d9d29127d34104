"""The body of an upload: written to the disk while it arrives, within time limits."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope

from aelab.uploads import npz
from aelab.uploads.limits import MOST_BYTES
from aelab.web.uploads.arrivals import ARRIVALS, Arrival

IDLE, START, PACE = 10.0, 15.0, 100_000  # seconds without a byte; a body's, and its bytes a second
UNNAMED = "upload.npz"  # an ending that every uploader takes
NAME = 4_096  # characters of a file's name


class Parser(MultiPartParser):
    """Starlette's parser of forms, which keeps less of a file in memory."""

    spool_max_size = 2**16


class Refused(Exception):
    """An upload is answered with a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Note both."""
        super().__init__(sentence)
        self.response = PlainTextResponse(sentence, status)


class NoRoom(Exception):
    """The server holds the maximum number of bytes."""


async def received(arrival: Arrival, length: int, scope: Scope, receive: Receive) -> str:
    """Write an upload to the disk while it comes, and return the name it had at its owner's.

    Args:
        arrival: What is known of the upload before it comes.
        length: Its length in bytes, as announced.
        scope: The scope of the request.
        receive: What returns the next message of the request.

    Raises:
        Refused: If it comes too slowly, is no upload, is too large or finds no room.

    """
    try:
        async with asyncio.timeout(START + length / PACE):
            file = await _parsed(arrival, scope, receive)
    except TimeoutError:
        raise Refused(408, "The upload came too slowly.") from None
    except (MultiPartException, KeyError, ValueError):
        raise Refused(400, "That is no upload.") from None
    except OSError as error:
        raise Refused(507, "The server has no room for the upload: try again later.") from error
    if file is not None and (file.size or 0) > MOST_BYTES:
        file.file.close()
        raise Refused(413, "That is too much.")
    ARRIVALS.lay(arrival, file.file if file is not None else None)
    return npz.printable(file.filename or UNNAMED, NAME) if file is not None else UNNAMED


async def _parsed(arrival: Arrival, scope: Scope, receive: Receive) -> UploadFile | None:
    """Return the file of a form, None if there is no room for it."""
    pieces = _pieces(receive)

    async def counted() -> AsyncGenerator[bytes, None]:
        async for piece in pieces:
            if not ARRIVALS.grow(arrival, len(piece)):
                raise NoRoom
            yield piece

    headers = Headers(scope=scope)
    parser = Parser(headers, counted(), max_files=1, max_fields=1, max_part_size=1024)
    try:
        form = await parser.parse()
    except NoRoom:
        async for _ in pieces:  # a browser reads no answer before it has sent everything
            pass
        return None
    for _, part in form.multi_items():
        if isinstance(part, UploadFile):
            return part
    raise MultiPartException("There is no file.")


async def _pieces(receive: Receive) -> AsyncGenerator[bytes, None]:
    """Yield the pieces of the body of a request."""
    more_body = True
    while more_body:
        async with asyncio.timeout(IDLE):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        more_body = message.get("more_body", False)
        yield message.get("body", b"")
