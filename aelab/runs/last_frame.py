"""The last frame of a run on disk, shown while the run is on no worker."""

import struct

from aelab import frames
from aelab.home import write
from aelab.runs import checkpoints


def last_frame(run: str) -> bytes:
    """Return the last frame that a run stored, empty if there is none that can be read."""
    try:
        frame = (checkpoints.folder(run) / checkpoints.LAST_FRAME).read_bytes()
        frames.unpack(frame)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return b""
    return frame


def store(run: str, frame: bytes) -> None:
    """Write the last frame of a run, unless it is stored already.

    Raises:
        OSError: If it cannot be written.

    """
    if last_frame(run) != frame:
        write(checkpoints.folder(run) / checkpoints.LAST_FRAME, frame)
