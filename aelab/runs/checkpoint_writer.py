"""Keeps the checkpoints of a run while it trains; what cannot be written ends nothing."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from numpy.typing import NDArray

from aelab.home import why, write
from aelab.runs import checkpoints

log = logging.getLogger(__name__)


class Keeper:
    """Keeps checkpoints of a run without holding it up: files take long on a busy disk.

    ``problem`` says what kept the last one from being written, as the beginning of a sentence;
    it is empty if the last one was written, and None before the first one.
    """

    def __init__(self, run: str) -> None:
        """Make ready to keep those of ``run``."""
        checkpoints.limit()  # is checked now
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
        """Write a checkpoint beside the caller, who must not change the arrays any more.

        ``picture`` makes the frame to be shown of the run, if there is one.
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
        """Write the picture that is shown of the run when it is on no worker."""
        try:
            write(self._frame, frame)
        except OSError as error:
            self._fail(why(error), error)

    def _put(
        self,
        arrays: Mapping[str, NDArray[Any]],
        notes: Mapping[str, Any],
        picture: Callable[[], bytes] | None,
    ) -> None:
        try:
            checkpoints.keep(self._run, arrays, notes)
            if picture:
                write(self._frame, picture())
        except OSError as error:
            self._fail(why(error), error)
        except Exception as error:  # whatever it is, the training goes on
            self._fail("The checkpoint cannot be written", error)
        else:
            self.problem = ""

    def _fail(self, problem: str, error: Exception) -> None:
        if problem != self.problem:  # once, not every two seconds
            log.error("Run %s is not kept: %r", self._run, error)
        self.problem = problem
