"""The cluster as the web server uses it: submit runs, find them, command them, look at them.

Runs wait in a queue here, first in, first out, and are dispatched to a worker when one is free.
All methods may be called from any thread; torch is never imported.
"""

import os
import secrets
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from aelab import catalogue
from aelab.cluster.backend import Dispatch
from aelab.cluster.job import Job, Watcher, last_frame, restored
from aelab.cluster.queue import Queue
from aelab.cluster.transitions import ACTIONS, Action, Phase
from aelab.params import InputError
from aelab.runs import checkpoints
from aelab.runs.channel import Command, Reply, settle
from aelab.runs.protocol import ENDED, Op, State
from aelab.spec import Spec

GRACE_SECONDS = 60.0  # a run that nobody looks at goes on for so long
PAUSE_SECONDS = 30.0  # a paused run keeps its slot for so long, if nobody waits for it
STOP_SECONDS = 3.0  # a run that takes longer to stop loses its worker
PARK_SECONDS = 15.0  # one that takes longer to give its slot back goes on from its checkpoint
ANSWER_SECONDS = 2.0  # a worker takes this long at most to say whether it would take a run in
KEPT_SECONDS = 3600.0  # runs that are over are remembered for so long
KEPT_RUNS = 200  # and no more of them than this
CARRIED_BYTES = 32_000_000  # of checkpoints that no disk has taken, in all
PRUNE_SECONDS = 10.0  # between two looks at how much the files of all runs take
LOST = "The worker was lost; the run goes on from its last checkpoint."
CUT_OFF = "The scheduler was lost; the run goes on from its last checkpoint once it is back."
UNSEEN = "Stopped: nobody was looking."
ELSEWHERE = "Set aside, since you began another run: press Play to go on from here."


class Cluster:
    """Runs on Dask workers, with a queue in front of them."""

    def __init__(self, *, grace: float | None = None, pause: float = PAUSE_SECONDS) -> None:
        """Make a cluster; `start` starts it, and runs may be submitted before."""
        self.grace = _grace() if grace is None else grace
        self.pause = pause
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._pruned = 0.0  # when
        self._dispatch = Dispatch(self)
        self._queue = Queue(self._jobs.values(), self._dispatch)

    @property
    def ready(self) -> threading.Event:
        """Set when all workers are warm."""
        return self._dispatch.ready

    @property
    def problem(self) -> str:
        """Why it could not start, in one sentence."""
        return self._dispatch.problem

    @property
    def slots(self) -> int:
        """How many runs may be on workers at once."""
        return self._queue.slots

    def start(self) -> None:
        """Start the workers, or connect to those of AELAB_SCHEDULER; takes seconds."""
        checkpoints.prune()
        self._dispatch.start()

    def close(self) -> None:
        """Keep the runs' checkpoints and end all that was started here."""
        with self._lock:
            self._queue.closed = True
            live = [job for job in self._jobs.values() if job.phase is Phase.LIVE]
        self._dispatch.close(live)

    # What pages and the route ask for.

    def submit(
        self, spec: Spec, owner: str, *, shown: bool = True, pace: int = 0, visitor: str = ""
    ) -> str:
        """Queue a run and return its id, which no one can guess.

        Args:
            spec: What to train.
            owner: The session that asks for it.
            shown: Whether it replaces the owner's earlier runs, and stops when nobody has looked
                at it for the grace time.
            pace: Updates per second to watch it at; 0 is as fast as it goes.
            visitor: Who asks, over all tabs; empty if that is the owner alone.

        Raises:
            InputError: If the run is beyond the limits of the lab, or the visitor has too many.

        """
        if why := self._dispatch.refusal(spec, ANSWER_SECONDS):
            raise InputError(why)
        job = Job(secrets.token_urlsafe(16), spec, owner, shown, pace=pace, visitor=visitor)
        with self._lock:
            mine = [j for j in self._jobs.values() if shown and j.shown and j.owner == owner]
            if why := self._refusal(job, replaced=mine):
                raise InputError(why)
            for other in mine:
                if other.phase is not Phase.OVER:
                    self._obey(other, Command(Op.STOP))
            self._jobs[job.id] = job
            self._queue.add(job, State.RUNNING)
        return job.id

    def find(self, run: str) -> Job | None:
        """Return the run of that id, None if there is none."""
        with self._lock:
            job = self._jobs.get(run) or restored(run)
            if job is not None:
                self._jobs[run] = job
            return job

    def stop(self, run: str) -> None:
        """Stop a run; what has ended already stays as it is."""
        job = self.find(run)
        if job is not None:
            with self._lock:
                self._obey(job, Command(Op.STOP))

    def command(self, run: str, op: str, value: Any = None) -> "Future[Reply]":
        """Ask a run for something; the future has the reply when it is in force."""
        command, job = Command(Op(op), value), self.find(run)
        if job is None:
            command.done.set_result({"ok": False, "state": "", "message": "No such run."})
        else:
            with self._lock:
                self._obey(job, command)
        return command.done

    def watch(self, run: str, wake: Callable[[], None], visitor: str = "") -> Watcher | None:
        """Look at a run: ``wake`` is called when there is something to send. See `unwatch`.

        A run of an earlier server counts for the ``visitor`` who looks at it first.
        """
        job = self.find(run)
        if job is None:
            return None
        watcher = Watcher(job, wake)
        with self._lock:
            job.visitor = job.visitor or visitor or job.owner
            if not job.frame and job.phase in (Phase.OVER, Phase.ASIDE):
                job.frame = last_frame(run)
            job.watchers.add(watcher)
            if job.frame:
                watcher.give(job.picture(), full=True)
            moves = job.state is State.RUNNING and not job.fresh
            if job.phase is Phase.LIVE and (moves or not job.frame):
                self._dispatch.tell(job, Command(Op.FULL))
            watcher.notice()
        self.look(watcher)
        return watcher

    def look(self, watcher: Watcher) -> None:
        """Fetch the next frame for a watcher who has drawn the last one."""
        if watcher.ready:
            self._dispatch.look(watcher.job)

    def unwatch(self, watcher: Watcher) -> None:
        """Stop looking."""
        job = watcher.job
        with self._lock:
            job.watchers.discard(watcher)
            job.left = time.monotonic()
            if not job.watchers and job.phase is Phase.OVER and job.is_kept:
                job.frame = b""

    def catalogue_ready(self) -> bool:
        """Return whether the catalogue of today's files has been made."""
        return catalogue.read() is not None

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one is at it."""
        self._dispatch.make_catalogue()

    # What the dispatch tells; see `aelab.cluster.backend.Runs`.

    def counted(self, slots: int) -> None:
        """Look after slots, grace times, long pauses and old runs."""
        with self._lock:
            self._queue.slots = slots
            for job in tuple(self._jobs.values()):
                self._look_after(job)
            self._forget()
            self._prune()
            self._queue.advance()

    def taken(self, run: str, turn: int, address: str) -> bool:
        """Note which worker a run is on; say whether it is still wanted there."""
        with self._lock:
            job = self._jobs.get(run)
            if job is None or turn != job.turn or not job.has_slot:
                return False
            job.address = address
            return True

    def began(self, run: str, turn: int, address: str, state: str) -> None:
        """Note that a run goes on at a worker, and send there what it was ordered meanwhile."""
        with self._lock:
            job = self._jobs.get(run)
            if job is None or turn != job.turn or not job.has_slot:
                return  # the turn is over: its end was told before its beginning
            job.arrive(address)
            if not job.end:
                job.tell(State(state))
            orders, job.orders = job.orders, []
            self._queue.advance()
            self._dispatch.follow(job)
            for order in orders:
                if order.op is Op.PARK:
                    self._queue.park(job, ELSEWHERE)
                else:
                    self._dispatch.tell(job, order)

    def showed(self, job: Job, turn: int, frame: bytes, *, full: bool) -> None:
        """Give a frame to all who look, if it is of this turn."""
        with self._lock:
            if job.turn == turn and job.phase is Phase.LIVE:
                job.deliver(frame, full=full)

    def replied(self, job: Job, command: Command, reply: Reply) -> None:
        """Take up the state that a reply has; what came too late is ordered again."""
        with self._lock:
            if reply["state"] == State.GONE:
                return self._missed(job, command, reply)
            job.index, job.rate = reply.get("index", job.index), reply.get("rate", job.rate)
            if command.op is not Op.PARK and job.phase is Phase.LIVE and reply["state"]:
                if reply["ok"]:
                    job.tell(State(reply["state"]), reply["message"], reply["fix"])
                self._queue.advance()
            settle(command.done, reply)

    def lost(self, job: Job, address: str) -> None:
        """Note that a run waits for another worker; one that has ended keeps its state.

        One that was told to stop does not: its end survives the worker.
        """
        with self._lock:
            if job.address != address or job.phase is not Phase.LIVE:
                return
            if job.stopping:
                return self._give_up(job)
            job.lose()
            if not job.end:
                job.tell(State.QUEUED, LOST)

    def cut_off(self) -> None:
        """Queue again all that was on workers: their scheduler is gone."""
        with self._lock:
            self._queue.slots = 0
            for job in tuple(self._jobs.values()):
                if not job.has_slot:
                    continue
                if job.stopping or job.end:
                    self._give_up(job)
                    continue
                paused = job.state is State.PAUSED or job.parking
                self._drop(job)
                self._queue.add(job, State.PAUSED if paused else State.RUNNING)
                job.tell(State.QUEUED, CUT_OFF)

    def ended(self, job: Job, turn: int, ending: dict[str, Any]) -> None:
        """End a run or set it aside, as its turn ended, and obey what came too late for it."""
        with self._lock:
            if self._queue.closed or job.turn != turn:
                return
            orders = self._left(job)
            job.rate, job.index = ending.get("rate", job.rate), ending.get("index", job.index)
            self._carry(job, ending.get("carried", b""))
            if ending["frame"]:
                job.deliver(ending["frame"], full=True)
            if ending["state"] in ENDED:
                job.over(State(ending["state"]), ending["message"], ending["fix"])
            elif job.end:  # it was to be looked at again
                job.over(job.end, job.message, job.fix)
            elif job.stopping:
                job.over(State.STOPPED, job.why)
            else:
                self._set_aside(job)
            for order in orders:
                self._obey(job, order)
            self._queue.advance()

    def failed(self, job: Job, turn: int, why: str) -> None:
        """Stop a run and refuse its pending commands: one of them may have killed the worker."""
        with self._lock:
            if self._queue.closed or job.turn != turn:
                return
            orders = self._left(job)
            if job.end:  # it was only looked at again
                job.over(job.end, job.message, job.fix)
            else:
                job.resumes = True
                job.over(State.STOPPED, why)
            for order in orders:
                settle(order.done, job.reply(ok=False) | {"message": why})
            self._queue.advance()

    def _missed(self, job: Job, command: Command, reply: Reply) -> None:
        if command.op in (Op.PARK, Op.FULL):
            settle(command.done, reply)  # no person waits for these
        elif job.phase is Phase.LIVE:
            job.parking = True  # it has left: the end is on its way
            job.orders.append(command)
        else:
            self._obey(job, command)

    def _set_aside(self, job: Job) -> None:
        """Let a run wait for Play; one that nobody sees waits for a slot."""
        why, job.why = job.why, ""
        job.set_aside(why)
        if why and not job.shown:
            self._queue.add(job, State.RUNNING)

    def _carry(self, job: Job, checkpoint: bytes) -> None:
        """Keep a checkpoint that could not be written for the next turn, if there is room."""
        job.carried = b""
        if sum(len(j.carried) for j in self._jobs.values()) + len(checkpoint) <= CARRIED_BYTES:
            job.carried = checkpoint

    def _left(self, job: Job) -> list[Command]:
        """Note that a run has left its worker, and return what it was ordered meanwhile."""
        self._dispatch.leave(job)
        orders, job.orders = job.orders, []
        job.parking, job.leaving, job.address = False, 0.0, ""
        job.stops.clear()
        return orders

    def _drop(self, job: Job) -> None:
        """Take a run from the worker that it is on, which may not answer any more."""
        self._dispatch.abandon(job)
        job.turn += 1  # what still comes of this turn is of no interest
        job.parking, job.leaving, job.address = False, 0.0, ""

    def _give_up(self, job: Job) -> None:
        """End a run whatever its worker does, and refuse what it was ordered."""
        self._drop(job)
        orders, job.orders = job.orders, []
        job.over(job.end or State.STOPPED, job.message if job.end else job.why, job.fix)
        job.why = ""
        stops, job.stops = job.stops, []
        for order in (*orders, *stops):
            settle(order.done, job.reply(ok=order.op is Op.STOP))
        self._queue.advance()

    # Who has how many. The lock is held.

    def _refusal(self, job: Job, replaced: Collection[Job] = ()) -> str:
        """Return why a visitor may not have another run queued; empty if it may be.

        Runs of the same visitor that nobody sees any more, such as on the page before, make room:
        as many as are needed are set aside.
        """
        unseen = [j for j in self._jobs.values() if j.visitor == job.visitor and j.unseen]
        unseen.sort(key=lambda j: j.left)
        leaving = [*replaced]
        if why := self._queue.refusal(job, [*leaving, *unseen]):
            return why
        while self._queue.refusal(job, leaving):
            leaving.append(unseen.pop(0))
            self._send_aside(leaving[-1])
        return ""

    def _send_aside(self, job: Job) -> None:
        """Set a run aside, wherever it is."""
        if job.phase is Phase.LIVE:
            return self._queue.park(job, ELSEWHERE)
        if job.phase is Phase.STARTING:  # once it is there
            if not any(order.op is Op.PARK for order in job.orders):
                job.orders.append(Command(Op.PARK))
            return
        job.why = ELSEWHERE
        self._set_aside(job)
        self._queue.remove(job)

    # Commands, by where a run is. The lock is held.

    def _obey(self, job: Job, command: Command) -> None:
        """Put a command in force, or see to it that it comes to be."""
        if command.op is Op.PACE:
            job.pace = command.value
        action = ACTIONS[job.phase][command.op]
        if action is Action.SEND and job.parking:  # it leaves: for its next turn
            action = Action.KEEP
        if action is Action.REVISIT and not job.turn:  # nothing of it was ever trained
            action = Action.REFUSE
        do: Callable[[Job, Command], None] = getattr(self, f"_{action.name.lower()}")
        do(job, command)

    def _send(self, job: Job, command: Command) -> None:
        self._dispatch.tell(job, command)

    def _keep(self, job: Job, command: Command) -> None:
        job.order(command)

    def _acknowledge(self, job: Job, command: Command) -> None:
        settle(command.done, job.reply())

    def _refuse(self, job: Job, command: Command) -> None:
        settle(command.done, job.reply(ok=False))

    def _remember(self, job: Job, command: Command) -> None:
        job.order(Command(command.op, command.value))
        settle(command.done, job.reply())

    def _visit(self, job: Job, command: Command) -> None:
        self._queue_for(job, command, State.PAUSED)

    def _revisit(self, job: Job, command: Command) -> None:
        self._queue_for(job, command, job.state)

    def _queue_for(self, job: Job, command: Command, begin: State) -> None:
        """Queue a run for a command that only a worker can obey, unless its visitor has many."""
        if begin not in ENDED and (why := self._refusal(job)):
            return settle(command.done, job.reply(ok=False) | {"message": why})
        job.order(command)
        self._queue.add(job, begin)

    def _stop_turn(self, job: Job, command: Command) -> None:
        self._stopping(job, command)
        if job.parking:
            job.order(command)
        else:
            job.stops.append(command)
            self._dispatch.tell(job, command)

    def _abandon(self, job: Job, command: Command) -> None:
        self._stopping(job, command)
        self._give_up(job)
        settle(command.done, job.reply())

    def _stopping(self, job: Job, command: Command) -> None:
        """Note since when a run has been asked to end, and why."""
        job.stopping, job.leaving = True, job.leaving or time.monotonic()
        job.why = str(command.value or "")

    def _end(self, job: Job, command: Command) -> None:
        self._queue.remove(job)
        job.over(job.end or State.STOPPED, command.value or job.message, job.fix)
        orders, job.orders = job.orders, []
        for order in orders:
            settle(order.done, job.reply(ok=False))
        settle(command.done, job.reply())

    def _hold(self, job: Job, command: Command) -> None:
        if not job.end:
            self._queue.remove(job)
            job.set_aside()
        settle(command.done, job.reply())

    def _queue_again(self, job: Job, command: Command) -> None:
        if why := self._refusal(job):
            return settle(command.done, job.reply(ok=False) | {"message": why})
        if (job.phase is Phase.OVER or job.end) and not job.resumes:
            job.afresh()
        job.resumes = False
        self._queue.add(job, State.RUNNING)
        settle(command.done, job.reply())

    def _restart(self, job: Job, command: Command) -> None:
        if why := self._refusal(job):
            return settle(command.done, job.reply(ok=False) | {"message": why})
        job.afresh()
        job.order(replace(command, op=Op.PAUSE))  # settled when it stands there
        self._queue.add(job, State.PAUSED)

    # Housekeeping. The lock is held.

    def _look_after(self, job: Job) -> None:
        now = time.monotonic()
        if job.leaving and now - job.leaving > (STOP_SECONDS if job.stopping else PARK_SECONDS):
            self._force(job)
        if job.phase is Phase.LIVE and job.state is State.PAUSED and now - job.since > self.pause:
            self._queue.park(job)
        lonely = job.shown and not job.watchers and now - job.left > self.grace
        there = job.has_slot or job.phase is Phase.WAITING
        if lonely and there and not job.parking:
            job.left = now
            self._obey(job, Command(Op.STOP, UNSEEN))

    def _force(self, job: Job) -> None:
        """Free the slot of a run that has not obeyed for long."""
        if job.stopping:
            return self._give_up(job)
        self._drop(job)
        orders, job.orders = job.orders, []
        self._set_aside(job)
        for order in orders:
            self._obey(job, order)
        self._queue.advance()

    def _forget(self) -> None:
        """Let go of runs that were over long ago, or are too many."""
        now = time.monotonic()
        rest = (Phase.OVER, Phase.ASIDE)
        over = [j for j in self._jobs.values() if j.phase in rest and not j.watchers]
        over.sort(key=lambda j: j.since)
        for i, job in enumerate(over):
            if len(over) - i > KEPT_RUNS or now - max(job.since, job.left) > KEPT_SECONDS:
                del self._jobs[job.id]
                checkpoints.drop(job.id)

    def _prune(self) -> None:
        """Delete files of old runs where all together take too much, now and then."""
        now = time.monotonic()
        if now - self._pruned > PRUNE_SECONDS:
            self._pruned = now
            needed = {j.id for j in self._jobs.values() if j.phase is not Phase.OVER or j.watchers}
            checkpoints.prune(spared=needed)


def _grace() -> float:
    """Return the grace time from the environment, or the usual one."""
    try:
        return max(0.0, float(os.environ.get("AELAB_GRACE", GRACE_SECONDS)))
    except ValueError:
        return GRACE_SECONDS
