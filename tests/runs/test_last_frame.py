"""The last frame of a run on disk."""

from pathlib import Path

import pytest

from aelab import frames
from aelab.runs import checkpoints
from aelab.runs.last_frame import last_frame, store

RUN = "run-0123456789"
FRAME = frames.pack({"state": "paused"}, [])


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the last frame, in a home of its own."""
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return checkpoints.folder(RUN) / checkpoints.LAST_FRAME


def test_a_stored_frame_is_read_again_and_written_only_if_it_is_another(file: Path) -> None:
    assert last_frame(RUN) == b""
    store(RUN, FRAME)
    assert last_frame(RUN) == FRAME
    before = file.stat()
    store(RUN, FRAME)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    store(RUN, other := frames.pack({"state": "finished"}, []))
    assert last_frame(RUN) == other


@pytest.mark.parametrize("content", [b"", b"no frame", FRAME[:12]])
def test_a_file_that_is_no_frame_counts_as_none_and_is_replaced(
    file: Path, content: bytes
) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert last_frame(RUN) == b""
    store(RUN, FRAME)
    assert last_frame(RUN) == FRAME
