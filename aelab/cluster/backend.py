"""Dask workers as the backend of the cluster.

It knows nothing of the cluster, nor of the runs beyond what each call brings: what happens to
them is posted as events. Torch is never imported.
"""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from typing import Any

from distributed import Client

from aelab import catalogue, plugins
from aelab.cluster import worker
from aelab.cluster.attempts import Attempts
from aelab.cluster.connection import Connection
from aelab.cluster.events import Event, Place, Started, Taken
from aelab.runs.attempt import Attempt
from aelab.runs.channel import Command
from aelab.runs.protocol import Op, State
from aelab.spec import Spec


class DaskBackend:
    """Executes attempts on Dask workers; see `aelab.cluster.interface.Backend`."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        """Prepare to ``post`` events; `start` connects."""
        self.connection = Connection(post, self._connected, self._disconnected)
        self.attempts = Attempts(self.connection, post)
        self._post = post
        self._lock = threading.Lock()  # on who makes the catalogue
        self._making: Future[None] | None = None

    @property
    def ready(self) -> threading.Event:
        """Set when all workers have imported what runs need."""
        return self.connection.ready

    @property
    def problem(self) -> str:
        """Why it could not start or is not connected, in one sentence; empty if it works."""
        return self.connection.problem

    def start(self) -> None:
        """Start the workers, or connect to those of AELAB_SCHEDULER; takes seconds."""
        self.connection.start()

    def close(self, live: Iterable[Place]) -> None:
        """Suspend the attempts that are live, and end all that was started here."""
        if not self.connection.stop():
            return
        with suppress(OSError, RuntimeError):  # the scheduler may be lost
            wait([self.attempts.send(place, Command(Op.SUSPEND)) for place in live], timeout=1.0)
        self.connection.close()

    def launch(self, place: Place, spec: Spec, attempt: Attempt) -> None:
        """Send an attempt of a run to a worker."""
        self.attempts.launch(place, spec, attempt)

    def follow(self, place: Place) -> None:
        """Fetch frames of an attempt from now on, each when it is asked for."""
        self.attempts.follow(place)

    def request_frame(self, place: Place) -> None:
        """Fetch the next frame of an attempt that is followed."""
        self.attempts.want_frame(place, wanted=True)

    def stop_frames(self, place: Place) -> None:
        """Fetch no frame before the next one is asked for."""
        self.attempts.want_frame(place, wanted=False)

    def send(self, place: Place, command: Command) -> None:
        """Send a command to an attempt, after those that were sent before."""
        self.attempts.send(place, command)

    def release(self, place: Place) -> None:
        """Release what belonged to an attempt that has ended."""
        self.attempts.release(place)

    def withdraw(self, place: Place) -> None:
        """Stop an attempt: cancel its task, and free the worker that it is on."""
        self.attempts.withdraw(place)

    def refusal(self, spec: Spec, seconds: float) -> str:
        """Return why workers refuse a run; empty if they do not, or do not answer in time."""
        if not self.connection.warm:
            return ""  # the worker that the run comes to checks it again
        try:
            return str(self.connection.spawn(self._refusal(spec)).result(seconds))
        except (OSError, RuntimeError, TimeoutError, CancelledError):
            return ""

    async def _refusal(self, spec: Spec) -> str:
        address = next(iter(self.connection.warm), "")
        if not address:
            return ""
        return str(await self.connection.client.rpc(address).aelab_refusal(spec=spec.to_json()))

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one does."""
        with self._lock:
            if self.connection.started and (self._making is None or self._making.done()):
                self._making = self.connection.spawn(self._make_catalogue())

    async def _make_catalogue(self) -> None:
        client = self.connection.client
        content = await client.submit(worker.make_catalogue, pure=False, priority=10)
        if catalogue.read() is None:
            catalogue.take(content)

    # What the connection reports.

    def _connected(self, client: Client) -> None:
        client.subscribe_topic(worker.TOPIC, self._worker_event)
        client.register_plugin(worker.Lab(plugins.contents()))
        if catalogue.read() is None:
            self.make_catalogue()

    def _disconnected(self) -> None:
        self.attempts.withdraw_all()

    async def _worker_event(self, event: tuple[float, dict[str, Any]]) -> None:
        """Post what a worker reports."""
        content = event[1]
        if content["event"] == worker.WARM_EVENT:
            return self.connection.worker_is_warm(content["address"])
        place = Place(content["run"], content["attempt"], content["address"])
        if content["event"] == worker.TAKEN_EVENT:
            self._post(Taken(place))
        else:
            self._post(Started(place, State(content["state"])))
