"""The cluster as the web server uses it: submit runs, find them, command them, look at them.

Runs wait in a queue here, first in, first out, and are dispatched to a worker when one is free.
All methods may be called from any thread; torch is never imported.
"""

import os
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from aelab import catalogue, checkpoints
from aelab.channel import LOOKS, Command, Reply, settle
from aelab.dispatch import Dispatch
from aelab.job import ENDED, Job, Phase, Watcher, last_frame, restored
from aelab.queue import Queue
from aelab.spec import Spec

GRACE_SECONDS = 60.0  # a run that nobody looks at goes on for so long
PAUSE_SECONDS = 30.0  # a paused run keeps its slot for so long, if nobody waits for it
KEPT_SECONDS = 3600.0  # runs that are over are remembered for so long
KEPT_RUNS = 200  # and no more of them than this
LOST = "The worker was lost; the run goes on from its last checkpoint."
UNSEEN = "Stopped: nobody was looking."


class Cluster:
    """Runs on Dask workers, with a queue in front of them."""

    def __init__(self, *, grace: float | None = None, pause: float = PAUSE_SECONDS) -> None:
        """Make a cluster; `start` starts it, and runs may be submitted before."""
        self.grace = _grace() if grace is None else grace
        self.pause = pause
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
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
        self._dispatch.start()

    def close(self) -> None:
        """Keep the runs' checkpoints and end all that was started here."""
        with self._lock:
            self._queue.closed = True
            live = [job for job in self._jobs.values() if job.phase is Phase.LIVE]
        self._dispatch.close(live)

    # What pages and the route ask for.

    def submit(self, spec: Spec, owner: str, *, shown: bool = True, pace: int = 0) -> str:
        """Queue a run and return its id, which no one can guess.

        A run that is ``shown`` replaces its owner's earlier ones, and stops when nobody has looked
        at it for the grace time. ``pace`` is in updates per second, 0 is as fast as it goes.
        """
        job = Job(secrets.token_urlsafe(16), spec, owner, shown, pace=pace)
        with self._lock:
            for other in tuple(self._jobs.values()):
                if shown and other.shown and other.owner == owner and other.phase != Phase.OVER:
                    self._obey(other, Command("stop"))
            self._jobs[job.id] = job
            self._queue.add(job, "running")
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
                self._obey(job, Command("stop"))

    def command(self, run: str, op: str, value: Any = None) -> "Future[Reply]":
        """Ask a run for something; the future has the reply when it is in force."""
        command, job = Command(op, value), self.find(run)
        if job is None:
            command.done.set_result({"ok": False, "state": "", "message": "No such run."})
        else:
            with self._lock:
                self._obey(job, command)
        return command.done

    def watch(self, run: str, wake: Callable[[], None]) -> Watcher | None:
        """Look at a run: ``wake`` is called when there is something to send. See `unwatch`."""
        job = self.find(run)
        if job is None:
            return None
        watcher = Watcher(job, wake)
        with self._lock:
            if not job.frame and job.phase in (Phase.OVER, Phase.ASIDE):
                job.frame = last_frame(run)
            job.watchers.add(watcher)
            if job.frame:
                watcher.give(job.picture(), full=True)
            moves = job.state == "running" and not job.fresh
            if job.phase is Phase.LIVE and (moves or not job.frame):
                self._dispatch.tell(job, Command("full"))
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
            if not job.watchers and job.phase is Phase.OVER:
                job.frame = b""  # it is on disk

    def catalogue_ready(self) -> bool:
        """Return whether the catalogue of today's files has been made."""
        return catalogue.read() is not None

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one is at it."""
        self._dispatch.make_catalogue()

    # What the dispatch tells; see `aelab.dispatch.Runs`.

    def counted(self, slots: int) -> None:
        """Look after slots, grace times, long pauses and old runs."""
        with self._lock:
            self._queue.slots = slots
            for job in tuple(self._jobs.values()):
                self._look_after(job)
            self._forget()
            self._queue.advance()

    def began(self, run: str, turn: int, address: str, state: str) -> None:
        """Note that a run is on a worker, and send there what it was ordered meanwhile."""
        with self._lock:
            job = self._jobs.get(run)
            if job is None or turn != job.turn or job.phase is Phase.OVER:
                return
            job.phase, job.address, job.parking = Phase.LIVE, address, False
            if not job.end:
                job.tell(state)
            orders, job.orders = job.orders, []
            self._queue.advance()
            self._dispatch.follow(job)
            for order in orders:
                self._dispatch.tell(job, order)

    def showed(self, job: Job, turn: int, frame: bytes, *, full: bool) -> None:
        """Give a frame to all who look, if it is of this turn."""
        with self._lock:
            if job.turn == turn and job.phase is Phase.LIVE:
                job.deliver(frame, full=full)

    def replied(self, job: Job, command: Command, reply: Reply) -> None:
        """Take up the state that a reply has; what came too late is ordered again."""
        with self._lock:
            if reply["state"] == "gone":
                return self._missed(job, command, reply)
            job.index, job.rate = reply.get("index", job.index), reply.get("rate", job.rate)
            if command.op != "park" and job.phase is Phase.LIVE and reply["state"]:
                if reply["ok"]:
                    job.tell(reply["state"], reply["message"], reply["fix"])
                self._queue.advance()
            settle(command.done, reply)

    def lost(self, job: Job, address: str) -> None:
        """Note that a run waits for another worker; one that has ended keeps its state."""
        with self._lock:
            if job.address == address and job.phase is Phase.LIVE:
                job.address, job.phase, job.parking = "", Phase.STARTING, False
                if not job.end:
                    job.tell("queued", LOST)

    def ended(self, job: Job, turn: int, ending: dict[str, Any]) -> None:
        """End a run or set it aside, as its turn ended, and obey what came too late for it."""
        with self._lock:
            if self._queue.closed or job.turn != turn:
                return
            orders = self._left(job)
            job.rate, job.index = ending.get("rate", job.rate), ending.get("index", job.index)
            if ending["frame"]:
                job.deliver(ending["frame"], full=True)
            if ending["state"] in ENDED:
                job.over(ending["state"], ending["message"], ending["fix"])
            else:
                job.phase = Phase.ASIDE
                job.tell("paused")
            for order in orders:
                self._obey(job, order)
            self._queue.advance()

    def failed(self, job: Job, turn: int, why: str) -> None:
        """Stop a run and refuse its orders: one of them may be what its workers die of."""
        with self._lock:
            if self._queue.closed or job.turn != turn:
                return
            orders = self._left(job)
            if job.end:  # it was only looked at again
                job.over(job.end, job.message, job.fix)
            else:
                job.resumes = True
                job.over("stopped", why)
            for order in orders:
                settle(order.done, job.reply(ok=False) | {"message": why})
            self._queue.advance()

    def _missed(self, job: Job, command: Command, reply: Reply) -> None:
        if command.op in ("park", "full"):
            settle(command.done, reply)  # no person waits for these
        elif job.phase is Phase.LIVE:
            job.parking = True  # it has left: the end is on its way
            job.orders.append(command)
        else:
            self._obey(job, command)

    def _left(self, job: Job) -> list[Command]:
        """Note that a run has left its worker, and return what it was ordered meanwhile."""
        self._dispatch.leave(job)
        orders, job.orders = job.orders, []
        job.parking, job.address = False, ""
        return orders

    # Commands, by where a run is. The lock is held.

    def _obey(self, job: Job, command: Command) -> None:
        """Put a command in force, or see to it that it comes to be."""
        if command.op == "pace":
            job.pace = command.value if type(command.value) is int else 0
        if job.phase is Phase.LIVE and not job.parking:
            self._dispatch.tell(job, command)
        elif job.phase in (Phase.LIVE, Phase.STARTING):
            job.orders.append(command)
        elif command.op in ("stop", "pause", "play", "reset"):
            getattr(self, f"_{command.op}")(job, command)
        elif job.phase is Phase.WAITING:
            job.orders.append(command)
        elif command.op == "pace":
            settle(command.done, job.reply())
        elif command.op == "show":  # all views are in the last frame: this is for the next turn
            others = [order for order in job.orders if order.op != command.op]
            job.orders = [*others, Command(command.op, command.value)]
            settle(command.done, job.reply())
        elif job.phase is Phase.ASIDE:
            job.orders.append(command)
            self._queue.add(job, "paused")
        elif command.op in LOOKS and job.turn:
            job.orders.append(command)
            self._queue.add(job, job.state)
        else:
            settle(command.done, job.reply(ok=False))

    def _stop(self, job: Job, command: Command) -> None:
        if job.phase is not Phase.OVER:
            self._queue.remove(job)
            job.over(job.end or "stopped", command.value or job.message, job.fix)
        settle(command.done, job.reply())

    def _pause(self, job: Job, command: Command) -> None:
        if job.phase is Phase.WAITING and not job.end:
            self._queue.remove(job)
            job.phase = Phase.ASIDE
            job.tell("paused")
        settle(command.done, job.reply())

    def _play(self, job: Job, command: Command) -> None:
        if (job.phase is Phase.OVER or job.end) and not job.resumes:
            job.afresh()
        job.resumes = False
        self._queue.add(job, "running")
        settle(command.done, job.reply())

    def _reset(self, job: Job, command: Command) -> None:
        job.afresh()
        job.orders.append(replace(command, op="pause"))  # settled when it stands there
        self._queue.add(job, "paused")

    # Housekeeping. The lock is held.

    def _look_after(self, job: Job) -> None:
        now = time.monotonic()
        if job.phase is Phase.LIVE and job.state == "paused" and now - job.since > self.pause:
            self._queue.park(job)
        lonely = job.shown and not job.watchers and now - job.left > self.grace
        if lonely and job.phase in (Phase.LIVE, Phase.WAITING) and not job.parking:
            job.left = now
            job.orders.clear()
            self._obey(job, Command("stop", UNSEEN))

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


def _grace() -> float:
    """Return the grace time from the environment, or the usual one."""
    try:
        return max(0.0, float(os.environ.get("AELAB_GRACE", GRACE_SECONDS)))
    except ValueError:
        return GRACE_SECONDS
