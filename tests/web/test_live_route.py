"""The live route: who may look, what is sent when, and what a hostile browser achieves."""

import gzip
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from aelab import home
from aelab.cluster.job import Job
from aelab.cluster.subscription import Subscription
from aelab.runs.protocol import State
from aelab.spec import Spec
from aelab.web import charts, live, scripts
from tests.notes import Notes

MINE, OTHER = "the-id-of-my-run-xxxxx", "the-id-of-another-run-"


class FakeCluster(Notes):
    """A cluster of two runs that do nothing by themselves."""

    def __init__(self) -> None:
        super().__init__()
        spec = Spec(dataset="two-moons", model="pca")
        self.jobs = {run: Job(run, spec, "somebody", state=State.RUNNING) for run in (MINE, OTHER)}
        for run, job in self.jobs.items():
            job.frame = f"full frame of {run}".encode()
        self.commands: list[Any] = []
        self.replies: list[Any] = []
        self.requested = 0

    def watch(self, run: Any, wake: Any, visitor: str = "") -> Any:
        job = self.jobs.get(run)
        if job is None:
            return None
        subscription = Subscription(job, wake)
        job.subscriptions.add(subscription)
        subscription.give(job.frame, full=True)
        return subscription

    def request_frame(self, subscription: Any) -> None:
        self.requested += 1

    def unwatch(self, subscription: Any) -> None:
        subscription.job.subscriptions.discard(subscription)

    def command(self, run: Any, op: Any, value: Any = None) -> Any:
        self.commands.append((run, op, value))
        self.replies.append(Future())
        return self.replies[-1]


@pytest.fixture(scope="module")
def port() -> Iterator[Any]:
    listener = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=live.routes(), lifespan=live.lifespan)
    server = uvicorn.Server(
        uvicorn.Config(app, ws="websockets-sansio", log_level="error", ws_max_size=200_000_000)
    )
    live.use(FakeCluster())
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until(lambda: server.started, 30)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()
    live._held.clear()


@pytest.fixture
def fake() -> Any:
    live.use(FakeCluster())
    return live.cluster()


def until(holds: Any, seconds: int = 5) -> Any:
    end = time.monotonic() + seconds
    while not (result := holds()):
        assert time.monotonic() < end, "this took too long"
        time.sleep(0.005)
    return result


def look(port: Any, run: Any = MINE, origin: Any = None) -> Any:
    origin = f"http://127.0.0.1:{port}" if origin is None else origin
    return connect(f"ws://127.0.0.1:{port}/live?run={run}", origin=origin or None, max_size=None)


def received(browser: Any, seconds: int = 5) -> Any:
    message = browser.recv(timeout=seconds)
    return message if isinstance(message, bytes) else json.loads(message)


def silent(browser: Any, seconds: float = 0.15) -> Any:
    with pytest.raises(TimeoutError):
        browser.recv(timeout=seconds)
    return True


def greeted(browser: Any) -> Any:
    """Take the status and the full frame that come first."""
    status, frame = received(browser), received(browser)
    assert status["state"] == "running"
    return frame


def say(browser: Any, **message: Any) -> None:
    browser.send(json.dumps(message))


@pytest.mark.parametrize("setting", ["LIMITS", "RUNS_EACH", "KEPT", "WORKERS"])
def test_a_setting_that_makes_no_sense_ends_the_start_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(f"AELAB_{setting}", "many")
    with pytest.raises(SystemExit, match=f"AELAB_{setting} is .*many"):
        live.require()


def test_a_home_that_another_server_has_ends_the_start_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    with home.claim(), pytest.raises(SystemExit, match="Another server of the lab uses"):
        live.require()
    live.require()
    with pytest.raises(SystemExit):
        live.require()
    live._claims.close()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:1", "null", "127.0.0.1", ""]
)
def test_a_page_from_elsewhere_is_turned_away(port: Any, fake: Any, origin: str) -> None:
    with pytest.raises(InvalidStatus) as turned, look(port, origin=origin):
        pass
    assert turned.value.response.status_code == 403
    assert not fake.jobs[MINE].subscriptions


@pytest.mark.parametrize("run", ["", "x" * 22, "..%2F..", MINE.upper(), "%00"])
def test_an_unknown_run_is_closed_with_a_code(port: Any, fake: Any, run: str) -> None:
    with look(port, run) as browser, pytest.raises(ConnectionClosed) as closed:
        browser.recv(timeout=5)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == live.UNKNOWN_RUN


def test_the_status_and_a_full_frame_come_first(port: Any, fake: Any) -> None:
    with look(port) as browser:
        assert received(browser) == {
            "state": "running",
            "queue": 0,
            "ack": None,
            "message": "",
            "fix": None,
        }
        assert received(browser) == f"full frame of {MINE}".encode()


def test_the_next_frame_comes_after_the_last_was_drawn_and_is_the_newest(
    port: Any, fake: Any
) -> None:
    job = fake.jobs[MINE]
    with look(port) as browser:
        greeted(browser)
        for i in range(5):
            job.deliver(f"moving {i}".encode(), full=False)
        assert silent(browser)
        say(browser, op="drawn")
        assert received(browser) == b"moving 4"
        assert fake.requested == 1
        assert silent(browser)
        say(browser, op="drawn")
        assert silent(browser)
        job.deliver(b"moving 5", full=False)
        assert received(browser) == b"moving 5"


def test_a_command_is_acknowledged_once_and_only_when_it_is_in_force(port: Any, fake: Any) -> None:
    with look(port) as browser:
        greeted(browser)
        say(browser, op="rate", value=0.01, id=7)
        until(lambda: fake.commands)
        assert fake.commands == [(MINE, "rate", 0.01)]
        assert silent(browser)
        fake.replies[0].set_result({"ok": True, "state": "running"})
        assert received(browser)["ack"] == 7
        say(browser, op="pause", value={"a": 1}, id=8)
        until(lambda: len(fake.replies) == 2)
        fake.jobs[MINE].set_state("paused")
        fake.replies[1].set_result({"ok": False, "state": "paused", "message": "No."})
        messages = [received(browser)]
        if messages[0]["ack"] is None:
            messages.append(received(browser))
        assert messages[-1] | {"ack": 8, "state": "paused", "message": "No."} == messages[-1]
        assert fake.commands[-1] == (MINE, "pause", None)
        assert silent(browser)


def test_a_change_of_state_or_position_is_told(port: Any, fake: Any) -> None:
    with look(port) as browser:
        greeted(browser)
        fake.jobs[MINE].set_state("diverged", "Too fast.", {"label": "Slower", "rate": 0.1})
        message = received(browser)
        assert (message["state"], message["message"]) == ("diverged", "Too fast.")
        assert message["fix"] == {"label": "Slower", "rate": 0.1}
        fake.jobs[MINE].set_position(3)
        assert received(browser)["queue"] == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"drawn"',
        '{"op": 1}',
        '{"op": ["play"]}',
        '{"op": "park"}',
        '{"op": "full"}',
        '{"op": "__class__"}',
        "[" * 4000,
        '{"op": null, "id": {}}',
    ],
)
def test_garbage_is_ignored(port: Any, fake: Any, text: str) -> None:
    with look(port) as browser:
        greeted(browser)
        browser.send(text)
        say(browser, op="step", id="still here")
        until(lambda: fake.commands)
        assert fake.commands == [(MINE, "step", None)]
        fake.replies[0].set_result({"ok": True, "state": "paused"})
        assert received(browser)["ack"] == "still here"


@pytest.mark.parametrize("message", ["x" * 5000, b"\x00" * 10])
def test_a_message_that_no_browser_of_ours_sends_ends_the_connection(
    port: Any, fake: Any, message: str | bytes
) -> None:
    with look(port) as browser:
        greeted(browser)
        browser.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            browser.recv(timeout=5)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == live.TOO_BIG
    until(lambda: not fake.jobs[MINE].subscriptions)


def test_a_flood_of_commands_is_cut(port: Any, fake: Any) -> None:
    with look(port) as browser:
        greeted(browser)
        for i in range(500):
            say(browser, op="step", id=i)
        time.sleep(0.3)
        assert len(fake.commands) == live.OPEN_COMMANDS


def test_a_command_that_was_answered_makes_room_for_another(port: Any, fake: Any) -> None:
    with look(port) as browser:
        greeted(browser)
        for i in range(3 * live.OPEN_COMMANDS):
            say(browser, op="step", id=i)
            until(lambda i=i: len(fake.replies) > i)
            fake.replies[i].set_result({"ok": True, "state": "paused"})
            assert received(browser)["ack"] == i


def test_a_value_that_no_browser_of_ours_sends_is_refused_in_a_sentence(
    port: Any, fake: Any
) -> None:
    with look(port) as browser:
        greeted(browser)
        browser.send('{"op": "axes", "value": "\\ud800", "id": 1}')
        answer = received(browser)
        assert answer["ack"] == 1 and answer["message"].startswith("Axes are")
        assert not fake.commands


def test_a_number_that_is_not_finite_never_reaches_the_browser(port: Any, fake: Any) -> None:
    with look(port) as browser:
        greeted(browser)
        say(browser, op="probe", value={"sample": 1}, id=1)
        until(lambda: fake.replies)
        probe = {"x": [1.0, float("nan")], "z": float("inf")}
        fake.replies[0].set_result({"ok": True, "state": "running", "probe": probe})
        assert received(browser)["probe"] == {"x": [1.0, None], "z": None}


def test_two_browsers_see_each_their_own_run(port: Any, fake: Any) -> None:
    with look(port) as mine, look(port, OTHER) as other:
        assert greeted(mine) == f"full frame of {MINE}".encode()
        assert greeted(other) == f"full frame of {OTHER}".encode()
        fake.jobs[OTHER].deliver(b"secret", full=True)
        say(other, op="drawn")
        assert received(other) == b"secret"
        assert silent(mine)


def test_a_browser_that_leaves_is_forgotten(port: Any, fake: Any) -> None:
    with look(port) as browser:
        greeted(browser)
        assert fake.jobs[MINE].viewers == 1
    until(lambda: fake.jobs[MINE].viewers == 0)


def get(port: Any, path: Any, **headers: Any) -> Any:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_scripts_are_kept_for_good_and_stay_in_their_folder(port: Any) -> None:
    status, headers, body = get(port, f"{scripts.PATH}/app/live.js")
    assert status == 200 and "immutable" in headers["cache-control"] and body
    assert get(port, f"{scripts.PATH}/../live.py")[0] == 404
    assert get(port, f"{scripts.PATH}/%2e%2e/live.py")[0] == 404
    assert get(port, "/lab-js/app/live.js")[0] == 404


def test_the_library_of_figures_comes_with_its_python_package_and_is_sent_packed(
    port: Any,
) -> None:
    status, headers, body = get(port, charts.LIBRARY)
    assert status == 200 and "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "gzip" and len(body) < 2_000_000
    assert gzip.decompress(body) == charts.FILE.read_bytes()


def test_the_loader_asks_for_the_scripts_by_their_present_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: dict[str, Any] = {}
    monkeypatch.setattr(
        "streamlit.components.v2.component", lambda name, **options: made | options
    )
    script = scripts.component("components/pad/pad", "pad", "The drawing pad")["js"]
    assert f"{scripts.PATH}/components/pad/pad.js" in script and "/lab-js/app/live" not in script
    assert '".pad, .lab-missing"' in script and "The drawing pad could not be loaded." in script


def test_every_style_sheet_is_named_by_a_script_and_lies_there() -> None:
    files = {name: path.read_text() for name, path in scripts.FILES.items()}
    code = "".join(text for name, text in files.items() if name.endswith(".js"))
    lists = re.findall(r"(?:sheets\(|STYLES = \[)([^)\]]+)", code)
    named = {f"{name}.css" for names in lists for name in re.findall(r'"([\w/]+)"', names)}
    assert named == {name for name in files if name.endswith(".css")}
    assert set(scripts.SELDOM) < named


def test_the_chunks_that_streamlit_fetches_last_are_found() -> None:
    late = scripts.late()
    assert any("BidiComponent" in name for name in late) and len(late) < 20
