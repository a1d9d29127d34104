"""The last picture of a run: of one that goes on, of one that has ended, or as it was shipped."""

import gzip

from aelab import frames
from aelab.frames import Picture
from aelab.once import once
from aelab.presets import Preset
from aelab.runs.last_frame import last_frame
from aelab.web import live


def shipped(demo: Preset) -> Picture | None:
    """Return the last picture of the run of a demo that comes with the lab, if there is one."""
    return _read(str(demo.file)) if demo.shipped else None


@once(8)
def _read(path: str) -> Picture:
    with gzip.open(path) as file:
        return frames.picture(file.read())


def current(run: str) -> Picture | None:
    """Return the newest picture of a run, None if there is no such run or no picture of it."""
    record = live.cluster().find(run)
    if record is None:
        return None
    frame = record.picture() if record.frame else last_frame(run)
    return frames.picture(frame) if frame else None


def final(run: str) -> bytes:
    """Return the last frame of a run that has ended, b"" if there is none."""
    record = live.cluster().find(run)
    return (record.frame if record is not None else b"") or last_frame(run)
