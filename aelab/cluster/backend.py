"""The Dask side: takes runs to workers, fetches their frames, and says what becomes of them.

What is public may be called from any thread; all else happens on the loop of the Dask client.
Torch is never imported.
"""

import asyncio
import json
import logging
import threading
import time
from collections.abc import Coroutine, Iterable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from typing import Any, Protocol, cast

from distributed import Client, KilledWorker, LocalCluster
from distributed import Future as Task

from aelab import catalogue
from aelab.cluster import scheduler, worker
from aelab.cluster.job import Job
from aelab.cluster.transitions import Phase
from aelab.params import InputError
from aelab.runs.channel import GONE, Command, Reply
from aelab.runs.protocol import Op
from aelab.spec import Spec

POLL_SECONDS = 5.0
CLOSE_SECONDS = 3.0  # a start that is under way is waited for so long
TICK_SECONDS = 0.5
ANSWER_SECONDS = 5.0  # a scheduler that is there answers within it
STOP_SECONDS = 3.0  # a worker that takes longer to stop a turn is started again
RESTART_SECONDS = 30.0
GONE_LOOKS, GONE_PAUSE = 20, 0.1  # at the scheduler's list of workers, and seconds in between
UNREACHED: Reply = {
    "ok": False, "state": "", "message": "The worker could not be reached: try again.",
}  # fmt: skip
FAILED: Reply = {"ok": False, "state": "", "message": "The command could not be carried out."}
AWAY = "The scheduler does not answer: runs wait until it is back."
KILLED = "The run's workers died several times; press Play to go on from its last checkpoint."
BROKEN = "The run broke off, the log says why; press Play to go on from its last checkpoint."

log = logging.getLogger(__name__)


class Runs(Protocol):
    """Whoever holds the runs, and what they are told of them, from any thread."""

    def counted(self, slots: int) -> None:
        """Take notice of how many workers there are; comes every half second."""

    def taken(self, run: str, turn: int, address: str) -> bool:
        """Take notice of the worker that a turn is on; say whether it is still wanted there."""

    def began(self, run: str, turn: int, address: str, state: str) -> None:
        """Take notice that a turn of a run has begun on the worker at an address."""

    def showed(self, job: Job, turn: int, frame: bytes, *, full: bool) -> None:
        """Take a frame."""

    def replied(self, job: Job, command: Command, reply: Reply) -> None:
        """Take the reply to a command; its state is gone if the run has left the worker."""

    def lost(self, job: Job, address: str) -> None:
        """Take notice that a worker is gone: Dask gives the run to another one."""

    def cut_off(self) -> None:
        """Take notice that the scheduler is gone, and all turns with it."""

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
        self._address = ""  # of a scheduler that is not our own
        self._spawned: set[Future[Any]] = set()  # what goes on on the client's loop

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
        self._address = scheduler.named()
        if not self._address:
            self._wanted = scheduler.wanted_workers()
            self._embedded = scheduler.embedded()
        self._join()
        if not self._closing:
            threading.Thread(target=self._keep, name="aelab-cluster", daemon=True).start()

    def _join(self) -> None:
        """Connect to the scheduler, for the first time or again."""
        client = self._client = scheduler.connect(self._address or self._embedded or "")
        if self._closing:
            return
        client.subscribe_topic(worker.TOPIC, self._event)
        client.register_plugin(worker.Lab())
        if catalogue.read() is None:
            self.make_catalogue()

    def close(self, live: Iterable[Job]) -> None:
        """Let the live runs keep their checkpoints, and end all that was started here."""
        self._closing = True
        if not self._starting.wait(CLOSE_SECONDS):
            return  # what it starts ends with this process
        if self._client is not None:
            with suppress(OSError, RuntimeError):  # the scheduler may be gone
                wait([self.tell(job, Command(Op.PARK)) for job in live], timeout=1.0)
            for future in tuple(self._spawned):
                future.cancel()
            wait(tuple(self._spawned), timeout=0.5)
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
        """Release what belonged to a turn that is over."""
        self._tasks.pop(job.id, None)
        self._turns.pop(job.id, None)
        self._end_pump(job)

    def abandon(self, job: Job) -> None:
        """Free the worker that a turn is on, or withdraw it from the scheduler."""
        task = self._tasks.get(job.id)
        self.leave(job)
        with suppress(RuntimeError):  # the client has been closed
            self._spawn(self._withdraw(task, job.id, job.turn, job.address))

    def refusal(self, spec: Spec, seconds: float) -> str:
        """Return why workers do not take a run in; empty if they do, or do not say in time."""
        if not self._warm:
            return ""  # the worker that it comes to asks again
        try:
            return str(self._spawn(self._refusal(spec)).result(seconds))
        except (OSError, RuntimeError, TimeoutError, CancelledError):
            return ""

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
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:  # there is no loop any more
            coroutine.close()
            raise
        self._spawned.add(future)
        future.add_done_callback(self._spawned.discard)
        future.add_done_callback(_complain)
        return future

    async def _refusal(self, spec: Spec) -> str:
        address = next(iter(self._warm), "")
        if not address:
            return ""
        return str(await self._dask.rpc(address).aelab_refusal(spec=spec.to_json()))

    async def _make_catalogue(self) -> None:
        content = await self._dask.submit(worker.make_catalogue, pure=False, priority=10)
        if catalogue.read() is None:
            catalogue.take(content)

    # A turn of a run: its task, its frames, its commands, its end.

    def _submit(self, job: Job, turn: int) -> None:
        rate = job.rate if job.life else None
        ticket = {"life": job.life, "turn": turn, "begin": str(job.begin), "rate": rate}
        ticket |= {"pace": job.pace, "carried": job.carried}
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
                reply = await poll(run=job.id, turn=turn, seen=seen, seconds=POLL_SECONDS)
            except OSError:
                if await self._is_gone(address):
                    return self._runs.lost(job, address)
                continue
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
            address, turn = job.address, job.turn
            reply = await self._command(job.id, turn, address, command)
            if reply is GONE:
                self._runs.lost(job, address)
            self._runs.replied(job, command, reply)

    async def _command(self, run: str, turn: int, address: str, command: Command) -> Reply:
        """Return a worker's reply to a command: `GONE` itself if the worker is gone.

        Only a broken connection and the scheduler's word together make a worker lost: a command
        that fails for another reason is refused, and the run goes on.
        """
        try:
            value = json.dumps(command.value, allow_nan=False)
            ask = self._dask.rpc(address).aelab_command
            return dict(await ask(run=run, turn=turn, name=str(command.op), value=value))
        except OSError:
            return GONE if await self._is_gone(address) else UNREACHED
        except Exception:
            log.exception("The command %s of run %s failed.", command.op[:20], run)
            return FAILED

    async def _is_gone(self, address: str) -> bool:
        """Return whether the scheduler has lost a worker, too; it may notice a moment later."""
        for _ in range(GONE_LOOKS):
            try:
                if address not in await self._cores():
                    return True
            except (OSError, TimeoutError):  # the scheduler is gone itself: see `_keep`
                return False
            await asyncio.sleep(GONE_PAUSE)
        return False

    async def _withdraw(self, task: Task | None, run: str, turn: int, address: str) -> None:
        """Take a turn back: from the scheduler, and from a worker that has it already.

        A worker that does not stop in time, such as in the middle of a long update, is started
        again.
        """
        if task is not None:
            with suppress(OSError, CancelledError):
                await task.cancel(asynchronous=True)
        if not address:
            return
        stopping = self._command(run, turn, address, Command(Op.STOP))
        try:
            await asyncio.wait_for(stopping, STOP_SECONDS)
        except TimeoutError:
            log.warning("The worker %s does not stop run %s: it is started again.", address, run)
            await self._restart(address)

    async def _restart(self, address: str) -> None:
        try:
            await self._dask._restart_workers([address], RESTART_SECONDS, False)
        except (OSError, ValueError, TimeoutError) as problem:  # it has no nanny, or has left
            log.warning("The worker %s could not be started again: %s", address, problem)

    def _done(self, job: Job, turn: int, task: Task) -> None:
        """Tell how a turn ended, and release its task, or Dask may compute it again."""
        if task.status == "finished":
            ending = task.result()
            task.release()
            return self._runs.ended(job, turn, ending)
        problem = task.exception() if task.status == "error" else task.status
        task.release()
        if self._closing or task.status in ("cancelled", "lost"):  # it was withdrawn, or `_keep`
            return
        log.error("Run %s: %r", job.id, problem)
        self._runs.failed(job, turn, KILLED if isinstance(problem, KilledWorker) else BROKEN)

    # The workers.

    async def _event(self, event: tuple[float, dict[str, Any]]) -> None:
        """Take notice of what a worker says."""
        content = event[1]
        if content["event"] == "warm":
            return self._warmed(content["address"])
        run, turn, address = content["run"], content["turn"], content["address"]
        if content["event"] == "started":
            self._runs.began(run, turn, address, content["state"])
        elif not self._runs.taken(run, turn, address):
            await self._withdraw(None, run, turn, address)

    def _warmed(self, address: str) -> None:
        self._warm.add(address)
        if self._embedded is not None and len(self._embedded.workers) < self._wanted:
            self._embedded.scale(self._wanted)
        elif len(self._warm) >= self._wanted:
            self.ready.set()

    # The connection, in a thread of its own.

    def _keep(self) -> None:
        """Count the workers again and again; connect again to a scheduler that was lost."""
        while not self._closing:
            try:
                cores = self._dask.sync(self._cores)
            except (OSError, RuntimeError, TimeoutError, CancelledError) as error:
                if not self._closing and self._dask.status != "running":
                    self._rejoin(error)
            else:
                self._warm &= cores.keys()
                self._runs.counted(sum(cores.values()))
            time.sleep(TICK_SECONDS)

    async def _cores(self) -> dict[str, int]:
        """Return the workers that the scheduler has, by address, and their threads."""
        there: Any = self._dask.scheduler
        if there is None or self._dask.status != "running":
            raise OSError("The connection to the scheduler is lost.")
        return dict(await asyncio.wait_for(there.ncores(), ANSWER_SECONDS))

    def _rejoin(self, error: BaseException) -> None:
        """Say that the scheduler is gone, set all runs aside for it, and connect to it again."""
        log.error("The scheduler does not answer: %r", error)
        self.problem = AWAY
        self._runs.cut_off()
        self._warm.clear()
        self._dask.close(timeout=1)
        while not self._closing:
            try:
                self._join()
            except Exception as problem:  # of whatever kind: Dask's loop may end meanwhile
                log.info("The scheduler is still away: %r", problem)
                time.sleep(TICK_SECONDS)
            else:
                self.problem = ""
                log.warning("Connected to the scheduler again.")
                return


def _complain(future: "Future[Any]") -> None:
    if not future.cancelled() and (problem := future.exception()):
        log.error("The cluster failed at something.", exc_info=problem)
