"""Commands: each is carried out as the phase of its run demands.

Whoever calls these methods holds the lock on the runs.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from aelab.cluster.interface import Backend
from aelab.cluster.job import Job
from aelab.cluster.lifecycle import Lifecycle
from aelab.cluster.queue import Queue
from aelab.cluster.transitions import ACTIONS, Action, Phase
from aelab.runs.channel import Command, settle
from aelab.runs.protocol import ENDED, Op, State
from aelab.views.options import PACE


class Actions:
    """Carries out commands."""

    def __init__(self, queue: Queue, lifecycle: Lifecycle, backend: Backend) -> None:
        """Act on the runs of ``queue`` and ``lifecycle``, and send to ``backend``."""
        self._queue, self._lifecycle, self._backend = queue, lifecycle, backend
        self.by_name: Mapping[Action, Callable[[Job, Command], None]] = {
            Action.SEND: self.send,
            Action.POSTPONE: self._postpone,
            Action.STOP_ATTEMPT: self._stop_attempt,
            Action.ABANDON: self._abandon,
            Action.END: self._end,
            Action.LEAVE_QUEUE: self._leave_queue,
            Action.QUEUE_AGAIN: self._queue_again,
            Action.RESTART: self._restart,
            Action.QUEUE_TO_EXECUTE: self._queue_to_execute,
            Action.QUEUE_TO_SHOW: self._queue_to_show,
            Action.APPLY_LATER: self._apply_later,
            Action.ACKNOWLEDGE: self._acknowledge,
            Action.REFUSE: self._refuse,
        }

    def obey(self, job: Job, command: Command) -> None:
        """Carry out a command, or postpone or refuse it."""
        if command.op == PACE:
            job.pace = command.value
        if command.op is Op.STOP and job.phase is not Phase.LIVE:
            self._refuse_sent(job)
        action = ACTIONS[job.phase][command.op]
        if action is Action.SEND and job.suspending:  # it leaves its worker
            action = Action.POSTPONE
        if action is Action.QUEUE_TO_SHOW and not job.attempt:  # it was never on a worker
            action = Action.REFUSE
        self.by_name[action](job, command)

    def send(self, job: Job, command: Command) -> None:
        """Send a command to the worker of a run."""
        job.sent.append(command)
        self._backend.send(job.place, command)

    def _refuse_sent(self, job: Job) -> None:
        """Refuse what was sent before a stop: a late reply must not start the run again."""
        for command in job.take_sent():
            self._refuse(job, command)

    def _postpone(self, job: Job, command: Command) -> None:
        job.postpone(command)

    def _acknowledge(self, job: Job, command: Command) -> None:
        settle(command.done, job.reply())

    def _refuse(self, job: Job, command: Command, reason: str = "") -> None:
        reply = job.reply(ok=False)
        settle(command.done, reply | {"message": reason} if reason else reply)

    def _apply_later(self, job: Job, command: Command) -> None:
        job.postpone(Command(command.op, command.value))
        settle(command.done, job.reply())

    def _queue_to_execute(self, job: Job, command: Command) -> None:
        self._queue_for(job, command, State.PAUSED)

    def _queue_to_show(self, job: Job, command: Command) -> None:
        self._queue_for(job, command, job.state)

    def _queue_for(self, job: Job, command: Command, begin: State) -> None:
        """Queue a run for a command that needs a worker, unless its visitor has too many runs."""
        if begin not in ENDED and (reason := self._lifecycle.refusal(job)):
            return self._refuse(job, command, reason)
        job.postpone(command)
        self._queue.add(job, begin)

    def _stop_attempt(self, job: Job, command: Command) -> None:
        self._note_stop(job, command)
        if job.suspending:
            job.postpone(command)
        else:
            self.send(job, command)

    def _abandon(self, job: Job, command: Command) -> None:
        self._note_stop(job, command)
        self._lifecycle.give_up(job)
        settle(command.done, job.reply())

    def _note_stop(self, job: Job, command: Command) -> None:
        """Note since when a run has been asked to end, and why."""
        job.stopping, job.leaving_since = True, job.leaving_since or time.monotonic()
        job.reason = str(command.value or "")

    def _end(self, job: Job, command: Command) -> None:
        self._queue.remove(job)
        job.finish(job.end or State.STOPPED, command.value or job.message, job.fix)
        for pending in job.take_pending():
            self._refuse(job, pending)
        settle(command.done, job.reply())

    def _leave_queue(self, job: Job, command: Command) -> None:
        if not job.end:
            self._queue.remove(job)
            job.suspend()
        settle(command.done, job.reply())

    def _queue_again(self, job: Job, command: Command) -> None:
        if reason := self._lifecycle.refusal(job):
            return self._refuse(job, command, reason)
        if (job.phase is Phase.OVER or job.end) and not job.resumes:
            job.renew()
        job.resumes = False
        self._queue.add(job, State.RUNNING)
        settle(command.done, job.reply())

    def _restart(self, job: Job, command: Command) -> None:
        if reason := self._lifecycle.refusal(job):
            return self._refuse(job, command, reason)
        job.renew()
        job.postpone(replace(command, op=Op.PAUSE))  # answered once the run pauses at step 0
        self._queue.add(job, State.PAUSED)
