"""The queue: runs wait here, first in, first out, for a slot; each worker is a slot.

A visitor trains one run at a time while others have runs, too. A visitor who is alone may use idle
slots for a second run, which is suspended as soon as somebody else waits.
"""

import os
import time
from collections import Counter
from collections.abc import Collection

from aelab.cluster.interface import Backend
from aelab.cluster.job import Job
from aelab.cluster.transitions import Phase
from aelab.params import InputError
from aelab.runs.channel import Command
from aelab.runs.protocol import ENDED, Op, State

EACH = "AELAB_RUNS_EACH"
RUNNING_EACH, QUEUED_EACH = 1, 1  # training and waiting runs of a visitor among others
RUNNING_SECONDS = 60.0  # after which a run is suspended if others wait
YOURS = "It begins when your other run has ended: others train here, too."
OTHERS = "Others were waiting, so this run was set aside: press Play to go on from here."


def runs_each() -> tuple[int, int]:
    """Return how many runs a visitor may have training and waiting: ``AELAB_RUNS_EACH``.

    Raises:
        InputError: If the setting does not read like ``1+1``.

    """
    given = os.environ.get(EACH, "").strip()
    if not given:
        return RUNNING_EACH, QUEUED_EACH
    parts = given.split("+")
    if len(parts) != 2 or not all(p.isascii() and p.isdigit() and len(p) < 5 for p in parts):
        raise InputError(f"{EACH} is {given[:20]}; give two numbers such as 1+1.")
    return max(1, int(parts[0])), int(parts[1])


class Queue:
    """Gives slots to runs in order; whoever calls it holds the lock on the runs.

    Attributes:
        slots: How many runs may be on workers at once.
        closed: Whether no run gets a slot any more.
        patience: Seconds after which a run is suspended if others wait.

    """

    def __init__(self, jobs: Collection[Job], backend: Backend) -> None:
        """Queue some of ``jobs``, a view of all runs, and launch them on ``backend``."""
        self.slots = 0
        self.closed = False
        self.patience = RUNNING_SECONDS
        self._jobs, self._backend = jobs, backend
        self._running, self._queued = runs_each()
        self._waiting: list[Job] = []
        self._served: dict[str, float] = {}  # by visitor, when they last had a slot

    def refusal(self, job: Job, replaced: Collection[Job] = ()) -> str:
        """Return why a run may not be queued, in a sentence; empty if it may.

        Runs that are ``replaced`` do not count, nor those that have been told to stop.
        """
        if self._queued_already(job):
            return ""
        others = [j for j in (*self._busy(), *self._waiting) if j is not job and not j.stopping]
        mine = [j for j in others if j.visitor == job.visitor and not j.end and j not in replaced]
        most = self._running + self._queued
        if len(mine) < most:
            return ""
        runs = "one run" if most == 1 else f"{most} runs"
        return (
            f"You have {runs} training or waiting already, maybe in other tabs: stop one first, "
            f"or raise {EACH} on a machine of your own."
        )

    def add(self, job: Job, begin: State) -> None:
        """Queue a run to begin in a state; one that has ended stays in its final state."""
        job.begin = begin
        job.end = begin if begin in ENDED else None
        if not self._queued_already(job):
            job.wait()
            self._waiting.append(job)
        if not job.end:
            job.set_state(State.QUEUED)
        self.advance()

    def remove(self, job: Job) -> None:
        """Take a run out of the queue, if it is there."""
        if job in self._waiting:
            self._waiting.remove(job)
            job.set_position(0)
        self.advance()

    def advance(self) -> None:
        """Give free slots to waiting runs; suspend runs if none is free."""
        self._note_served()
        while not self.closed and len(self._busy()) < self.slots and (job := self._next()):
            self._waiting.remove(job)
            job.launch()
            self._backend.launch(job.place, job.spec, job.next_attempt)
        self._make_room()
        self._count()

    def suspend(self, job: Job, reason: str = "") -> None:
        """Tell a live run to write a checkpoint and leave its worker; the reason is shown."""
        if not job.suspending:
            job.suspending, job.leaving_since, job.reason = True, time.monotonic(), reason
            self._backend.send(job.place, Command(Op.SUSPEND))

    def _queued_already(self, job: Job) -> bool:
        return job.phase is Phase.WAITING and job in self._waiting

    def _busy(self) -> list[Job]:
        """Return the runs that have a slot."""
        return [job for job in self._jobs if job.has_slot]

    def _next(self) -> Job | None:
        """Return the run that gets the next slot.

        That is the first whose visitor may train another run; visitors who had a slot a moment
        ago come later. If all runs are of one visitor, it is simply the first.
        """
        now = time.monotonic()
        fair = self._fair()
        recent = [
            j for j in fair if now - self._served.get(j.visitor, -self.patience) < self.patience
        ]
        first = [j for j in fair if j not in recent]
        return next(iter(first or recent or (self._waiting if self._alone() else ())), None)

    def _alone(self) -> bool:
        """Return whether all runs that train or wait are of one visitor."""
        runs = (*self._busy(), *self._waiting)
        return len({job.visitor for job in runs if not job.end}) < 2

    def _note_served(self) -> None:
        """Note which visitors have a slot; forget those who had none for long."""
        now = time.monotonic()
        self._served = {v: t for v, t in self._served.items() if now - t < self.patience}
        self._served |= {job.visitor: now for job in self._busy()}

    def _fair(self) -> list[Job]:
        """Return the waiting runs whose visitor may train another run.

        Runs that have ended and are shown again need a worker for a moment; they are counted
        separately.
        """
        training = Counter((job.visitor, bool(job.end)) for job in self._busy())
        return [j for j in self._waiting if training[j.visitor, bool(j.end)] < self._running]

    def _make_room(self) -> None:
        """Suspend as many runs as others wait, those that are leaving already included.

        Paused runs go first, then runs of a visitor beyond the number that each may have, then
        runs that have had their slot for long. A paused run also makes room for another run of
        the same visitor.
        """
        busy = self._busy()
        fair = self._fair()
        own = {job.visitor for job in self._waiting} - {job.visitor for job in fair}
        wanted = len(fair) - max(0, self.slots - len(busy)) - sum(j.suspending for j in busy)
        for job in self._yielding(busy):
            paused = job.state is State.PAUSED
            if job.suspending or not (wanted > 0 or (paused and job.visitor in own)):
                continue
            self.suspend(job, "" if paused else OTHERS)
            wanted -= 1

    def _yielding(self, busy: list[Job]) -> list[Job]:
        """Return the live runs that may be suspended for others, in that order."""
        live = [job for job in busy if job.phase is Phase.LIVE and not job.end]
        paused = [job for job in live if job.state is State.PAUSED]
        going = sorted((j for j in live if j not in paused), key=lambda j: j.launched)
        count: Counter[str] = Counter(job.visitor for job in paused)
        beyond, long = [], []
        now = time.monotonic()
        for job in going:
            count[job.visitor] += 1
            if count[job.visitor] > self._running:
                beyond.append(job)
            elif now - job.launched > self.patience:
                long.append(job)
        return paused + beyond[::-1] + long

    def _count(self) -> None:
        """Tell each run its position, and whether it waits for another run of its visitor."""
        fair, alone = self._fair(), self._alone()
        for position, job in enumerate(self._waiting, 1):
            job.set_position(0 if job.end else position)
            waits = not (job.end or alone or job in fair)
            if job.message in ("", YOURS) and job.state is State.QUEUED:
                job.set_state(State.QUEUED, YOURS if waits else "")
        for job in self._jobs:
            if job.phase is not Phase.WAITING:
                job.set_position(0)
