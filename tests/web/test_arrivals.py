"""Uploads that wait on the disk for their page: how many, how long, and who lets go of them."""

import io
from typing import Any

import pytest

from aelab.params import InputError
from aelab.web.uploads import arrivals
from aelab.web.uploads.arrivals import Arrivals


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> Any:
    fresh = Arrivals()
    monkeypatch.setattr(arrivals, "ARRIVALS", fresh)
    return fresh


def lay(lying: Any, session: Any, content: Any) -> Any:
    arrival, file = lying.begin(session), io.BytesIO(content)
    lying.grow(arrival, len(content))
    lying.lay(arrival, file)
    return arrival, file


def test_a_token_gives_the_file_once_and_closes_it(lying: Any) -> None:
    arrival, file = lay(lying, "one", b"abc")
    with arrivals.received(arrival.token) as (source, size):
        assert not isinstance(source, bytes) and source.read() == b"abc" and size == 3
    assert file.closed and lying.held == 0
    with pytest.raises(InputError, match="choose the file again"):
        with arrivals.received(arrival.token):
            pass


def test_content_that_is_no_token_is_the_upload_itself(lying: Any) -> None:
    with arrivals.received(b"1,2\n") as (source, size):
        assert (source, size) == (b"1,2\n", 4)


def test_beyond_the_cap_of_the_server_bytes_are_dropped_and_the_page_says_so(
    lying: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "MOST_BYTES", 10)
    lay(lying, "one", b"123456")
    late, file = lay(lying, "two", b"12345")
    assert file.closed and lying.held == 6
    with pytest.raises(InputError, match="as many files as it can"):
        with arrivals.received(late.token):
            pass


def test_what_is_still_arriving_counts(lying: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_BYTES", 10)
    first, second = lying.begin("one"), lying.begin("two")
    assert lying.grow(first, 6) and not lying.grow(second, 6) and lying.held == 6
    lying.drop(first)
    assert lying.held == 0 and lying.grow(lying.begin("three"), 10)


def test_of_a_session_only_the_latest_files_are_held(lying: Any) -> None:
    files = [lay(lying, "one", b"a")[1] for _ in range(arrivals.OF_A_SESSION + 2)]
    other = lay(lying, "two", b"b")[1]
    assert [f.closed for f in files] == [True, True, False, False, False] and not other.closed


def test_only_so_many_files_are_held_at_all(lying: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_FILES", 2)
    files = [lay(lying, str(i), b"a")[1] for i in range(4)]
    assert [f.closed for f in files] == [True, True, False, False]


def test_only_so_many_are_on_their_way(lying: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_ARRIVING", 3)
    assert lying.begin("one") and lying.begin("one") and not lying.begin("one")
    assert lying.begin("two") and not lying.begin("three")


def test_the_files_of_sessions_that_are_gone_are_let_go(lying: Any) -> None:
    gone, here = lay(lying, "gone", b"a")[1], lay(lying, "here", b"b")[1]
    lying.sweep(lambda session: session == "here")
    assert gone.closed and not here.closed
