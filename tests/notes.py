"""A cluster that only takes notes, and the script of the app as a test opens it."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue
from aelab.cluster.subscription import Subscription
from aelab.params import InputError
from aelab.runs.channel import Reply
from aelab.runs.protocol import State
from aelab.spec import Spec
from aelab.web import link, live

SCRIPT = Path(__file__).resolve().parents[1] / "aelab" / "web" / "main.py"


@dataclass
class Record:
    """A run: `aelab.cluster.interface.RunRecord`."""

    spec: Spec
    owner: str
    state: State = State.RUNNING
    viewers: int = 1
    frame: bytes = b""
    visitor: str = ""
    shown: bool = True
    attempt: int = 0

    def picture(self) -> bytes:
        """Return its last frame."""
        return self.frame


@dataclass
class Notes:
    """A cluster that takes notes instead of training: `aelab.cluster.interface.RunCluster`."""

    runs: dict[str, Record] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    full: bool = False
    made: bool = True
    asked: int = 0
    problem: str = ""
    ready: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""

    def submit(
        self, spec: Spec, owner: str, *, shown: bool = True, pace: int = 0, visitor: str = ""
    ) -> str:
        """Note a run."""
        if self.full:
            raise InputError("You have two runs already: stop one.")
        visitor = visitor or owner
        unseen = [r for r in self.runs.values() if r.state is State.RUNNING and not r.shown]
        if not shown and visitor in {record.visitor for record in unseen}:
            raise InputError("One run of yours is on the stage, and one goes on beside it.")
        run = f"run-{len(self.runs)}"
        self.runs[run] = Record(spec, owner, visitor=visitor, shown=shown)
        return run

    def find(self, run: str) -> Record | None:
        """Return what was noted."""
        return self.runs.get(run)

    def stop(self, run: str) -> None:
        """Note that a run was stopped."""
        self.stopped.append(run)
        self.runs[run].state = State.STOPPED

    def command(self, run: str, op: str, value: Any = None) -> "Future[Reply]":
        """Answer that the command is in force."""
        done: Future[Reply] = Future()
        done.set_result({"ok": True, "state": State.RUNNING})
        return done

    def watch(self, run: str, wake: Callable[[], None], visitor: str = "") -> Subscription | None:
        """Show no run."""
        return None

    def request_frame(self, subscription: Subscription) -> None:
        """Have no frame."""

    def unwatch(self, subscription: Subscription) -> None:
        """Do nothing."""

    def catalogue_ready(self) -> bool:
        """Return whether the catalogue may be read."""
        return self.made

    def make_catalogue(self) -> None:
        """Note that the catalogue was asked for."""
        self.asked += 1

    @property
    def last(self) -> Spec:
        """The Spec submitted last."""
        return list(self.runs.values())[-1].spec


def opened(**query: str) -> AppTest:
    """Open the app with these query parameters."""
    page = AppTest.from_file(str(SCRIPT), default_timeout=20)
    for name, value in query.items():
        page.query_params[name.replace("data_", "data.")] = value
    return page.run()


def query(page: AppTest) -> dict[str, str]:
    """Return the query parameters that the page wrote."""
    return {k: v[0] if isinstance(v, list) else v for k, v in page.query_params.items()}


def shown(page: AppTest) -> dict[str, Any]:
    """Return what the picture was told."""
    return dict(page.session_state["shown"])


def figures(page: AppTest) -> list[str]:
    """Return what each finished figure of a page was told, as JSON."""
    parts = page.get("bidi_component")
    return [part.proto.json for part in parts if part.proto.component_name == "aelab_figure"]


def chosen(spec: Spec) -> link.Chosen:
    """Return what was chosen for a Spec, defaults left out, so that equal runs are equal."""
    entries = catalogue.read()
    assert entries is not None
    return link.of(spec, entries)


@pytest.fixture(scope="module")
def made() -> None:
    """Make the real catalogue, once."""
    catalogue.make()


@pytest.fixture
def cluster(made: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Notes:
    """Put the notes in the cluster's place, and no shipped run."""
    monkeypatch.setattr("aelab.presets.preset.SHIPPED", tmp_path)
    notes = Notes()
    live.use(notes)
    return notes


@pytest.fixture
def notes(made: None, monkeypatch: pytest.MonkeyPatch) -> Notes:
    """Put the notes in the cluster's place; frames are those shipped, none is on disk."""
    monkeypatch.setattr("aelab.web.pictures.last_frame", lambda run: b"")
    cluster = Notes()
    live.use(cluster)
    return cluster


class SessionState(dict[str, Any]):
    """A session's state outside a script run."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


@pytest.fixture
def session_state(made: None, monkeypatch: pytest.MonkeyPatch) -> SessionState:
    entries = catalogue.read()
    assert entries is not None
    state = SessionState(chosen=link.bare("mnist", "autoencoder"), note="", asked=False)
    monkeypatch.setattr("streamlit.session_state", state)
    return state
