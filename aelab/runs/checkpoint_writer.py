"""Writes the checkpoints of a run in a thread; an error does not end the run."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from numpy.typing import NDArray

from aelab.home import reason, write
from aelab.runs import checkpoints

log = logging.getLogger(__name__)


class CheckpointWriter:
    """Writes checkpoints of a run without delaying it.

    ``problem`` is why the last one could not be written, as the beginning of a sentence; it is
    empty if it was written, and None before the first one.
    """

    def __init__(self, run: str) -> None:
        """Prepare to write those of ``run``; `InputError` if the limit is no number."""
        checkpoints.limit()
        self.problem: str | None = None
        self._run = run
        self._frame = checkpoints.folder(run) / checkpoints.LAST_FRAME
        self._writing: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether the last checkpoint is still being written."""
        return self._writing is not None and self._writing.is_alive()

    def put(
        self,
        arrays: Mapping[str, NDArray[Any]],
        notes: Mapping[str, Any],
        picture: Callable[[], bytes] | None = None,
    ) -> None:
        """Write a checkpoint in a thread; the caller must not change the arrays any more.

        Args:
            arrays: Weights, optimiser, generators and history.
            notes: All other state, as plain data.
            picture: Makes the frame that is shown while the run is on no worker, if there is one.

        """
        self.wait()
        work = threading.Thread(target=self._put, args=(arrays, notes, picture), daemon=True)
        self._writing = work
        work.start()

    def wait(self) -> None:
        """Wait until the last checkpoint is on disk."""
        if self._writing is not None:
            self._writing.join()

    def show(self, frame: bytes) -> None:
        """Write the frame that is shown while the run is on no worker."""
        try:
            write(self._frame, frame)
        except OSError as error:
            self._fail(reason(error), error)

    def _put(
        self,
        arrays: Mapping[str, NDArray[Any]],
        notes: Mapping[str, Any],
        picture: Callable[[], bytes] | None,
    ) -> None:
        try:
            checkpoints.save(self._run, arrays, notes)
            if picture:
                write(self._frame, picture())
        except OSError as error:
            self._fail(reason(error), error)
        except Exception as error:  # the training continues
            self._fail("The checkpoint cannot be written", error)
        else:
            self.problem = ""

    def _fail(self, problem: str, error: Exception) -> None:
        if problem != self.problem:  # log it once, not every two seconds
            log.error("Run %s is not stored: %r", self._run, error)
        self.problem = problem
