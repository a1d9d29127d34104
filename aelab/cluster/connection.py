"""The connection to the Dask scheduler: made at the start, watched, and made again when lost."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from typing import Any, cast

from distributed import Client, LocalCluster

from aelab.cluster import scheduler
from aelab.cluster.events import Event, SchedulerLost, WorkersCounted
from aelab.params import InputError

CLOSE_SECONDS = 3.0  # a start that is under way is waited for so long
TICK_SECONDS = 0.5  # between two counts of the workers
ANSWER_SECONDS = 5.0  # a scheduler that takes longer to answer is lost
RESTART_SECONDS = 30.0
LOST_CHECKS, LOST_PAUSE = 20, 0.1  # of the scheduler's list of workers, and seconds in between
AWAY = "The scheduler does not answer: runs wait until it is back."

log = logging.getLogger(__name__)


class Connection:
    """The client of a scheduler and the loop that it runs on.

    Attributes:
        ready: Set when all workers have imported what runs need.
        problem: Why there is no connection, in one sentence; empty if there is one.
        warm: The addresses of the workers that have imported what runs need.

    """

    def __init__(
        self,
        post: Callable[[Event], None],
        connected: Callable[[Client], None],
        disconnected: Callable[[], None],
    ) -> None:
        """Prepare to connect.

        Args:
            post: Takes the number of workers and the loss of the scheduler as events.
            connected: Prepares each client once it is connected.
            disconnected: Releases what was on a scheduler that is lost.

        """
        self.ready = threading.Event()
        self.problem = ""
        self.warm: set[str] = set()
        self.closing = False
        self._post, self._connected, self._disconnected = post, connected, disconnected
        self._embedded: LocalCluster | None = None
        self._client: Client | None = None
        self._wanted = 1
        self._idle = threading.Event()  # set while no start is under way
        self._idle.set()
        self._address = ""  # of a scheduler that is not our own
        self._spawned: set[Future[Any]] = set()  # coroutines on the client's loop

    def start(self) -> None:
        """Start the workers, or connect to those of AELAB_SCHEDULER; takes seconds."""
        self._idle.clear()
        try:
            self._connect()
        except (InputError, OSError) as problem:
            self.problem = str(problem)
            log.error("The cluster did not start: %s", problem)
        finally:
            self._idle.set()

    def _connect(self) -> None:
        self._address = scheduler.named()
        if not self._address:
            self._wanted = scheduler.wanted_workers()
            self._embedded = scheduler.embedded()
        self._join()
        if not self.closing:
            threading.Thread(target=self._keep, name="aelab-cluster", daemon=True).start()

    def _join(self) -> None:
        """Connect to the scheduler, for the first time or again."""
        client = self._client = scheduler.connect(self._address or self._embedded or "")
        if self.closing:
            return
        self._connected(client)

    def stop(self) -> bool:
        """Let nothing begin any more; return whether no start is under way."""
        self.closing = True
        return self._idle.wait(CLOSE_SECONDS)  # what it starts ends with this process

    def close(self) -> None:
        """Close the client, and end the workers that were started here."""
        if self._client is not None:
            for future in tuple(self._spawned):
                future.cancel()
            wait(tuple(self._spawned), timeout=0.5)
            with suppress(OSError, RuntimeError):  # the scheduler may be gone
                self._client.close(timeout=1)
        if self._embedded is not None:
            scheduler.end(self._embedded)

    # The client and its loop.

    @property
    def client(self) -> Client:
        """The Dask client; `RuntimeError` before it is connected."""
        if self._client is None:
            raise RuntimeError("The cluster has not been started.")
        return self._client

    @property
    def started(self) -> bool:
        """Whether there has been a connection."""
        return self._client is not None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop of the client."""
        loop: Any = self.client.loop  # tornado's, around the loop itself
        return cast(asyncio.AbstractEventLoop, loop.asyncio_loop)

    def spawn(self, coroutine: Coroutine[Any, Any, Any]) -> "Future[Any]":
        """Run a coroutine on the client's loop; an error is logged.

        Raises:
            RuntimeError: If there is no loop.

        """
        try:
            future = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        except RuntimeError:
            coroutine.close()
            raise
        self._spawned.add(future)
        future.add_done_callback(self._spawned.discard)
        future.add_done_callback(_log_failure)
        return future

    # The workers; these coroutines are for the client's loop.

    async def cores(self) -> dict[str, int]:
        """Return the workers that the scheduler has, by address, and their threads.

        Raises:
            OSError: If the scheduler is lost; `TimeoutError` if it does not answer.

        """
        remote: Any = self.client.scheduler
        if remote is None or self.client.status != "running":
            raise OSError("The connection to the scheduler is lost.")
        async with asyncio.timeout(ANSWER_SECONDS):
            return dict(await remote.ncores())

    async def is_lost(self, address: str) -> bool:
        """Return whether the scheduler has lost a worker; it may notice a moment later."""
        for _ in range(LOST_CHECKS):
            try:
                if address not in await self.cores():
                    return True
            except (OSError, TimeoutError):  # the scheduler is lost itself: see `_keep`
                return False
            await asyncio.sleep(LOST_PAUSE)
        return False

    async def restart(self, address: str) -> None:
        """Start a worker again."""
        try:
            await self.client._restart_workers([address], RESTART_SECONDS, False)
        except (OSError, ValueError, TimeoutError) as problem:  # it has no nanny, or has left
            log.warning("The worker %s could not be started again: %s", address, problem)

    def worker_is_warm(self, address: str) -> None:
        """Note that a worker has imported what runs need; start the others after the first."""
        self.warm.add(address)
        if self._embedded is not None and len(self._embedded.workers) < self._wanted:
            self._embedded.scale(self._wanted)
        elif len(self.warm) >= self._wanted:
            self.ready.set()

    # The thread that watches the connection.

    def _keep(self) -> None:
        """Count the workers every half second; connect again to a scheduler that was lost."""
        while not self.closing:
            try:
                cores = self.client.sync(self.cores)
            except (OSError, RuntimeError, TimeoutError, CancelledError) as error:
                if not self.closing and self.client.status != "running":
                    self._rejoin(error)
            else:
                self.warm &= cores.keys()
                self._post(WorkersCounted(sum(cores.values())))
            time.sleep(TICK_SECONDS)

    def _rejoin(self, error: BaseException) -> None:
        """Post that the scheduler is lost, and connect to it again."""
        log.error("The scheduler does not answer: %r", error)
        self.problem = AWAY
        self._post(SchedulerLost())
        self._disconnected()
        self.warm.clear()
        self.client.close(timeout=1)
        while not self.closing:
            try:
                self._join()
            except Exception as problem:  # of whatever kind: Dask's loop may end meanwhile
                log.info("The scheduler is still away: %r", problem)
                time.sleep(TICK_SECONDS)
            else:
                self.problem = ""
                log.warning("Connected to the scheduler again.")
                return


def _log_failure(future: "Future[Any]") -> None:
    if not future.cancelled() and (problem := future.exception()):
        log.error("The cluster failed to execute a coroutine.", exc_info=problem)
