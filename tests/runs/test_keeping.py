"""A run and the disk: no failure ends it, it says what is not kept, and it leaves its picture."""

import errno
import os
import shutil
import time
from typing import Any

import pytest
import torch

from aelab import frames
from aelab.runs import checkpoints
from aelab.runs.attempt import Attempt
from aelab.runs.channel import Channel
from aelab.runs.protocol import State
from aelab.runs.run import AGAIN, NOTHING, Run
from tests.runs.test_runs import Going, home, moons

torch.set_num_threads(1)
__all__ = ["home"]  # a fixture
RUN = "run-of-a-test"
FULL = "The disk is full: the run goes on, but nothing of it is kept."


def lasting() -> Any:
    """Return a run that does not end by itself during a test."""
    return Going(moons(epochs=1000), Attempt(pace=200))


class Disk:
    """A disk that can be full."""

    def __init__(self, monkeypatch: Any) -> None:
        self.number = 0
        self.fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self.sync)

    def sync(self, number: Any) -> None:
        if self.number:
            raise OSError(self.number, os.strerror(self.number))
        self.fsync(number)


@pytest.fixture
def disk(home: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    Run(moons(), Channel(), "run-before-it")  # prepares the data
    return Disk(monkeypatch)


def soon(holds: Any) -> None:
    """Wait until something holds, for as long as a checkpoint may take and a bit."""
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def kept_index() -> Any:
    return (checkpoints.stored_notes(RUN) or {}).get("index", -1)


@pytest.mark.slow
@pytest.mark.parametrize("paused", [False, True])
def test_a_full_disk_is_said_while_it_is_full_and_the_run_goes_on(disk: Any, paused: bool) -> None:
    going = lasting()
    going.frame()
    disk.number = errno.ENOSPC
    if paused:
        going.ask("pause")
    else:
        going.ask("rate", 0.002)
    header = going.until(lambda h: h["caution"])
    assert header["caution"] == FULL and header["state"] == ("paused" if paused else "running")
    disk.number = 0
    assert going.until(lambda h: not h["caution"])["index"] >= header["index"]
    assert kept_index() >= 0
    going.ask("stop")
    assert going.end().message == ""


def test_a_run_ends_well_in_a_home_that_cannot_be_written(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "in the way"
    file.write_text("")
    monkeypatch.setenv("AELAB_HOME", str(file))
    going = Going(moons(epochs=3))
    ending = going.end()
    assert (ending.state, ending.index) == ("finished", 24)
    sentence = "The lab's folder cannot be written: nothing of this run is kept."
    assert ending.message == frames.unpack(ending.frame)[0]["message"] == sentence
    assert not ending.carried


def test_data_that_are_in_memory_are_said_before_the_first_checkpoint(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aelab.runs.run.SAVE_SECONDS", 60.0)
    disk = Disk(monkeypatch)
    disk.number = errno.ENOSPC
    going = lasting()
    header, _ = going.frame()
    assert header["caution"] == "The disk is full: the samples are in memory for this run alone."
    going.ask("stop")
    going.end()


def test_a_run_that_gives_its_slot_back_on_a_full_disk_takes_its_checkpoint_along(
    disk: Any,
) -> None:
    going = Going(moons(epochs=1000))
    going.frame()
    at = going.ask("pause")["index"]
    disk.number = errno.ENOSPC
    going.ask("suspend")
    ending = going.end()
    assert ending.state == "paused" and ending.carried
    again = Going(
        moons(epochs=1000), Attempt(number=1, begin=State.PAUSED, carried=ending.carried)
    )
    assert again.ask("step")["index"] == at + 1
    disk.number = 0
    again.ask("suspend")
    ending = again.end()
    assert not ending.carried
    third = Going(moons(epochs=1000), Attempt(number=2, begin=State.PAUSED))
    assert third.ask("step")["index"] == at + 2
    third.ask("stop")
    third.end()


def test_a_retried_attempt_goes_on_from_its_own_checkpoint_not_from_what_it_was_given(
    disk: Any,
) -> None:
    going = Going(moons(epochs=1000))
    going.frame()
    going.ask("pause")
    disk.number = errno.ENOSPC
    going.ask("suspend")
    attempt = Attempt(number=1, begin=State.PAUSED, carried=going.end().carried)
    disk.number = 0
    again = Going(moons(epochs=1000), attempt)
    at = again.ask("step")["index"]
    soon(lambda: kept_index() == at)
    assert Run(moons(epochs=1000), Channel(), RUN, attempt).learning.index == at
    again.ask("stop")
    again.end()


def test_what_is_too_much_to_take_along_is_left(
    disk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aelab.runs.run.CARRIED_BYTES", 100)
    disk.number = errno.ENOSPC
    going = Going(moons(epochs=1000))
    going.ask("suspend")
    assert not going.end().carried


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, None], ids=["empty", "garbage", "other"])
def test_a_run_whose_checkpoint_is_broken_begins_again_and_says_so(
    home: Any, content: Any
) -> None:
    Going(moons(epochs=2)).end()
    path = home / "runs" / RUN / checkpoints.FILE
    if content is None:  # a checkpoint, but of other layers
        other = Going(moons(epochs=2, widths=(5,)), run="run-of-another")
        other.end()
        content = (home / "runs" / "run-of-another" / checkpoints.FILE).read_bytes()
    path.write_bytes(content)
    going = lasting()
    header, _ = going.frame()
    assert header["caution"] == AGAIN and header["state"] == "running"
    going.ask("stop")
    assert going.end().index > 0


def test_a_run_of_which_nothing_is_left_shows_no_picture_of_fresh_weights(home: Any) -> None:
    going = Going(moons(), Attempt(number=1, begin=State.FINISHED))
    looked = going.channel.poll(0)
    reply = going.ask("pick", 3)
    assert not reply["ok"] and reply["message"] == NOTHING and reply["state"] == "finished"
    ending = going.end()
    assert (ending.state, ending.message, ending.frame) == ("finished", NOTHING, b"")
    assert looked.result(1) is None and not checkpoints.exists(RUN)


def test_a_run_whose_files_are_deleted_goes_on_and_makes_them_again(home: Any) -> None:
    going = lasting()
    going.frame()
    going.ask("rate", 0.002)
    soon(lambda: kept_index() >= 0)
    for path in home.iterdir():
        shutil.rmtree(path)
    going.ask("rate", 0.003)
    soon(lambda: kept_index() >= 0)
    assert (checkpoints.stored_notes(RUN) or {})["rate"] == 0.003
    going.ask("stop")
    assert going.end().state == "stopped"


# The picture of an interrupted run.


def test_an_interrupted_run_leaves_its_last_picture_as_a_run_that_is_paused(home: Any) -> None:
    going = lasting()
    first, _ = going.frame()
    going.until(lambda h: h["index"] > first["index"] + 50)
    going.ask("rate", 0.002)
    path = home / "runs" / RUN / checkpoints.LAST_FRAME
    soon(path.exists)
    header, parts = frames.unpack(path.read_bytes())
    assert header["full"] and header["state"] == "paused" and header["speed"] == 0
    assert first["index"] < header["index"] <= kept_index()
    names = {part.name.split(".")[0] for part in parts}
    assert {view["name"] for view in header["views"]} == names
    going.ask("stop")
    going.end()
    assert frames.unpack(path.read_bytes())[0]["state"] == "stopped"


def test_a_run_that_was_reset_leaves_no_picture_of_its_former_weights(home: Any) -> None:
    going = lasting()
    going.frame()
    going.ask("pause")
    path = home / "runs" / RUN / checkpoints.LAST_FRAME
    soon(path.exists)
    assert going.ask("reset")["index"] == 0
    going.frame()
    soon(lambda: kept_index() == 0)
    soon(lambda: frames.unpack(path.read_bytes())[0]["index"] == 0)
    going.ask("stop")
    going.end()


def test_no_picture_is_made_for_a_run_that_nobody_has_looked_at(home: Any) -> None:
    going = lasting()
    going.ask("rate", 0.002)
    soon(lambda: kept_index() >= 0)
    assert not (home / "runs" / RUN / checkpoints.LAST_FRAME).exists()
    going.ask("stop")
    going.end()
