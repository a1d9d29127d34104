"""The Dask side: takes runs to workers, fetches their frames, and says what becomes of them.

What is public may be called from any thread; all else happens on the loop of the Dask client.
Torch is never imported.
"""

import asyncio
import logging
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import Future, wait
from typing import Any, Protocol, cast

from distributed import Client, KilledWorker, LocalCluster
from distributed import Future as Task

from aelab import catalogue, checkpoints, scheduler, worker
from aelab.channel import GONE, Command, Reply
from aelab.home import write
from aelab.job import Job, Phase
from aelab.params import InputError

POLL_SECONDS = 5.0
CLOSE_SECONDS = 3.0  # a start that is under way is waited for so long
TICK_SECONDS = 0.5
KILLED = "The run's workers died several times; press Play to go on from its last checkpoint."
BROKEN = "The run broke off, the log says why; press Play to go on from its last checkpoint."

log = logging.getLogger(__name__)


class Runs(Protocol):
    """Whoever holds the runs, and what they are told of them, from any thread."""

    def counted(self, slots: int) -> None:
        """Take notice of how many workers there are; comes every half second."""

    def began(self, run: str, turn: int, address: str, state: str) -> None:
        """Take notice that a turn of a run has begun on the worker at an address."""

    def showed(self, job: Job, turn: int, frame: bytes, *, full: bool) -> None:
        """Take a frame."""

    def replied(self, job: Job, command: Command, reply: Reply) -> None:
        """Take the reply to a command; its state is gone if the run has left the worker."""

    def lost(self, job: Job, address: str) -> None:
        """Take notice that a worker is gone: Dask gives the run to another one."""

    def ended(self, job: Job, turn: int, ending: dict[str, Any]) -> None:
        """Take over how a turn of a run ended."""

    def failed(self, job: Job, turn: int, why: str) -> None:
        """Take notice that Dask gave a turn of a run up."""


class Dispatch:
    """Brings runs to Dask workers, and what happens there to whoever holds the runs."""

    def __init__(self, runs: Runs) -> None:
        """Make ready to tell ``runs``; `start` connects."""
        self.ready = threading.Event()  # set when all workers are warm
        self.problem = ""  # why it could not start, in one sentence
        self._runs = runs
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
        self._lock = threading.Lock()  # on who makes the catalogue
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
        if catalogue.read() is None:
            self.make_catalogue()

    def close(self, live: Iterable[Job]) -> None:
        """Let the live runs keep their checkpoints, and end all that was started here."""
        self._closing = True
        if not self._starting.wait(CLOSE_SECONDS):
            return  # what it starts ends with this process
        if self._client is not None:
            wait([self.tell(job, Command("park")) for job in live], timeout=1.0)
            self._client.close(timeout=1)
        if self._embedded is not None:
            scheduler.end(self._embedded)

    # What the cluster asks for.

    def launch(self, job: Job) -> None:
        """Send a turn of a run to a worker."""
        self._loop.call_soon_threadsafe(self._submit, job, job.turn)

    def follow(self, job: Job) -> None:
        """Fetch frames from the worker that a run is on, while somebody waits for one."""
        self._end_pump(job)
        wake = self._pumps[job.id] = asyncio.Event()
        self._spawn(self._pump(job, job.address, job.turn, wake))

    def look(self, job: Job) -> None:
        """Fetch the next frame of a run, if it is followed."""
        pump = self._pumps.get(job.id)
        if pump is not None:
            self._loop.call_soon_threadsafe(pump.set)

    def tell(self, job: Job, command: Command) -> "Future[None]":
        """Send a command to a live run; the future is done when the reply has been told."""
        return self._spawn(self._tell(job, command))

    def leave(self, job: Job) -> None:
        """Let go of a turn that is over."""
        self._tasks.pop(job.id, None)
        self._turns.pop(job.id, None)
        self._end_pump(job)

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one is at it."""
        with self._lock:
            if self._client is None or (self._making and not self._making.done()):
                return
            self._making = self._spawn(self._make_catalogue())

    # On the client's loop.

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

    async def _make_catalogue(self) -> None:
        content = await self._dask.submit(worker.make_catalogue, pure=False, priority=10)
        if catalogue.read() is None:
            write(catalogue.path(), content)

    # A turn of a run: its task, its frames, its commands, its end.

    def _submit(self, job: Job, turn: int) -> None:
        rate = job.rate if job.life else None
        ticket = {"life": job.life, "turn": turn, "begin": job.begin, "rate": rate}
        ticket["pace"] = job.pace
        task = self._dask.submit(
            worker.execute, job.id, job.spec.to_json(), ticket, key=f"live-{job.id}-{turn}",
            pure=False,
        )  # fmt: skip
        self._tasks[job.id] = task
        task.add_done_callback(lambda task: self._done(job, turn, task))

    async def _pump(self, job: Job, address: str, turn: int, wake: asyncio.Event) -> None:
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
                return self._runs.lost(job, address)
            if not reply["ok"]:
                return
            if "frame" in reply and reply["number"] > seen:
                seen = reply["number"]
                self._runs.showed(job, turn, reply["frame"], full=reply["full"])

    def _end_pump(self, job: Job) -> None:
        pump = self._pumps.pop(job.id, None)
        if pump is not None:
            self._loop.call_soon_threadsafe(pump.set)

    async def _tell(self, job: Job, command: Command) -> None:
        """Send a command, one of a run after the other, and tell of the reply."""
        async with self._turns.setdefault(job.id, asyncio.Lock()):
            address = job.address
            try:
                reply = await self._dask.rpc(address).aelab_command(
                    run=job.id, name=command.op, value=command.value
                )
            except (OSError, ValueError):  # the worker is gone, or has just gone
                self._runs.lost(job, address)
                reply = GONE
            self._runs.replied(job, command, reply)

    def _done(self, job: Job, turn: int, task: Task) -> None:
        """Tell how a turn ended, and release its task, or Dask may compute it again."""
        if task.status == "finished":
            ending = task.result()
            task.release()
            return self._runs.ended(job, turn, ending)
        problem = task.exception() if task.status == "error" else task.status
        task.release()
        if not self._closing:
            log.error("Run %s: %r", job.id, problem)
        self._runs.failed(job, turn, KILLED if isinstance(problem, KilledWorker) else BROKEN)

    # The workers.

    async def _event(self, event: tuple[float, dict[str, Any]]) -> None:
        """Take notice of what a worker says."""
        said = event[1]
        if said["event"] == "warm":
            self._warmed(said["address"])
        else:
            self._runs.began(said["run"], said["turn"], said["address"], said["state"])

    def _warmed(self, address: str) -> None:
        self._warm.add(address)
        if self._embedded is not None and len(self._embedded.workers) < self._wanted:
            self._embedded.scale(self._wanted)
        elif len(self._warm) >= self._wanted:
            self.ready.set()

    async def _keep(self) -> None:
        """Count the workers again and again, until the scheduler is gone."""
        while not self._closing and self._dask.scheduler is not None:
            try:
                cores = await self._dask.scheduler.ncores()
            except OSError:
                cores = {}
            self._runs.counted(sum(cores.values()))
            await asyncio.sleep(TICK_SECONDS)
        if not self._closing:
            self.problem = "The scheduler is gone; the server has to be started again."
            log.error(self.problem)


def _complain(future: "Future[Any]") -> None:
    if not future.cancelled() and (problem := future.exception()):
        log.error("The cluster failed at something.", exc_info=problem)
