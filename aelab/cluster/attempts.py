"""Attempts on Dask workers: their tasks, their frames, their commands, and how they end.

Methods without an underscore may be called from any thread; all else happens on the loop of the
Dask client.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from distributed import Future as Task
from distributed import KilledWorker

from aelab.cluster import worker
from aelab.cluster.connection import Connection
from aelab.cluster.events import Answered, Ended, Event, Failed, FrameReceived, Place, WorkerLost
from aelab.runs.attempt import Attempt
from aelab.runs.channel import GONE, Command, Reply
from aelab.runs.protocol import Op
from aelab.spec import Spec

POLL_SECONDS = 5.0
STOP_SECONDS = 3.0  # a worker that takes longer to stop an attempt is started again
UNREACHED: Reply = {
    "ok": False,
    "state": "",
    "message": "The worker could not be reached: try again.",
}
FAILED: Reply = {"ok": False, "state": "", "message": "The command could not be carried out."}
KILLED = "The run's workers died several times; press Play to go on from its last checkpoint."
BROKEN = "The run broke off, the log says why; press Play to go on from its last checkpoint."

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Remote:
    """What belongs to an attempt here.

    Attributes:
        task: Its Dask future, None before it is submitted.
        place: The worker that it is on, None before it has begun.
        wanted: Set while a frame is wanted of it.
        order: Held while a command is under way: one after the other.
        poll: The sequence number of the last polling; an earlier one ends.

    """

    task: "Task[Any] | None" = None
    place: Place | None = None
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    poll: int = 0


class Attempts:
    """Executes attempts on the workers of a connection, and posts what happens to them."""

    def __init__(self, connection: Connection, post: Callable[[Event], None]) -> None:
        """Execute on the workers of ``connection``, and ``post`` events."""
        self._connection, self._post = connection, post
        self._remotes: dict[tuple[str, int], _Remote] = {}  # by run and number of the attempt

    def launch(self, place: Place, spec: Spec, attempt: Attempt) -> None:
        """Send an attempt of a run to a worker."""
        self._remotes[place.key] = _Remote()
        self._connection.loop.call_soon_threadsafe(self._submit, place, spec, attempt)

    def follow(self, place: Place) -> None:
        """Fetch frames of an attempt from now on, each when it is asked for."""
        remote = self._remotes.get(place.key)
        if remote is not None:
            remote.place, remote.poll = place, remote.poll + 1
            self._connection.spawn(self._fetch_frames(place, remote, remote.poll))

    def want_frame(self, place: Place, *, wanted: bool) -> None:
        """Fetch the next frame of an attempt that is followed, or none until further notice."""
        remote = self._remotes.get(place.key)
        if remote is not None:
            act = remote.wanted.set if wanted else remote.wanted.clear
            self._connection.loop.call_soon_threadsafe(act)

    def send(self, place: Place, command: Command) -> "Future[None]":
        """Send a command; the future is done when the reply has been posted."""
        return self._connection.spawn(self._send(place, command))

    def release(self, place: Place) -> None:
        """Release what belonged to an attempt that has ended."""
        self._remove(place)

    def withdraw(self, place: Place) -> None:
        """Stop an attempt: cancel its task, and free the worker that it is on."""
        remote = self._remove(place)
        with suppress(RuntimeError):  # the client has been closed
            self._connection.spawn(self._withdraw(remote.task if remote else None, place))

    def withdraw_all(self) -> None:
        """Stop all attempts."""
        for (run, number), remote in tuple(self._remotes.items()):
            self.withdraw(remote.place or Place(run, number))

    def _remove(self, place: Place) -> _Remote | None:
        remote = self._remotes.pop(place.key, None)
        if remote is not None:
            remote.poll += 1  # ends its polling
            with suppress(RuntimeError):  # the client has been closed
                self._connection.loop.call_soon_threadsafe(remote.wanted.set)
        return remote

    # On the client's loop.

    def _submit(self, place: Place, spec: Spec, attempt: Attempt) -> None:
        remote = self._remotes.get(place.key)
        if remote is None:
            return  # it was withdrawn meanwhile
        task = remote.task = self._connection.client.submit(
            worker.execute,
            place.run,
            spec.to_json(),
            attempt,
            key=f"live-{place.run}-{place.attempt}",
            pure=False,
        )
        task.add_done_callback(lambda task: self._done(place, task))

    def _done(self, place: Place, task: "Task[Any]") -> None:
        """Post how an attempt ended, and release its task, or Dask may compute it again."""
        if task.status == "finished":
            ending = task.result()
            task.release()
            return self._post(Ended(place, ending))
        problem = task.exception() if task.status == "error" else task.status
        task.release()
        if self._connection.closing or task.status in ("cancelled", "lost"):
            return  # it was withdrawn, or the scheduler is lost
        log.error("Run %s: %r", place.run, problem)
        self._post(Failed(place, KILLED if isinstance(problem, KilledWorker) else BROKEN))

    async def _fetch_frames(self, place: Place, remote: _Remote, poll: int) -> None:
        """Post frames, newer ones only, until the attempt is over or another polling begins."""
        seen = 0
        while remote.poll == poll:
            if not remote.wanted.is_set():
                await remote.wanted.wait()
                continue
            try:
                reply = await self._connection.client.rpc(place.address).aelab_poll(
                    run=place.run, attempt=place.attempt, seen=seen, seconds=POLL_SECONDS
                )
            except OSError:
                if await self._connection.is_lost(place.address):
                    return self._post(WorkerLost(place))
                continue
            if not reply["ok"]:
                return
            if "frame" in reply and reply["number"] > seen:
                seen = reply["number"]
                remote.wanted.clear()  # whoever takes the frame asks for the next one
                self._post(FrameReceived(place, reply["frame"], full=reply["full"]))

    async def _send(self, place: Place, command: Command) -> None:
        """Send a command, and post the reply."""
        remote = self._remotes.get(place.key)
        async with remote.order if remote else asyncio.Lock():
            reply = await self._ask(place, command)
            if reply is GONE:
                self._post(WorkerLost(place))
            self._post(Answered(place, command, reply))

    async def _ask(self, place: Place, command: Command) -> Reply:
        """Return a worker's reply to a command: `GONE` itself if the worker is lost.

        Only a broken connection and the scheduler's word together make a worker lost: a command
        that fails for another reason is refused, and the run goes on.
        """
        try:
            value = json.dumps(command.value, allow_nan=False)
            ask = self._connection.client.rpc(place.address).aelab_command
            reply = await ask(
                run=place.run, attempt=place.attempt, name=str(command.op), value=value
            )
            return dict(reply)
        except OSError:
            return GONE if await self._connection.is_lost(place.address) else UNREACHED
        except Exception:  # whatever the worker or the connection raises, the sender is answered
            log.exception("The command %s of run %s failed.", command.op[:20], place.run)
            return FAILED

    async def _withdraw(self, task: "Task[Any] | None", place: Place) -> None:
        """Take an attempt from the scheduler, and from a worker that has it already.

        A worker that does not stop in time, such as in the middle of a long update, is started
        again.
        """
        if task is not None:
            with suppress(OSError, CancelledError):
                await task.cancel(asynchronous=True)
        if not place.address:
            return
        stopping = self._ask(place, Command(Op.STOP))
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await stopping
        except TimeoutError:
            log.warning("Worker %s does not stop run %s: restarted.", place.address, place.run)
            await self._connection.restart(place.address)
