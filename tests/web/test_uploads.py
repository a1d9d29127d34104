"""The way of an upload into the server: what is refused, and what Streamlit gets of the rest."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from aelab.params import InputError
from aelab.web.uploads import arrivals, receiving
from aelab.web.uploads import route as uploads
from aelab.web.uploads.route import ROUTE

TYPE = b"multipart/form-data; boundary=b"
HERE = {"one", "two", *"abc"}


def form(content: bytes = b"1,2\n", name: str = "x.csv", extra: bytes = b"") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="f"; filename="{name}"'
    return head.encode() + b"\r\n\r\n" + content + b"\r\n--b" + extra + b"--\r\n"


class Manager:
    """Streamlit's, as far as it is asked."""

    def __init__(self) -> None:
        self.removed: list[Any] = []

    def remove_file(self, session: Any, file: Any) -> None:
        self.removed.append((session, file))

    def remove_session_files(self, session: Any) -> None:
        self.removed.append(session)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    there = SimpleNamespace(is_active_session=HERE.__contains__, uploaded_file_mgr=Manager())
    monkeypatch.setattr(uploads, "server", lambda: there)
    fresh = arrivals.Arrivals()
    monkeypatch.setattr(arrivals, "ARRIVALS", fresh)
    monkeypatch.setattr(uploads, "ARRIVALS", fresh)
    monkeypatch.setattr(receiving, "ARRIVALS", fresh)
    yield there
    fresh.sweep(lambda session: False)


class Streamlit:
    """Takes a form as Streamlit's route does."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.taken: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with Request(scope, receive).form() as whole:
            for file in whole.values():
                assert isinstance(file, UploadFile)
                self.taken.append((file.filename, await file.read()))
        await PlainTextResponse("taken", self.status)(scope, receive, send)


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch, server: Any) -> Any:
    monkeypatch.setattr(uploads, "LIMIT", 1000)
    return uploads.Uploads(Streamlit())


def ask(
    app: Any,
    path: Any,
    length: Any,
    method: str = "PUT",
    body: Any = None,
    kind: Any = TYPE,
    pieces: Any = None,
) -> Any:
    """Return the status of the answer to a request, None if there is none."""
    headers = [(b"content-type", kind)]
    headers += [] if length is None else [(b"content-length", str(length).encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    pieces = iter([form() if body is None else body] if pieces is None else pieces)
    answers = []

    async def receive() -> Any:
        piece = next(pieces, None)
        if piece is None:
            return {"type": "http.disconnect"}
        if isinstance(piece, float):
            await asyncio.sleep(piece)
            piece = b""
        if callable(piece):
            piece = piece()
        return {"type": "http.request", "body": piece, "more_body": piece[-4:] != b"--\r\n"}

    async def send(message: Any) -> None:
        answers.append(message)

    with ThreadPoolExecutor(1) as thread:  # the browser's tests may have left a loop in this one
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    return answers[0]["status"] if answers else None


def put(app: Any, session: str, length: int | str | None = 100, **how: Any) -> Any:
    return ask(app, f"{ROUTE}{session}/some-file", length, **how)


def test_a_session_may_send_so_much_and_no_more(limited: Any) -> None:
    assert [put(limited, "one", 400) for _ in range(4)] == [200, 200, 413, 413]


def test_what_one_session_sends_is_not_counted_to_another(limited: Any) -> None:
    assert put(limited, "one", 1001) == 413
    assert put(limited, "two", 1000) == 200


def test_an_upload_without_a_length_is_refused(limited: Any) -> None:
    assert [put(limited, "one", n) for n in (None, "", "-5", "1e3", "9" * 40)] == [411] * 5


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, limited: Any
) -> None:
    monkeypatch.setattr(uploads, "LIMIT", 10**10)
    assert put(limited, "one", arrivals.MOST_BYTES + uploads.AROUND + 1, pieces=[]) == 413


def test_a_session_that_is_not_there_is_refused_before_anything_is_read(limited: Any) -> None:
    assert [put(limited, s, pieces=[]) for s in ("invented", "", "..", "one2")] == [403] * 4
    assert not limited.app.taken and not limited.sent


def test_before_the_server_is_there_uploads_are_refused(
    limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "server", lambda: None)
    assert put(limited, "one", 10) == 403


def test_other_requests_are_left_alone(server: Any) -> None:
    app = uploads.Uploads(PlainTextResponse("taken"))
    assert ask(app, "/live", 5000) == 200
    assert ask(app, f"{ROUTE}one/file", None, "DELETE") == 200


def test_sessions_of_long_ago_are_forgotten(limited: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SESSIONS", 2)
    assert [put(limited, s, 900) for s in "abca"] == [200] * 4
    assert put(limited, "a", 900) == 413


# What Streamlit gets


def test_streamlit_gets_a_token_in_place_of_the_file(limited: Any) -> None:
    content = bytes(range(256)) * 2_000
    assert put(limited, "one", body=form(content)) == 200
    ((name, token),) = limited.app.taken
    assert name == "x.csv" and len(token) < 60
    with arrivals.received(token) as (source, size):
        assert not isinstance(source, bytes)
        assert source.read() == content and size > len(content)
        assert source.fileno() >= 0  # it is on the disk


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ä b.csv", "ä b.csv"),
        ("../../etc/x.npz", "../../etc/x.npz"),
        ("a\u202ecsv.npz", "acsv.npz"),
        ("x" * 300 + ".csv", "x" * 300 + ".csv"),
        ("\x01.csv", ".csv"),
    ],
)
def test_the_name_of_a_file_is_printable_text(limited: Any, name: str, shown: Any) -> None:
    assert put(limited, "one", body=form(name=name)) == 200
    assert limited.app.taken[0][0] == shown


@pytest.mark.parametrize("charset", [b"utf-16", b"utf-7", b"unicode_escape", b"zlib", b"idna"])
def test_a_strange_encoding_of_the_name_makes_no_strange_name(
    limited: Any, charset: bytes
) -> None:
    body = form(name="\\ud800+2AAA-.csv")
    assert put(limited, "one", body=body, kind=TYPE + b"; charset=" + charset) in (200, 400)
    assert all(name.isprintable() and name.encode() for name, _ in limited.app.taken)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--\r\n", TYPE),
        (b"nonsense--\r\n", TYPE),
        (form(), b"text/plain"),
        (form(), b"multipart/form-data"),
        (form(), b"multipart/form-data; boundary=" + b"x" * 400),
        (b"--b\r\nA: " + b"a" * 9_000 + b"\r\n\r\n--b--\r\n", TYPE),
        (form(extra=b"\r\n" + form()[3:-8] + b"\r\n--b"), TYPE),
        (b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\ntext\r\n--b--\r\n', TYPE),
    ],
)
def test_a_body_that_is_no_upload_is_refused_and_nothing_of_it_is_held(
    limited: Any, body: bytes, kind: bytes
) -> None:
    assert put(limited, "one", body=body, kind=kind) == 400
    assert arrivals.ARRIVALS.held == 0 and not limited.app.taken


def test_what_streamlit_refuses_is_let_go(server: Any) -> None:
    assert put(uploads.Uploads(Streamlit(status=403)), "one") == 403
    assert arrivals.ARRIVALS.held == 0


def test_a_client_that_leaves_or_falls_silent_is_let_go(
    limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "IDLE", 0.05)
    begin = form()[:-10]
    assert put(limited, "one", pieces=[begin]) is None
    assert put(limited, "one", pieces=[begin, 5.0]) == 408
    monkeypatch.setattr(receiving, "START", 0.1)
    assert put(limited, "one", pieces=[begin, *[0.02] * 20]) == 408
    assert arrivals.ARRIVALS.held == 0 and arrivals.ARRIVALS.begin("one")


def test_a_limit_that_passes_just_as_a_piece_arrives_is_kept(
    limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "START", 0.05)

    def late() -> bytes:
        time.sleep(0.1)
        return b""

    assert put(limited, "one", pieces=[form()[:-10], late, 0.001, 0.001]) == 408


def test_a_full_disk_is_told_and_nothing_is_held(
    limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write(self: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(receiving.Parser, "parse", write)
    assert put(limited, "one") == 507
    assert arrivals.ARRIVALS.held == 0 and not limited.app.taken


def test_what_does_not_fit_is_not_stored_and_its_token_says_so(
    limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "MOST_BYTES", 3_000)
    parsed = []

    class Counting(receiving.Parser):
        def on_part_data(self, data: Any, start: Any, end: Any) -> None:
            parsed.append(end - start)
            super().on_part_data(data, start, end)

    monkeypatch.setattr(receiving, "Parser", Counting)
    whole = form(b"x" * 50_000)
    pieces = [whole[i : i + 1_000] for i in range(0, len(whole), 1_000)]
    assert put(limited, "one", pieces=pieces) == 200
    assert arrivals.ARRIVALS.held == 0 and 1_000 < sum(parsed) <= 3_000
    with pytest.raises(InputError, match="as many files as it can"):
        with arrivals.received(limited.app.taken[0][1]):
            pass


def test_an_upload_that_no_page_reads_is_dropped_here_and_at_streamlits(
    limited: Any, server: Any
) -> None:
    assert put(limited, "one") == 200
    (arrival,) = arrivals.ARRIVALS._lying.values()
    arrival.session = "gone"
    uploads._forget(arrival, "some-file")
    assert arrivals.ARRIVALS.held == 0 and arrival.file is not None and arrival.file.closed
    assert server.uploaded_file_mgr.removed == [("gone", "some-file"), "gone"]


def test_each_upload_is_dropped_after_a_while(
    limited: Any, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "EXPIRY", 0.0)

    async def wait(scope: Any, receive: Any, send: Any) -> None:
        await limited(scope, receive, send)
        await asyncio.sleep(0.05)

    assert put(wait, "one") == 200
    assert arrivals.ARRIVALS.held == 0
    assert server.uploaded_file_mgr.removed == [("one", "some-file")]


def test_streamlit_still_takes_uploads_by_that_route_and_has_these_methods() -> None:
    from streamlit.runtime import Runtime
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.web.server.starlette import starlette_routes

    assert f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/".endswith(ROUTE)
    for owner, names in (
        (MemoryUploadedFileManager, ("remove_file", "remove_session_files")),
        (Runtime, ("is_active_session", "uploaded_file_mgr")),
    ):
        assert all(hasattr(owner, name) for name in names)
