"""Events of the Dask side: what each changes in its run.

An event of an attempt that is over changes nothing. Whoever calls these methods holds the lock on
the runs.
"""

from collections.abc import Mapping

from aelab.cluster.actions import Actions
from aelab.cluster.events import (
    Answered,
    Ended,
    Event,
    Failed,
    FrameReceived,
    Place,
    SchedulerLost,
    Started,
    Taken,
    WorkerLost,
    WorkersCounted,
)
from aelab.cluster.housekeeping import Housekeeping
from aelab.cluster.interface import Backend
from aelab.cluster.job import Job
from aelab.cluster.lifecycle import ELSEWHERE, Lifecycle
from aelab.cluster.queue import Queue
from aelab.cluster.transitions import Phase
from aelab.runs.channel import Command, settle
from aelab.runs.protocol import ENDED, Op, State

LOST = "The worker was lost; the run goes on from its last checkpoint."
CUT_OFF = "The scheduler was lost; the run goes on from its last checkpoint once it is back."


class Handlers:
    """Handles events, one method for each type."""

    def __init__(
        self,
        jobs: Mapping[str, Job],
        queue: Queue,
        backend: Backend,
        lifecycle: Lifecycle,
        actions: Actions,
        housekeeping: Housekeeping,
    ) -> None:
        """Handle the events of ``jobs``.

        Args:
            jobs: All runs by id.
            queue: Gives them slots.
            backend: Posts the events, and executes what follows from them.
            lifecycle: Suspends and ends runs.
            actions: Carries out the commands that were postponed.
            housekeeping: Is done with each count of the workers.

        """
        self._jobs, self._queue, self._backend = jobs, queue, backend
        self._lifecycle, self._actions, self._housekeeping = lifecycle, actions, housekeeping

    def handle(self, event: Event) -> None:
        """Handle an event."""
        match event:
            case WorkersCounted():
                self._workers_counted(event)
            case SchedulerLost():
                self._scheduler_lost()
            case Taken():
                self._taken(event)
            case Started():
                self._started(event)
            case FrameReceived():
                self._frame_received(event)
            case Answered():
                self._answered(event)
            case WorkerLost():
                self._worker_lost(event)
            case Ended():
                self._ended(event)
            case Failed():
                self._failed(event)

    def _find(self, place: Place) -> Job | None:
        """Return the run whose current attempt this is, None if the attempt is over."""
        job = self._jobs.get(place.run)
        current = job is not None and job.has_slot and job.attempt == place.attempt
        return job if current else None

    def _workers_counted(self, event: WorkersCounted) -> None:
        self._queue.slots = event.slots
        self._housekeeping.tidy()
        self._queue.advance()

    def _taken(self, event: Taken) -> None:
        job = self._find(event.place)
        if job is None:
            self._backend.withdraw(event.place)
        else:
            job.address = event.place.address

    def _started(self, event: Started) -> None:
        """Send the worker what was commanded meanwhile."""
        job = self._find(event.place)
        if job is None:
            return
        job.arrive(event.place.address)
        if not job.end and event.state not in ENDED:
            job.set_state(event.state)
        commands = job.take_pending()
        self._queue.advance()
        self._backend.follow(job.place)
        self._request_frame(job)
        for command in commands:
            if command.op is Op.SUSPEND:
                self._queue.suspend(job, ELSEWHERE)
            else:
                self._actions.send(job, command)

    def _frame_received(self, event: FrameReceived) -> None:
        job = self._find(event.place)
        if job is not None and job.phase is Phase.LIVE:
            job.deliver(event.frame, full=event.full)
            self._request_frame(job)

    def _request_frame(self, job: Job) -> None:
        if job.wants_frame:
            self._backend.request_frame(job.place)

    def _answered(self, event: Answered) -> None:
        """Adopt the state in a reply; obey again a command that came too late.

        The state of a run that ends comes with the end of its attempt.
        """
        job, command, reply = self._jobs.get(event.place.run), event.command, event.reply
        if job is None:
            return settle(command.done, reply)
        if command in job.sent:
            job.sent.remove(command)
        if reply["state"] == State.GONE:
            return self._missed(job, event)
        if job.place == event.place:
            job.index, job.rate = reply.get("index", job.index), reply.get("rate", job.rate)
            if command.op is not Op.SUSPEND and job.phase is Phase.LIVE and reply["state"]:
                if reply["ok"] and (job.end or reply["state"] not in ENDED):
                    job.set_state(State(reply["state"]), reply["message"], reply["fix"])
                self._queue.advance()
        settle(command.done, reply)

    def _missed(self, job: Job, event: Answered) -> None:
        """Obey a command that the run's worker did not carry out, since the run had left it."""
        command = event.command
        if command.op in (Op.SUSPEND, Op.FULL):
            settle(command.done, event.reply)  # no person waits for these
        elif command.done.done():
            return  # it was refused when the run was stopped
        elif job.phase is Phase.LIVE and job.place == event.place:
            job.suspending = True  # its end has not been handled yet
            job.pending.append(command)
        else:
            self._actions.obey(job, command)

    def _worker_lost(self, event: WorkerLost) -> None:
        """Let a run wait for another worker; one that was told to stop ends."""
        job = self._find(event.place)
        if job is None or job.phase is not Phase.LIVE or job.address != event.place.address:
            return
        if job.stopping:
            return self._lifecycle.give_up(job)
        job.lose_worker()
        if not job.end:
            job.set_state(State.QUEUED, LOST)

    def _scheduler_lost(self) -> None:
        """Queue again all runs that were on workers."""
        self._queue.slots = 0
        for job in tuple(self._jobs.values()):
            if not job.has_slot:
                continue
            if job.stopping or job.end:
                self._lifecycle.give_up(job)
                continue
            paused = job.state is State.PAUSED or job.suspending
            self._lifecycle.withdraw(job)
            self._queue.add(job, State.PAUSED if paused else State.RUNNING)
            job.set_state(State.QUEUED, CUT_OFF)

    def _ended(self, event: Ended) -> None:
        """End or suspend a run, as its attempt ended, and obey what came too late for it."""
        job, ending = self._find(event.place), event.ending
        if self._queue.closed or job is None:
            return
        commands = self._lifecycle.release(job)
        if ending.begun:
            job.rate, job.index = ending.rate, ending.index
        self._lifecycle.carry(job, ending.carried)
        if ending.frame:
            job.deliver(ending.frame, full=True)
        if ending.state in ENDED:
            job.finish(State(ending.state), ending.message, ending.fix)
        elif job.end:  # it was to be shown again
            job.finish(job.end, job.message, job.fix)
        elif job.stopping:
            job.finish(State.STOPPED, job.reason)
        else:
            self._lifecycle.suspend(job)
        if job.phase is Phase.OVER:
            self._acknowledge_stops(job)
        for command in commands:
            self._actions.obey(job, command)
        self._queue.advance()

    def _acknowledge_stops(self, job: Job) -> None:
        """Answer the stops that were sent: a late reply must not end the run's next attempt."""
        for command in job.sent:
            if command.op is Op.STOP:
                settle(command.done, job.reply())

    def _failed(self, event: Failed) -> None:
        """Stop a run, and refuse its commands: a pending command may have killed the worker."""
        job = self._find(event.place)
        if self._queue.closed or job is None:
            return
        commands = self._lifecycle.release(job)
        if job.end:  # it was only shown again
            job.finish(job.end, job.message, job.fix)
        else:
            job.resumes = True
            job.finish(State.STOPPED, event.reason)
        for command in commands:
            self._refuse(job, command, event.reason)
        self._queue.advance()

    def _refuse(self, job: Job, command: Command, reason: str) -> None:
        settle(command.done, job.reply(ok=False) | {"message": reason})
