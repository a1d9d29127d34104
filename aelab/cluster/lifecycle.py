"""How runs get a slot, are suspended and end, wherever they are.

Whoever calls these methods holds the lock on the runs.
"""

from collections.abc import Collection, Mapping

from aelab.cluster.interface import Backend
from aelab.cluster.job import Job
from aelab.cluster.queue import Queue
from aelab.cluster.transitions import Phase
from aelab.runs.channel import Command, settle
from aelab.runs.protocol import Op, State

CARRIED_BYTES = 32_000_000  # of checkpoints that could not be written, in all
ELSEWHERE = "Set aside, since you began another run: press Play to go on from here."


class Lifecycle:
    """Admits, suspends, withdraws and ends runs."""

    def __init__(self, jobs: Mapping[str, Job], queue: Queue, backend: Backend) -> None:
        """Manage ``jobs``, all runs by id."""
        self._jobs, self._queue, self._backend = jobs, queue, backend

    def refusal(self, job: Job, replaced: Collection[Job] = ()) -> str:
        """Return why a run may not be queued; empty if it may.

        Runs of the same visitor that no page shows any more make room: as many as are needed are
        suspended. Runs that are ``replaced`` do not count.
        """
        unseen = [j for j in self._jobs.values() if j.visitor == job.visitor and j.unseen]
        unseen.sort(key=lambda j: j.unwatched_since)
        leaving = [*replaced]
        if reason := self._queue.refusal(job, [*leaving, *unseen]):
            return reason
        while self._queue.refusal(job, leaving):
            leaving.append(unseen.pop(0))
            self._make_room(leaving[-1])
        return ""

    def _make_room(self, job: Job) -> None:
        """Suspend a run that no page shows, in whatever phase it is."""
        if job.phase is Phase.LIVE:
            return self._queue.suspend(job, ELSEWHERE)
        if job.phase is Phase.STARTING:  # once it is on the worker
            if not any(command.op is Op.SUSPEND for command in job.pending):
                job.pending.append(Command(Op.SUSPEND))
            return
        job.reason = ELSEWHERE
        self.suspend(job)
        self._queue.remove(job)

    def suspend(self, job: Job) -> None:
        """Let a run without a slot wait for Play, or for a slot if it is for no page."""
        reason, job.reason = job.reason, ""
        job.suspend(reason)
        if reason and not job.shown:
            self._queue.add(job, State.RUNNING)

    def release(self, job: Job) -> list[Command]:
        """Release the worker of a run that has left it; return the postponed commands."""
        self._backend.release(job.place)
        job.left_worker()
        return job.take_pending()

    def withdraw(self, job: Job) -> None:
        """Take a run from its worker, which may not answer any more."""
        self._backend.withdraw(job.place)
        job.attempt += 1  # later events of the old attempt are ignored
        job.left_worker()

    def give_up(self, job: Job) -> None:
        """End a run whatever its worker does; refuse its commands that were not answered."""
        self.withdraw(job)
        commands = [*job.take_pending(), *job.take_sent()]
        job.finish(job.end or State.STOPPED, job.message if job.end else job.reason, job.fix)
        job.reason = ""
        for command in commands:
            settle(command.done, job.reply(ok=command.op is Op.STOP))
        self._queue.advance()

    def carry(self, job: Job, checkpoint: bytes) -> None:
        """Store a checkpoint that could not be written for the next attempt, if there is room."""
        job.carried = b""
        if sum(len(j.carried) for j in self._jobs.values()) + len(checkpoint) <= CARRIED_BYTES:
            job.carried = checkpoint
