"""The cluster as the web server uses it: submit runs, find them, command them, look at them.

Runs wait in a queue here, first in, first out, and go to a Dask worker when one is free. All
methods may be called from any thread; torch is never imported.
"""

import asyncio
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from dataclasses import replace
from typing import Any, cast

from distributed import Client, LocalCluster
from distributed import Future as Task

from aelab import catalogue, checkpoints, frames, scheduler, worker
from aelab.channel import Command, Reply, settle
from aelab.home import write
from aelab.job import ENDED, Job, Phase, Watcher
from aelab.params import InputError
from aelab.spec import Spec

GRACE_SECONDS = 60.0  # a run that nobody looks at goes on for so long
PAUSE_SECONDS = 30.0  # a paused run keeps its slot for so long, if nobody waits for it
KEPT_SECONDS = 3600.0  # runs that are over are remembered for so long
KEPT_RUNS = 200  # and no more of them than this
POLL_SECONDS = 5.0
CLOSE_SECONDS = 3.0  # a start that is under way is waited for so long
TICK_SECONDS = 0.5
LOST = "The worker was lost; the run goes on from its last checkpoint."
KILLED = "The run's workers died several times; press Play to start over."
UNSEEN = "Stopped: nobody was looking."

log = logging.getLogger(__name__)


class Cluster:
    """Runs on Dask workers, with a queue in front of them."""

    def __init__(self, *, grace: float | None = None, pause: float = PAUSE_SECONDS) -> None:
        """Make a cluster; `start` starts it, and runs may be submitted before."""
        self.ready = threading.Event()  # set when all workers are warm
        self.problem = ""  # why it could not start, in one sentence
        self.slots = 0
        self.grace = _grace() if grace is None else grace
        self.pause = pause
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._queue: list[Job] = []
        self._tasks: dict[str, Task] = {}
        self._pumps: dict[str, asyncio.Event] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._warm: set[str] = set()
        self._embedded: LocalCluster | None = None
        self._client: Client | None = None
        self._closing = False
        self._wanted = 1
        self._starting = threading.Event()  # set while it does not
        self._starting.set()
        self._making: Future[None] | None = None

    # Beginning and end.

    def start(self) -> None:
        """Start the workers, or connect to those of AELAB_SCHEDULER; takes seconds."""
        self._starting.clear()
        try:
            self._connect()
        except (InputError, OSError) as problem:
            self.problem = str(problem)
            log.error("The cluster did not start: %s", problem)
        finally:
            self._starting.set()

    def _connect(self) -> None:
        address = scheduler.named()
        if not address:
            self._wanted = scheduler.wanted_workers()
            self._embedded = scheduler.embedded()
        client = self._client = scheduler.connect(address or self._embedded or "")
        if self._closing:
            return
        checkpoints.prune()
        client.subscribe_topic(worker.TOPIC, self._event)
        client.register_plugin(worker.Lab())
        self._spawn(self._keep())
        if not self.catalogue_ready():
            self.make_catalogue()

    def close(self) -> None:
        """Keep the runs' checkpoints and end all that was started here."""
        with self._lock:
            self._closing = True
            live = [job for job in self._jobs.values() if job.phase is Phase.LIVE]
        if not self._starting.wait(CLOSE_SECONDS):
            return  # what it starts ends with this process
        if self._client is not None:
            wait([self._send(job, "park") for job in live], timeout=1.0)
            self._client.close(timeout=1)
        if self._embedded is not None:
            scheduler.end(self._embedded)

    # What pages and the route ask for.

    def submit(self, spec: Spec, owner: str, *, shown: bool = True) -> str:
        """Queue a run and return its id, which no one can guess.

        A run that is ``shown`` replaces its owner's earlier ones, and stops when nobody has looked
        at it for the grace time.
        """
        job = Job(secrets.token_urlsafe(16), spec, owner, shown)
        with self._lock:
            for other in tuple(self._jobs.values()):
                if shown and other.shown and other.owner == owner and other.phase != Phase.OVER:
                    self._obey(other, Command("stop"))
            self._jobs[job.id] = job
            self._enqueue(job, "running")
        return job.id

    def find(self, run: str) -> Job | None:
        """Return the run of that id, None if there is none."""
        with self._lock:
            job = self._jobs.get(run) or _from_disk(run)
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
                job.frame = _last_frame(run)
            job.watchers.add(watcher)
            if job.frame and job.state != "running":
                watcher.give(job.frame, full=True)
            elif job.phase is Phase.LIVE:
                self._send(job, "full")
            watcher.notice()
        self.look(watcher)
        return watcher

    def look(self, watcher: Watcher) -> None:
        """Fetch the next frame for a watcher who has drawn the last one."""
        pump = self._pumps.get(watcher.job.id)
        if pump is not None and watcher.ready:
            self._loop.call_soon_threadsafe(pump.set)

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
        with self._lock:
            if self._client is None or (self._making and not self._making.done()):
                return
            self._making = self._spawn(self._make_catalogue())

    async def _make_catalogue(self) -> None:
        task = self._dask.submit(worker.make_catalogue, pure=False, priority=10)
        content = await task
        if not self.catalogue_ready():
            write(catalogue.path(), content)

    # Commands, by where a run is. The lock is held.

    def _obey(self, job: Job, command: Command) -> None:
        """Put a command in force, or see to it that it comes to be."""
        if job.phase is Phase.LIVE and not job.parking:
            self._spawn(self._tell(job, command))
        elif job.phase in (Phase.LIVE, Phase.STARTING):
            job.orders.append(command)
        elif command.op in ("stop", "pause", "play", "reset"):
            getattr(self, f"_{command.op}")(job, command)
        elif job.phase is Phase.WAITING:
            job.orders.append(command)
        elif job.phase is Phase.ASIDE:
            job.orders.append(command)
            self._enqueue(job, "paused")
        elif command.op in ("axes", "pick") and job.turn:
            job.orders.append(command)
            self._enqueue(job, job.state)
        else:
            settle(command.done, self._reply(job, ok=False))

    def _stop(self, job: Job, command: Command) -> None:
        if job.phase is not Phase.OVER:
            self._leave_queue(job)
            self._over(job, job.end or "stopped", command.value or job.message, job.fix)
        settle(command.done, self._reply(job))

    def _pause(self, job: Job, command: Command) -> None:
        if job.phase is Phase.WAITING and not job.end:
            self._leave_queue(job)
            job.phase = Phase.ASIDE
            job.tell("paused")
        settle(command.done, self._reply(job))

    def _play(self, job: Job, command: Command) -> None:
        if job.phase is Phase.OVER or job.end:
            self._afresh(job)
        self._enqueue(job, "running")
        settle(command.done, self._reply(job))

    def _reset(self, job: Job, command: Command) -> None:
        self._afresh(job)
        job.orders.append(replace(command, op="pause"))  # settled when it stands there
        self._enqueue(job, "paused")

    def _afresh(self, job: Job) -> None:
        job.life, job.end = job.life + 1, ""

    def _reply(self, job: Job, *, ok: bool = True) -> Reply:
        return {"ok": ok, "state": job.state, "index": job.index, "message": job.message}

    # The queue. The lock is held.

    def _enqueue(self, job: Job, begin: str) -> None:
        """Queue a run; one that has ended keeps its state while it is looked at again."""
        job.begin = begin
        job.end = begin if begin in ENDED else ""
        if job.phase is not Phase.WAITING or job not in self._queue:
            job.phase = Phase.WAITING
            self._queue.append(job)
        if not job.end:
            job.tell("queued")
        self._advance()

    def _leave_queue(self, job: Job) -> None:
        if job in self._queue:
            self._queue.remove(job)
            job.move(0)
        self._advance()

    def _advance(self) -> None:
        """Give free slots to the first in the queue; take them from the paused if none is free."""
        busy = [j for j in self._jobs.values() if j.phase in (Phase.STARTING, Phase.LIVE)]
        free = self.slots - len(busy)
        while self._queue and free > 0 and not self._closing:
            job, free = self._queue.pop(0), free - 1
            job.phase, job.turn = Phase.STARTING, job.turn + 1
            self._loop.call_soon_threadsafe(self._launch, job, job.turn)
        paused = [j for j in busy if j.state == "paused" and j.phase is Phase.LIVE]
        wanting = len(self._queue) - sum(j.parking for j in busy)
        for job in [j for j in paused if not j.parking][: max(wanting, 0)]:
            self._park(job)
        for position, job in enumerate(self._queue, 1):
            job.move(0 if job.end else position)
        for job in self._jobs.values():
            if job.phase is not Phase.WAITING:
                job.move(0)

    def _park(self, job: Job) -> None:
        if not job.parking:
            job.parking = True
            self._send(job, "park")

    def _over(self, job: Job, state: str, message: str = "", fix: Any = None) -> None:
        """Note that a run has ended, also on the last frame there is of it."""
        job.phase, job.parking, job.end = Phase.OVER, False, ""
        job.tell(state, message, fix)
        if job.frame:
            header, parts = frames.unpack(job.frame)
            path = checkpoints.folder(job.id) / checkpoints.LAST_FRAME
            if header["state"] != state:
                said = {"state": state, "message": message, "fix": fix, "speed": 0.0}
                job.deliver(frames.pack(header | said, parts), full=True)
            if header["state"] != state or not path.exists():
                write(path, job.frame)
            if not job.watchers:
                job.frame = b""

    # Towards the workers. All on the client's loop from here.

    @property
    def _dask(self) -> Client:
        if self._client is None:
            raise RuntimeError("The cluster has not been started.")
        return self._client

    @property
    def _loop(self) -> asyncio.AbstractEventLoop:
        loop: Any = self._dask.loop  # tornado's, around the loop itself
        return cast(asyncio.AbstractEventLoop, loop.asyncio_loop)

    def _spawn(self, coroutine: Coroutine[Any, Any, Any]) -> "Future[Any]":
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        future.add_done_callback(_complain)
        return future

    def _launch(self, job: Job, turn: int) -> None:
        """Send a turn of a run to a worker."""
        rate = job.rate if job.life else None
        ticket = {"life": job.life, "turn": turn, "begin": job.begin, "rate": rate}
        task = self._dask.submit(
            worker.execute, job.id, job.spec.to_json(), ticket, key=f"live-{job.id}-{turn}",
            pure=False,
        )  # fmt: skip
        self._tasks[job.id] = task
        task.add_done_callback(lambda task: self._done(job, turn, task))

    async def _event(self, event: tuple[float, dict[str, Any]]) -> None:
        """Take notice of what a worker says."""
        said = event[1]
        if said["event"] == "warm":
            return await self._warmed(said["address"])
        with self._lock:
            job = self._jobs.get(said["run"])
            if job is None or said["turn"] != job.turn or job.phase is Phase.OVER:
                return
            job.phase, job.address, job.parking = Phase.LIVE, said["address"], False
            if not job.end:
                job.tell(said["state"])
            orders, job.orders = job.orders, []
            self._advance()
            self._end_pump(job)
            wake = self._pumps[job.id] = asyncio.Event()
        self._spawn(self._pump(job, job.address, job.turn, wake))
        for order in orders:
            self._spawn(self._tell(job, order))

    async def _pump(self, job: Job, address: str, turn: int, wake: asyncio.Event) -> None:
        """Fetch frames of a run while somebody waits for one."""
        seen = 0
        while (job.address, job.turn, job.phase) == (address, turn, Phase.LIVE):
            wake.clear()
            if not any(w.ready for w in tuple(job.watchers)):
                await wake.wait()
                continue
            try:
                poll = self._dask.rpc(address).aelab_poll
                reply = await poll(run=job.id, seen=seen, seconds=POLL_SECONDS)
            except OSError:
                return self._lost(job, address)
            if not reply["ok"]:
                return
            if "frame" in reply and reply["number"] > seen:
                seen = reply["number"]
                with self._lock:
                    if job.turn == turn and job.phase is Phase.LIVE:
                        job.deliver(reply["frame"], full=reply["full"])

    def _end_pump(self, job: Job) -> None:
        pump = self._pumps.pop(job.id, None)
        if pump is not None:
            self._loop.call_soon_threadsafe(pump.set)

    def _lost(self, job: Job, address: str) -> None:
        """Note that a worker is gone: Dask gives the run to another one."""
        with self._lock:
            if job.address == address and job.phase is Phase.LIVE:
                job.address, job.phase, job.parking = "", Phase.STARTING, False
                job.tell("queued", LOST)

    def _send(self, job: Job, op: str) -> "Future[Any]":
        """Ask a live run for something that no person waits for."""
        return self._spawn(self._tell(job, Command(op)))

    async def _tell(self, job: Job, command: Command) -> None:
        """Send a command to a live run, one after the other, and take notice of the reply."""
        async with self._turns.setdefault(job.id, asyncio.Lock()):
            address = job.address
            try:
                reply = await self._dask.rpc(address).aelab_command(
                    run=job.id, name=command.op, value=command.value
                )
            except (OSError, ValueError):  # the worker is gone, or has just gone
                self._lost(job, address)
                reply = {"ok": False, "state": "gone"}
            with self._lock:
                self._replied(job, command, reply)

    def _replied(self, job: Job, command: Command, reply: Reply) -> None:
        if reply["state"] == "gone":
            if command.op in ("park", "full"):
                settle(command.done, reply)
            elif job.phase is Phase.LIVE:
                job.parking = True  # it has left: the end is on its way
                job.orders.append(command)
            else:
                self._obey(job, command)
            return
        job.index, job.rate = reply.get("index", job.index), reply.get("rate", job.rate)
        if command.op != "park" and job.phase is Phase.LIVE and reply["state"]:
            if reply["ok"]:
                job.tell(reply["state"], reply["message"], reply["fix"])
            self._advance()
        settle(command.done, reply)

    def _done(self, job: Job, turn: int, task: Task) -> None:
        """Take over how a turn ended, and let go of the task, or Dask may compute it again."""
        status = task.status
        ending: dict[str, Any] = {"state": "stopped", "message": KILLED, "fix": None, "frame": b""}
        if status == "finished":
            ending = task.result()
        elif status == "error":
            log.error("Run %s: %r", job.id, task.exception())
        task.release()
        with self._lock:
            if not self._closing and job.turn == turn:
                self._ended(job, ending)

    def _ended(self, job: Job, ending: dict[str, Any]) -> None:
        self._tasks.pop(job.id, None)
        self._end_pump(job)
        self._turns.pop(job.id, None)
        orders, job.orders = job.orders, []
        job.parking, job.address = False, ""
        job.rate, job.index = ending.get("rate", job.rate), ending.get("index", job.index)
        if ending["state"] in ENDED:
            if ending["frame"]:
                job.deliver(ending["frame"], full=True)
            self._over(job, ending["state"], ending["message"], ending["fix"])
        else:
            job.deliver(ending["frame"], full=True)
            job.phase = Phase.ASIDE
            job.tell("paused")
        for order in orders:
            self._obey(job, order)
        self._advance()

    # Housekeeping.

    async def _warmed(self, address: str) -> None:
        self._warm.add(address)
        if self._embedded is not None and len(self._embedded.workers) < self._wanted:
            self._embedded.scale(self._wanted)
        elif len(self._warm) >= self._wanted:
            self.ready.set()

    async def _keep(self) -> None:
        """Look after slots, grace times, long pauses and old runs."""
        while not self._closing and self._dask.scheduler is not None:
            try:
                cores = await self._dask.scheduler.ncores()
            except OSError:
                cores = {}
            with self._lock:
                self.slots = sum(cores.values())
                for job in tuple(self._jobs.values()):
                    self._look_after(job)
                self._forget()
                self._advance()
            await asyncio.sleep(TICK_SECONDS)
        if not self._closing:
            self.problem = "The scheduler is gone; the server has to be started again."
            log.error(self.problem)

    def _look_after(self, job: Job) -> None:
        now = time.monotonic()
        if job.phase is Phase.LIVE and job.state == "paused" and now - job.since > self.pause:
            self._park(job)
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


def _complain(future: "Future[Any]") -> None:
    if not future.cancelled() and (problem := future.exception()):
        log.error("The cluster failed at something.", exc_info=problem)


def _last_frame(run: str) -> bytes:
    path = checkpoints.folder(run) / checkpoints.LAST_FRAME
    return path.read_bytes() if path.exists() else b""


def _from_disk(run: str) -> Job | None:
    """Return a run of an earlier server from its checkpoint: over, or set aside."""
    try:
        notes = checkpoints.notes(run)
        if notes is None:
            return None
        job = Job(run, Spec.from_json(notes["spec"]), secrets.token_urlsafe(16))
        job.life, job.turn, job.index = notes["life"], notes["turn"], notes["index"]
        job.rate, job.message, job.fix = notes["rate"], notes["message"], notes["fix"]
    except (ValueError, KeyError, TypeError):  # no id, or a run of another version of the lab
        return None
    over = notes["state"] in ENDED
    job.phase = Phase.OVER if over else Phase.ASIDE
    job.state = notes["state"] if over else "paused"
    return job
