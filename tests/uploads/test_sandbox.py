"""Uploads are parsed in a process of its own: whatever it does, the page gets one sentence."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from aelab.params import InputError
from aelab.uploads import sandbox, sandbox_child
from tests import readers


def read(told: Any, folder: Any) -> Any:
    return sandbox.read(readers.__name__, told.encode(), folder)


def test_what_a_reader_keeps_is_handed_over(tmp_path: Path) -> None:
    result = read("behave", tmp_path)
    assert result.path.read_bytes() == b"kept" and result.path.parent == tmp_path
    assert (result.token, result.note) == (readers.TOKEN, "well")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("segfault", sandbox.BROKEN),
        ("too long", sandbox.TOO_MUCH),
        ("memory", sandbox.TOO_MUCH),
        ("disk", sandbox.BROKEN),
        ("raise", sandbox.BROKEN),
        ("recurse", sandbox.BROKEN),
        ("leave", sandbox.BROKEN),
        ("exit", sandbox.BROKEN),
        ("no file", sandbox.BROKEN),
        ("a link", sandbox.BROKEN),
        ("no json", sandbox.BROKEN),
        ("a list", sandbox.BROKEN),
        ("deep json", sandbox.BROKEN),
        ("much json", sandbox.BROKEN),
        ("refuse", "Line 3 is bad."),
        ("refuse in signs", "abcd[31m" + "e" * (sandbox.SENTENCE - 13)),
    ],
)
def test_whatever_the_process_does_one_printable_sentence_comes_of_it(
    tmp_path: Path, told: str, sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(told, tmp_path)
    assert str(refused.value) == sentence


def test_a_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL", 1)
    begin = time.monotonic()
    with pytest.raises(InputError, match="too much time"):
        read("hang", tmp_path)
    assert time.monotonic() - begin < 10


def test_what_it_prints_is_not_collected(tmp_path: Path) -> None:
    assert read("flood", tmp_path).note == ""
    assert sandbox._answer(tmp_path).token == readers.TOKEN


def test_an_answer_of_other_types_says_nothing(tmp_path: Path) -> None:
    assert read("numbers", tmp_path)[1:] == ("", "")


def test_the_process_is_limited_in_memory_time_and_disk(tmp_path: Path) -> None:
    assert json.loads(read("limits", tmp_path).note) == sandbox_child.limits(len("limits"))
    assert (
        sandbox_child.limits(0)["RLIMIT_CPU"] == 3 and sandbox_child.limits(0)["RLIMIT_CORE"] == 0
    )
    largest = sandbox_child.limits(20 * 2**20)
    assert largest["RLIMIT_AS"] <= 900 * 2**20 and largest["RLIMIT_CPU"] <= 15


def test_the_process_imports_nothing_that_is_slow(tmp_path: Path) -> None:
    assert read("torch", tmp_path).note == ""


def test_an_open_file_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(b"behave")
    with path.open("rb") as file:
        file.read(3)
        assert sandbox.read(readers.__name__, file, tmp_path).note == "well"


# Many at the same time


def test_of_many_uploads_only_so_many_are_read_at_once_and_all_in_the_end() -> None:
    turns, now, most = sandbox.Slots(2, 30), [], []

    def upload() -> None:
        with turns.take(10):
            now.append(1)
            most.append(len(now))
            time.sleep(0.01)
            now.pop()

    threads = [threading.Thread(target=upload) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 20 and max(most) == 2


def test_who_finds_too_many_waiting_or_waits_too_long_is_told() -> None:
    turns = sandbox.Slots(1, 1)
    with turns.take(0):
        with pytest.raises(InputError, match="Many files are being read"):
            with turns.take(0.01):  # waits, and in vain
                pass
        full = sandbox.Slots(1, 0)
        with full.take(0), pytest.raises(InputError, match="Many files"), full.take(60):
            pass
    with turns.take(0):
        pass


def test_a_turn_is_given_back_after_an_error() -> None:
    turns = sandbox.Slots(1, 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.take(0):
            raise ZeroDivisionError
