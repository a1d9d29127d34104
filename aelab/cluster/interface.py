"""The contracts of the cluster: what the pages ask of it, and what it asks of the Dask side."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any, Protocol

from aelab.cluster.events import Place
from aelab.cluster.subscription import Subscription
from aelab.runs.attempt import Attempt
from aelab.runs.channel import Command, Reply
from aelab.runs.protocol import State
from aelab.spec import Spec


class RunRecord(Protocol):
    """A run as the pages see it."""

    @property
    def spec(self) -> Spec:
        """What is trained."""

    @property
    def owner(self) -> str:
        """The session whose run it is."""

    @property
    def state(self) -> State:
        """Its state."""

    @property
    def attempt(self) -> int:
        """The sequence number of its last attempt on a worker."""

    @property
    def viewers(self) -> int:
        """How many browsers show it."""

    @property
    def frame(self) -> bytes:
        """Its last full frame in memory, empty if there is none."""

    def picture(self) -> bytes:
        """Return the last full frame with the moving ones after it; there must be a full one."""


class RunCluster(Protocol):
    """The cluster as the pages and the live route see it."""

    @property
    def problem(self) -> str:
        """Why it could not start or runs have to wait, in one sentence; empty if it works."""

    def start(self) -> None:
        """Start the workers, or connect to existing ones; takes seconds."""

    def close(self) -> None:
        """Store the checkpoints of the runs and end all that was started here."""

    def submit(
        self, spec: Spec, owner: str, *, shown: bool = True, pace: int = 0, visitor: str = ""
    ) -> str:
        """Queue a run and return its id.

        Args:
            spec: The run.
            owner: The session that the run belongs to, a secret of it.
            shown: Whether the session shows the run; it ends the one that was shown before.
            pace: Updates per second; 0 is as fast as possible.
            visitor: Who asks, for fairness between visitors.

        Raises:
            InputError: If the run is refused, such as one beyond the limits.

        """

    def find(self, run: str) -> RunRecord | None:
        """Return the run of that id, None if there is none."""

    def stop(self, run: str) -> None:
        """Stop a run."""

    def command(self, run: str, op: str, value: Any = None) -> "Future[Reply]":
        """Send a command; the future holds the reply when it is in force."""

    def watch(self, run: str, wake: Callable[[], None], visitor: str = "") -> Subscription | None:
        """Subscribe to a run; None if there is none of that id."""

    def request_frame(self, subscription: Subscription) -> None:
        """Fetch the next frame, if the browser is ready for it."""

    def unwatch(self, subscription: Subscription) -> None:
        """End a subscription."""

    def catalogue_ready(self) -> bool:
        """Return whether the catalogue of the current files has been made."""

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one does."""


class Backend(Protocol):
    """Where attempts are executed. What happens there is posted as an event.

    All methods may be called from any thread.
    """

    @property
    def ready(self) -> threading.Event:
        """Set when all workers have imported what runs need."""

    @property
    def problem(self) -> str:
        """Why it could not start or is not connected, in one sentence; empty if it works."""

    def start(self) -> None:
        """Start the workers, or connect to existing ones; takes seconds."""

    def close(self, live: Iterable[Place]) -> None:
        """Suspend the attempts that are live, and end all that was started here."""

    def launch(self, place: Place, spec: Spec, attempt: Attempt) -> None:
        """Send an attempt of a run to a worker."""

    def follow(self, place: Place) -> None:
        """Fetch frames of an attempt from now on, each when it is asked for."""

    def request_frame(self, place: Place) -> None:
        """Fetch the next frame of an attempt that is followed."""

    def stop_frames(self, place: Place) -> None:
        """Fetch no frame before the next one is asked for."""

    def send(self, place: Place, command: Command) -> None:
        """Send a command to an attempt, after those that were sent before."""

    def release(self, place: Place) -> None:
        """Release what belonged to an attempt that has ended."""

    def withdraw(self, place: Place) -> None:
        """Stop an attempt: cancel its task, and free the worker that it is on."""

    def refusal(self, spec: Spec, seconds: float) -> str:
        """Return why workers refuse a run; empty if they do not, or do not answer in time."""

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one does."""
