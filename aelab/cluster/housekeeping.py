"""What is done every half second: grace times, long pauses, workers that do not obey, old runs.

Whoever calls these methods holds the lock on the runs.
"""

import os
import time

from aelab.cluster.actions import Actions
from aelab.cluster.job import Job
from aelab.cluster.lifecycle import Lifecycle
from aelab.cluster.queue import Queue
from aelab.cluster.transitions import Phase
from aelab.runs import checkpoints
from aelab.runs.channel import Command
from aelab.runs.protocol import Op, State

GRACE_SECONDS = 60.0  # a run that no page shows goes on for so long
PAUSE_SECONDS = 30.0  # a paused run keeps its slot for so long, if no other run waits for it
STOP_SECONDS = 3.0  # a run that takes longer to stop loses its worker
SUSPEND_SECONDS = 15.0  # a run that takes longer to suspend resumes from its last checkpoint
REMEMBERED_SECONDS = 3600.0  # runs that are over are remembered for so long
REMEMBERED_RUNS = 200  # at most
PRUNE_SECONDS = 10.0  # between two measurements of the files of all runs
UNSEEN = "Stopped: nobody was looking."


class Housekeeping:
    """Stops, suspends and forgets runs when their time has come.

    ``grace`` and ``pause`` are in seconds.
    """

    def __init__(
        self, jobs: dict[str, Job], queue: Queue, lifecycle: Lifecycle, actions: Actions
    ) -> None:
        """Watch over ``jobs``.

        Args:
            jobs: All runs by id; those that are forgotten are deleted from it.
            queue: Gives them slots.
            lifecycle: Suspends and ends runs.
            actions: Carries out the commands that were postponed.

        """
        self.grace, self.pause = grace_seconds(), PAUSE_SECONDS
        self._jobs, self._queue = jobs, queue
        self._lifecycle, self._actions = lifecycle, actions
        self._pruned = 0.0  # when

    def tidy(self) -> None:
        """Check all runs."""
        for job in tuple(self._jobs.values()):
            self._check(job)
        self._forget()
        self._prune()

    def _check(self, job: Job) -> None:
        now = time.monotonic()
        limit = STOP_SECONDS if job.stopping else SUSPEND_SECONDS
        if job.leaving_since and now - job.leaving_since > limit:
            self._force(job)
        paused = job.phase is Phase.LIVE and job.state is State.PAUSED
        if paused and now - job.state_since > self.pause:
            self._queue.suspend(job)
        if job.unseen and now - job.unwatched_since > self.grace and not job.suspending:
            job.unwatched_since = now
            self._actions.obey(job, Command(Op.STOP, UNSEEN))

    def _force(self, job: Job) -> None:
        """Free the slot of a run that has not obeyed in time."""
        if job.stopping:
            return self._lifecycle.give_up(job)
        self._lifecycle.withdraw(job)
        commands = job.take_pending()
        self._lifecycle.suspend(job)
        for command in commands:
            self._actions.obey(job, command)
        self._queue.advance()

    def _forget(self) -> None:
        """Forget runs that have been over or suspended for long, or are too many."""
        now = time.monotonic()
        rest = (Phase.OVER, Phase.SUSPENDED)
        over = [j for j in self._jobs.values() if j.phase in rest and not j.subscriptions]
        over.sort(key=lambda j: j.state_since)
        for i, job in enumerate(over):
            age = now - max(job.state_since, job.unwatched_since)
            if len(over) - i > REMEMBERED_RUNS or age > REMEMBERED_SECONDS:
                del self._jobs[job.id]
                checkpoints.drop(job.id)

    def _prune(self) -> None:
        """Delete files of old runs where the files of all runs take too much."""
        now = time.monotonic()
        if now - self._pruned > PRUNE_SECONDS:
            self._pruned = now
            active = {
                j.id for j in self._jobs.values() if j.phase is not Phase.OVER or j.subscriptions
            }
            checkpoints.prune(spared=active)


def grace_seconds() -> float:
    """Return the grace time from the environment, or the usual one."""
    try:
        return max(0.0, float(os.environ.get("AELAB_GRACE", GRACE_SECONDS)))
    except ValueError:
        return GRACE_SECONDS
