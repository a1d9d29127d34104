"""Stop reaches a run whose data are still being made: long work is left where it looks."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aelab import interrupts
from aelab.cluster import worker
from aelab.interrupts import Interrupted
from aelab.jets import files, images
from aelab.registry import DATASETS
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import Channel, Reply
from aelab.runs.protocol import Op, State, command_name
from aelab.spec import Spec
from aelab.theory.pca import principal

pytestmark = pytest.mark.slow


def test_nobody_is_interrupted_who_has_not_said_when() -> None:
    asked = []

    def ask() -> Any:
        asked.append("here")
        return False

    interrupts.check()
    with interrupts.when(ask):
        interrupts.check()
    interrupts.check()
    assert asked == ["here"]


def test_work_is_left_once_that_is_asked_for_and_only_in_the_block() -> None:
    asked: list[str] = []
    with interrupts.when(lambda: bool(asked)):
        interrupts.check()
        asked.append("stop")
        with interrupts.when(lambda: False):
            interrupts.check()
        with pytest.raises(Interrupted):
            interrupts.check()
    interrupts.check()


@pytest.mark.parametrize(("op", "leaves"), [("stop", True), ("suspend", True), ("axes", False)])
def test_stop_and_suspend_are_seen_before_they_are_taken(op: str, leaves: bool) -> None:
    channel = Channel()
    assert not channel.leaving()
    channel.send(Op.RATE, 0.1)
    channel.send(command_name(op))
    assert channel.leaving() is leaves
    channel.take()
    assert not channel.leaving()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("title", list(DATASETS))
def test_no_data_are_made_to_the_end_for_nobody(home: Any, title: str) -> None:
    """They are left, nothing half is first, and the next one who asks gets them."""
    looks = []

    def look() -> Any:
        looks.append(0)
        return False

    with interrupts.when(look):
        whole = DATASETS[title]()
    assert len(looks) >= len(list(home.glob("prepared/*/*.npy"))) == 4
    first = whole.train[:5].copy()
    for folder in home.glob("prepared/*"):
        folder.rename(home / f"away-{folder.name}")
    for seen in (0, len(looks) // 2, len(looks) - 1):
        left = iter([False] * seen)
        with pytest.raises(Interrupted), interrupts.when(partial(next, left, True)):
            DATASETS[title]()
        assert not list(home.glob("prepared/*"))
    assert np.array_equal(DATASETS[title]().train[:5], first)


@pytest.mark.parametrize(
    "make",
    [
        lambda: images.images(files.shipped("qcd")),
        lambda: principal(np.ones((9, 2))),
    ],
)
def test_what_is_computed_block_by_block_looks_each_time(make: Callable[..., Any]) -> None:
    with pytest.raises(Interrupted), interrupts.when(lambda: True):
        make()


class Place:
    """A Dask worker, which tells nobody, and whose run is stopped as soon as it is taken."""

    address = "tcp://here"

    def __init__(self) -> None:
        self.reported: list[str] = []
        self.reply: Future[Reply] = Future()

    def log_event(self, topic: Any, content: Any) -> None:
        self.reported.append(content["event"])
        if content["event"] == "taken":
            (channel,) = worker.CHANNELS.values()
            self.reply = channel.send(Op.STOP)


def test_a_run_that_is_stopped_before_it_begins_is_left_as_it_was(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place()
    monkeypatch.setattr(worker, "get_worker", lambda: place)
    monkeypatch.setattr(worker, "CHANNELS", {})
    monkeypatch.setattr(worker, "_ready", lambda: None)
    monkeypatch.setattr(worker, "_yield_to_others", lambda: None)
    spec = Spec(dataset="two-moons", model="pca").to_json()
    attempt = Attempt(number=2, carried=b"c")
    ending = worker.execute("a" * 22, spec, attempt)
    assert ending == Ending(State.PAUSED, carried=b"c", begun=False)
    assert place.reported == ["taken"] and not worker.CHANNELS
    assert place.reply.result(0)["state"] == "gone"
    assert not list(home.glob("prepared/*"))
