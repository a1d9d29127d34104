"""Which names the lab answers to, and which pages."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from aelab.web.access import address, metrics
from tests.asgi import OPENED, ask

ROOT = Path(__file__).resolve().parents[2]
LAB = "https://lab.example.org, lab.cern.ch:8501, http://127.0.0.1:9000, https://[2001:db8::1]:444"
HERE = "127.0.0.1:8501"


async def seen(request: Any) -> Any:
    return PlainTextResponse(request.headers["host"])


async def stream(socket: Any) -> None:
    await socket.accept()
    await socket.send_text(socket.headers["host"])
    await socket.close()


def wrapped(monkeypatch: Any, setting: Any) -> Any:
    monkeypatch.setenv(address.SETTING, setting)
    routes = [Route("/", seen), Route("/base/x", seen), WebSocketRoute("/live", stream)]
    return Starlette(routes=routes, middleware=address.middleware())


def status(app: Any, host: Any, origin: Any = None, kind: str = "http", path: str = "/") -> Any:
    headers = [("host", host)] if host is not None else []
    headers += [("origin", origin)] if origin is not None else []
    return ask(app, path, *headers, kind=kind).status


GOOD_HOSTS = [
    "127.0.0.1:8501",
    "localhost:8501",
    "LocalHost:1",
    "localhost",
    "localhost.:8501",
    "127.8.9.1",
    "[::1]:8501",
    "[0:0:0:0:0:0:0:1]",
    "lab.example.org",
    "LAB.Example.ORG.",
    "lab.example.org:443",
    "lab.cern.ch:8501",
    "[2001:DB8::1]:444",
]
BAD_HOSTS = [
    "evil.example",
    "evil.example:8501",
    "lab.example.org.evil.example",
    "xlab.example.org",
    "lab.example.org:8501",
    "lab.cern.ch",
    "0.0.0.0:8501",
    "192.168.1.5:8501",
    "x.localhost",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "[2001:db8::1]",
    "[::ffff:7f00:1]",
    "2130706433",
    "0177.0.0.1",
    "localhost..",
]
NO_HOSTS = [
    "",
    " ",
    ":8501",
    "user@localhost",
    "localhost@evil.example",
    "localhost:",
    "localhost:x",
    "localhost:99999",
    "localhost:0",
    "localhost, evil.example",
    "localhost/evil",
    "[::1",
    "[::g]",
    "http://localhost",
    "l\xf6calhost",
    "localhost\t",
    ".",
    None,
    "a" * 300,
]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_names_of_the_lab_and_of_this_machine_are_answered(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    app, path = wrapped(monkeypatch, LAB), {"http": "/", "websocket": "/live"}[kind]
    good = {"http": 200, "websocket": OPENED}[kind]
    assert {host: status(app, host, None, kind, path) for host in GOOD_HOSTS} == dict.fromkeys(
        GOOD_HOSTS, good
    )


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_other_names_are_refused_and_what_is_no_name(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    app, path = wrapped(monkeypatch, LAB), {"http": "/", "websocket": "/live"}[kind]
    codes = {"http": (403, 400), "websocket": (4403, 4403)}[kind]
    lists: tuple[Sequence[str | None], ...] = (BAD_HOSTS, NO_HOSTS)
    for hosts, code in zip(lists, codes, strict=True):
        statuses = {host: status(app, host, None, kind, path) for host in hosts}
        assert statuses == dict.fromkeys(hosts, code)


def test_a_name_that_leads_here_is_refused_also_if_host_and_origin_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = wrapped(monkeypatch, "")
    assert status(app, "evil.example:8501", "http://evil.example:8501") == 403
    origin = "http://evil.example:8501"
    assert status(app, "evil.example:8501", origin, "websocket", "/live") == 4403


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (HERE, f"http://{HERE}"),
        (HERE, f"HTTP://{HERE}"),
        ("localhost", "http://localhost:80"),
        ("[::1]:8501", "http://[::1]:8501"),
        ("lab.example.org", "https://LAB.example.org"),
        (HERE, "https://lab.example.org"),
        (HERE, "https://lab.example.org:443"),
        (HERE, "http://lab.cern.ch:8501"),
        (HERE, "http://127.0.0.1:9000"),
    ],
)
def test_own_pages_are_answered_also_behind_a_proxy_that_rewrites_host(
    monkeypatch: pytest.MonkeyPatch, host: str, origin: str
) -> None:
    app = wrapped(monkeypatch, LAB)
    for kind, path, good in (("http", "/", 200), ("websocket", "/live", OPENED)):
        answer = ask(app, path, ("host", host), ("origin", origin), kind=kind)
        assert answer.status == good
        assert answer.body.decode() == origin.partition("://")[2]  # what is inside compares both


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://localhost:8501",
        "http://127.0.0.1:1",
        "null",
        "",
        "file://",
        "http://lab.example.org",
        "https://lab.example.org:8501",
        "https://user@lab.example.org",
        "https://lab.example.org.evil.example",
        "https://lab.example.org/x",
        HERE,
        f"//{HERE}",
        f"ftp://{HERE}",
        f"http://{HERE}#",
        f"http://{HERE} http://evil.example",
        "https://lab.example.org@evil.example",
    ],
)
def test_other_pages_are_refused(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    app = wrapped(monkeypatch, LAB)
    assert status(app, HERE, origin) == 403
    assert status(app, HERE, origin, "websocket", "/live") == 4403


def test_the_address_of_a_proxy_that_rewrites_host_has_to_be_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = wrapped(monkeypatch, "")
    assert status(app, HERE, "https://lab.example.org") == 403
    forwarded = [
        ("host", "evil.example"),
        ("x-forwarded-host", HERE),
        ("forwarded", f"host={HERE}"),
    ]
    assert ask(app, "/", *forwarded).status == 403


def test_several_hosts_or_origins_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wrapped(monkeypatch, LAB)
    own, other = ("origin", f"http://{HERE}"), ("origin", "http://evil.example")
    assert ask(app, "/", ("host", HERE), ("host", "evil.example")).status == 400
    assert ask(app, "/", ("host", HERE), own, other).status == 403
    assert ask(app, "/", ("Host", HERE), ("Origin", "http://evil.example")).status == 403


@pytest.mark.parametrize("path", ["http://evil.example/", "*", "evil.example:80"])
def test_a_target_that_is_no_path_is_refused(monkeypatch: pytest.MonkeyPatch, path: Any) -> None:
    assert status(wrapped(monkeypatch, LAB), HERE, None, path=path) == 400


def test_a_base_path_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = wrapped(monkeypatch, LAB)
    assert status(app, HERE, None, path="/base/x") == 200
    assert status(app, "evil.example", None, path="/base/x") == 403


def test_a_refusal_is_a_plain_sentence_that_repeats_nothing_of_the_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = ask(wrapped(monkeypatch, ""), "/", ("host", "evil.example"))
    assert answer.status == 403 and answer.body.decode() == address.NOT_HERE


def test_an_international_name_is_known_as_browsers_send_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = wrapped(monkeypatch, "https://münchen.example/")
    assert status(app, "xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example") == 200


# The setting, and where the server listens.


@pytest.mark.parametrize(
    "setting",
    [
        "ftp://lab.example.org",
        "https://",
        "a b",
        "https://lab/x",
        "*",
        "http://u@lab",
        "lab:port",
        "https://lab.example.org,*.example.org",
    ],
)
def test_an_address_that_is_none_is_told_in_a_sentence(setting: str) -> None:
    with pytest.raises(SystemExit, match="which is no address: write it as"):
        address.addresses(setting)


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3", "unix:///tmp/lab.sock"]
)
def test_on_this_machine_no_address_is_needed(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    monkeypatch.delenv(address.SETTING, raising=False)
    address.require(inside)


@pytest.mark.parametrize("beyond", ["0.0.0.0", "", None, "192.168.1.5", "::", "lab.example.org"])
def test_beyond_this_machine_an_address_is_needed(
    monkeypatch: pytest.MonkeyPatch, beyond: str | None
) -> None:
    monkeypatch.delenv(address.SETTING, raising=False)
    with pytest.raises(SystemExit, match=r"set AELAB_ADDRESS to the address that visitors open"):
        address.require(beyond)
    monkeypatch.setenv(address.SETTING, "https://lab.example.org")
    address.require(beyond)


@pytest.mark.slow
def test_the_server_does_not_start_beyond_this_machine_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    monkeypatch.delenv(address.SETTING, raising=False)
    call = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.address",
        "0.0.0.0",
        "--server.port",
        "0",
    ]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "The lab would listen beyond this machine" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


# Streamlit's figures of itself.


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/_stcore/metrics", 404),
        ("/_stcore/metrics/", 404),
        ("//_stcore//metrics", 404),
        ("/lab/_stcore/metrics", 404),
        ("/_STCORE/Metrics", 404),
        ("/%5Fstcore%2Fmetrics", 404),
        ("/_stcore/health", 200),
        ("/metrics", 200),
    ],
)
def test_figures_of_the_server_are_closed_unless_asked_for(
    monkeypatch: pytest.MonkeyPatch, path: Any, code: int
) -> None:
    async def any_path(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("sessions 3")(scope, receive, send)

    monkeypatch.delenv(metrics.SETTING, raising=False)
    closed: Any
    (closed,) = metrics.middleware()
    assert status(closed.cls(any_path), HERE, None, path=path) == code
    monkeypatch.setenv(metrics.SETTING, "1")
    assert metrics.middleware() == []
