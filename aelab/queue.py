"""The queue: runs wait here, first in, first out, for a slot; each worker is one."""

from collections.abc import Collection

from aelab.channel import Command
from aelab.dispatch import Dispatch
from aelab.job import ENDED, Job, Phase


class Queue:
    """Gives slots to runs in turn; whoever calls it holds the lock on the runs.

    ``slots`` is how many runs may be on workers at once; no run gets one any more once ``closed``.
    """

    def __init__(self, jobs: Collection[Job], dispatch: Dispatch) -> None:
        """Queue some of ``jobs``, a view of all that are known, and launch them in turn."""
        self.slots = 0
        self.closed = False
        self._jobs, self._dispatch = jobs, dispatch
        self._waiting: list[Job] = []

    def add(self, job: Job, begin: str) -> None:
        """Queue a run; one that has ended keeps its state while it is looked at again."""
        job.begin = begin
        job.end = begin if begin in ENDED else ""
        if job.phase is not Phase.WAITING or job not in self._waiting:
            job.phase = Phase.WAITING
            self._waiting.append(job)
        if not job.end:
            job.tell("queued")
        self.advance()

    def remove(self, job: Job) -> None:
        """Take a run out of the queue, if it is there."""
        if job in self._waiting:
            self._waiting.remove(job)
            job.move(0)
        self.advance()

    def advance(self) -> None:
        """Give free slots to the first in the queue; take them from the paused if none is free."""
        busy = [j for j in self._jobs if j.phase in (Phase.STARTING, Phase.LIVE)]
        free = self.slots - len(busy)
        while self._waiting and free > 0 and not self.closed:
            job, free = self._waiting.pop(0), free - 1
            job.phase, job.turn = Phase.STARTING, job.turn + 1
            self._dispatch.launch(job)
        self._make_room(busy)
        self._count()

    def park(self, job: Job) -> None:
        """Take its slot from a live run; it keeps a checkpoint and is set aside."""
        if not job.parking:
            job.parking = True
            self._dispatch.tell(job, Command("park"))

    def _make_room(self, busy: list[Job]) -> None:
        """Park as many paused runs as others wait, those that are leaving already included."""
        paused = [j for j in busy if j.state == "paused" and j.phase is Phase.LIVE]
        wanting = len(self._waiting) - sum(j.parking for j in busy)
        for job in [j for j in paused if not j.parking][: max(wanting, 0)]:
            self.park(job)

    def _count(self) -> None:
        """Let each run know its position."""
        for position, job in enumerate(self._waiting, 1):
            job.move(0 if job.end else position)
        for job in self._jobs:
            if job.phase is not Phase.WAITING:
                job.move(0)
