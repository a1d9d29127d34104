"""What a session may send to the server's own upload route."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.responses import PlainTextResponse

from aelab.ui import uploads
from aelab.ui.uploads import ROUTE


@pytest.fixture
def limited(monkeypatch):
    monkeypatch.setattr(uploads, "LIMIT", 1000)
    return uploads.Uploads(PlainTextResponse("taken"))


def ask(app, path, length, method="PUT"):
    """Return the status of the answer to a request."""
    headers = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    said = []

    async def send(message):
        said.append(message)

    with ThreadPoolExecutor(1) as thread:  # the browser's tests may have left a loop in this one
        thread.submit(asyncio.run, app(scope, None, send)).result()
    return said[0]["status"]


def put(app, session, length):
    return ask(app, f"{ROUTE}{session}/some-file", length)


def test_a_session_may_send_so_much_and_no_more(limited):
    assert [put(limited, "one", 400) for _ in range(4)] == [200, 200, 413, 413]


def test_what_one_session_sends_is_not_counted_to_another(limited):
    assert put(limited, "one", 1001) == 413
    assert put(limited, "two", 1000) == 200


def test_an_upload_without_a_length_is_refused(limited):
    assert [put(limited, "one", n) for n in (None, "", "-5", "1e3", "9" * 40)] == [411] * 5


def test_other_requests_are_left_alone(limited):
    assert ask(limited, "/live", 5000) == 200
    assert ask(limited, f"{ROUTE}one/file", None, "DELETE") == 200


def test_sessions_of_long_ago_are_forgotten(limited, monkeypatch):
    monkeypatch.setattr(uploads, "SESSIONS", 2)
    assert [put(limited, s, 900) for s in "abca"] == [200] * 4
    assert put(limited, "a", 900) == 413


def test_streamlit_still_takes_uploads_by_that_route():
    from streamlit.web.server.starlette import starlette_routes

    assert f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/".endswith(ROUTE)
