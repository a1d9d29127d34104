"""The cluster as the web server uses it: submit, find and command runs, and subscribe to them.

Runs wait in a queue, first in, first out, and are sent to a worker when one is free. All methods
may be called from any thread; torch is never imported.
"""

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from aelab import catalogue
from aelab.cluster.actions import Actions
from aelab.cluster.backend import DaskBackend
from aelab.cluster.events import Event
from aelab.cluster.handlers import Handlers
from aelab.cluster.housekeeping import Housekeeping
from aelab.cluster.interface import Backend
from aelab.cluster.job import Job
from aelab.cluster.lifecycle import Lifecycle
from aelab.cluster.mailbox import Mailbox
from aelab.cluster.queue import Queue
from aelab.cluster.stored import restored
from aelab.cluster.subscription import Subscription
from aelab.cluster.transitions import Phase
from aelab.params import InputError
from aelab.runs import checkpoints
from aelab.runs.channel import Command, Reply
from aelab.runs.last_frame import last_frame
from aelab.runs.protocol import Op, State, command_name
from aelab.spec import Spec

ANSWER_SECONDS = 2.0  # a worker is given so long to say whether it refuses a run


class Cluster:
    """Runs on workers, with a queue in front of them."""

    def __init__(
        self,
        *,
        grace: float | None = None,
        pause: float | None = None,
        backend: Backend | None = None,
    ) -> None:
        """Make a cluster; `start` starts it, and runs may be submitted before.

        Args:
            grace: Seconds that a run goes on while no page shows it; None for AELAB_GRACE.
            pause: Seconds that a paused run keeps its slot; None for the usual ones.
            backend: Where attempts are executed; None for Dask workers.

        """
        self._lock = threading.RLock()
        self._jobs: dict[str, Job] = {}
        self._mailbox = Mailbox(self.handle)
        self._backend = DaskBackend(self._mailbox.post) if backend is None else backend
        self._queue = Queue(self._jobs.values(), self._backend)
        self._lifecycle = Lifecycle(self._jobs, self._queue, self._backend)
        self._actions = Actions(self._queue, self._lifecycle, self._backend)
        self.housekeeping = Housekeeping(self._jobs, self._queue, self._lifecycle, self._actions)
        self.housekeeping.grace = self.housekeeping.grace if grace is None else grace
        self.housekeeping.pause = self.housekeeping.pause if pause is None else pause
        self._handlers = Handlers(
            self._jobs,
            self._queue,
            self._backend,
            self._lifecycle,
            self._actions,
            self.housekeeping,
        )

    @property
    def ready(self) -> threading.Event:
        """Set when all workers have imported what runs need."""
        return self._backend.ready

    @property
    def problem(self) -> str:
        """Why it could not start or runs have to wait, in one sentence; empty if it works."""
        return self._backend.problem

    @property
    def slots(self) -> int:
        """How many runs may be on workers at once."""
        return self._queue.slots

    def start(self) -> None:
        """Start the workers, or connect to those of AELAB_SCHEDULER; takes seconds."""
        checkpoints.prune()
        self._mailbox.start()
        self._backend.start()

    def close(self) -> None:
        """Store the checkpoints of the runs and end all that was started here."""
        with self._lock:
            self._queue.closed = True
            live = [job.place for job in self._jobs.values() if job.phase is Phase.LIVE]
        self._backend.close(live)
        self._mailbox.close()

    def handle(self, event: Event) -> None:
        """Handle an event of the backend; the mailbox calls this for one event after the other."""
        with self._lock:
            self._handlers.handle(event)

    # Runs and commands.

    def submit(
        self, spec: Spec, owner: str, *, shown: bool = True, pace: int = 0, visitor: str = ""
    ) -> str:
        """Queue a run and return its id, which cannot be guessed.

        Args:
            spec: What to train.
            owner: The session that asks for it.
            shown: Whether it is for a page: it replaces the owner's earlier runs, and stops when
                no page has shown it for the grace time.
            pace: Updates per second to show it at; 0 is as fast as possible.
            visitor: Who asks, over all tabs; empty if that is the owner alone.

        Raises:
            InputError: If the run is beyond the limits of the lab, or the visitor has too many.

        """
        if reason := self._backend.refusal(spec, ANSWER_SECONDS):
            raise InputError(reason)
        job = Job(secrets.token_urlsafe(16), spec, owner, shown, pace=pace, visitor=visitor)
        with self._lock:
            mine = [j for j in self._jobs.values() if shown and j.shown and j.owner == owner]
            if reason := self._lifecycle.refusal(job, replaced=mine):
                raise InputError(reason)
            for other in mine:
                if other.phase is not Phase.OVER:
                    self._actions.obey(other, Command(Op.STOP))
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
        """Stop a run; one that has ended stays as it is."""
        self.command(run, Op.STOP)

    def command(self, run: str, op: str, value: Any = None) -> "Future[Reply]":
        """Send a command; the future holds the reply when it is in force."""
        command, job = Command(command_name(op), value), self.find(run)
        if job is None:
            command.done.set_result({"ok": False, "state": "", "message": "No such run."})
        else:
            with self._lock:
                self._actions.obey(job, command)
        return command.done

    # Subscriptions.

    def watch(self, run: str, wake: Callable[[], None], visitor: str = "") -> Subscription | None:
        """Subscribe to a run: ``wake`` is called when there is something to send.

        None if there is no run of that id. A run of an earlier server becomes that of the
        ``visitor`` who subscribes first. `unwatch` ends the subscription.
        """
        job = self.find(run)
        if job is None:
            return None
        subscription = Subscription(job, wake)
        with self._lock:
            job.visitor = job.visitor or visitor or job.owner
            if not job.frame and job.phase in (Phase.OVER, Phase.SUSPENDED):
                job.frame = last_frame(run)
            job.subscriptions.add(subscription)
            if job.frame:
                subscription.give(job.picture(), full=True)
            outdated = job.state is State.RUNNING and not job.fresh
            if job.phase is Phase.LIVE and (outdated or not job.frame):
                self._backend.send(job.place, Command(Op.FULL))
            subscription.status_changed()
        self.request_frame(subscription)
        return subscription

    def request_frame(self, subscription: Subscription) -> None:
        """Fetch the next frame, if the browser has drawn the last one."""
        job = self._jobs.get(subscription.job.id)
        if job is not None and subscription.ready:
            self._backend.request_frame(job.place)

    def unwatch(self, subscription: Subscription) -> None:
        """End a subscription."""
        with self._lock:
            job = self._jobs.get(subscription.job.id)
            if job is None:
                return
            job.subscriptions.discard(subscription)
            job.unwatched_since = time.monotonic()
            if not job.wants_frame:
                self._backend.stop_frames(job.place)
            if not job.subscriptions and job.phase is Phase.OVER and job.is_stored:
                job.frame = b""

    # The catalogue.

    def catalogue_ready(self) -> bool:
        """Return whether the catalogue of the current files has been made."""
        return catalogue.read() is not None

    def make_catalogue(self) -> None:
        """Let a worker make the catalogue, unless one does."""
        self._backend.make_catalogue()
