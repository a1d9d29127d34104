"""A run goes along the table, whatever visitors and workers do, and in whatever order it is told.

Random sequences drive the cluster with workers that are slow to begin, to answer and to end.
"""

import ast
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Step
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import DataObject

import aelab
from aelab.cluster import actions, housekeeping, queue, transitions
from aelab.cluster import cluster as clusters
from aelab.cluster import job as jobs
from aelab.cluster.cluster import Cluster
from aelab.cluster.events import (
    Answered,
    Ended,
    Event,
    Failed,
    FrameReceived,
    Place,
    SchedulerLost,
    Started,
    Taken,
    WorkerLost,
    WorkersCounted,
)
from aelab.cluster.job import Job
from aelab.cluster.transitions import ACTIONS, MOVES, Action, Phase
from aelab.params import InputError
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import GONE, Command, Reply
from aelab.runs.commands import CHECKS
from aelab.runs.protocol import COMMANDS, ENDED, Op, State
from aelab.spec import Spec
from tests.cluster.jobs import job_of

ROOT = Path(aelab.__file__).parents[1]
SLOTS = 2
MOONS = Spec(dataset="two-moons", model="pca")
VALUES: dict[str, Any] = {Op.RATE: 0.1, "pace": 10, "show": ["loss"], "axes": [0, 1]}
ASKED = [op for op in CHECKS if op is not Op.DRAWN]
AFTER: dict[str, State] = {  # the state in which a command leaves a run
    Op.PLAY: State.RUNNING,
    Op.STOP: State.STOPPED,
    **dict.fromkeys((Op.PAUSE, Op.STEP, Op.RESET, Op.SUSPEND), State.PAUSED),
}
TIMED: tuple[Any, ...] = (
    clusters,
    actions,
    housekeeping,
    jobs,
    queue,
)  # modules that read the clock


def test_every_command_has_an_action_in_every_phase_that_the_cluster_can_do() -> None:
    for phase in Phase:
        assert ACTIONS[phase].keys() == set(COMMANDS) and phase in MOVES
        assert set(ACTIONS[phase].values()) <= set(Action)
    assert Cluster(backend=Slow())._actions.by_name.keys() == set(Action)


def test_the_tables_are_drawn_in_the_architecture() -> None:
    assert transitions.tables() in (ROOT / "ARCHITECTURE.md").read_text()


def test_nobody_but_the_job_assigns_its_phase() -> None:
    for path in (ROOT / "aelab").rglob("*.py"):
        if path.name == "job.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else ()
            names = [n for t in targets for n in ast.walk(t) if isinstance(n, ast.Attribute)]
            assert "phase" not in {n.attr for n in names}, path


def test_a_run_that_is_over_cannot_be_on_a_worker() -> None:
    job = jobs.Job("id", MOONS, "me")
    job.finish(State.STOPPED)
    with pytest.raises(RuntimeError, match="over cannot be on a worker"):
        job.arrive("tcp://worker")


@dataclass(eq=False)
class Remote:
    """An attempt of a run as its worker knows it."""

    run: str
    number: int
    state: State
    address: str = ""
    over: bool = False

    @property
    def place(self) -> Place:
        return Place(self.run, self.number, self.address)


class Slow:
    """A backend that does nothing before it is let."""

    problem = ""
    queue: queue.Queue

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.remotes: list[Remote] = []
        self.mail: list[tuple[Place, Command]] = []
        self.endings: list[tuple[Remote, State]] = []
        self.entered: dict[str, int] = {}  # by run, the number of its last entry into the queue
        self.wanted: set[tuple[str, int]] = set()  # attempts of which a frame is wanted

    def start(self) -> None:
        pass

    def close(self, live: Any) -> None:
        pass

    def launch(self, place: Place, spec: Spec, attempt: Attempt) -> None:
        assert place.attempt == attempt.number
        waiting = {job.id: job for job in self.queue._waiting}
        job = next(job for job in self.queue._jobs if job.id == place.run)
        others = [j for j in waiting.values() if j.visitor == job.visitor]
        like = [self.entered[j.id] for j in others if bool(j.end) == bool(job.end)]
        assert self.entered[place.run] < min(like, default=float("inf")), "first in, first out"
        self.remotes.append(Remote(place.run, place.attempt, attempt.begin))

    def send(self, place: Place, command: Command) -> None:
        self.mail.append((place, command))

    def withdraw(self, place: Place) -> None:
        for remote in self.remotes:
            if remote.place.key == place.key:
                remote.over = True

    def request_frame(self, place: Place) -> None:
        self.wanted.add(place.key)

    def stop_frames(self, place: Place) -> None:
        self.wanted.discard(place.key)

    def refusal(self, spec: Spec, seconds: float) -> str:
        return ""

    def make_catalogue(self) -> None:
        pass

    def follow(self, place: Place) -> None:
        pass

    release = follow


class Lab(RuleBasedStateMachine):
    """Visitors, a cluster of two slots, and its workers."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.count = time.monotonic(), 0
        self.asked: list[tuple[Op, Future[Reply]]] = []
        for module in TIMED:
            module.time = SimpleNamespace(monotonic=lambda: self.now)
        self.workers = Slow()
        self.cluster = Cluster(grace=100.0, pause=30.0, backend=self.workers)
        self.handle = self.cluster.handle
        self.events: list[Event] = []
        self.workers.queue = self.cluster._queue
        entry: Any = self.cluster._queue
        self.add, entry.add = entry.add, self._enter
        self._post(WorkersCounted(SLOTS))
        self.spec = MOONS
        self.runs: list[str] = []
        for visitor in "aabbc":
            self._submit(visitor, shown=True)

    def teardown(self) -> None:
        """Let everything that has been begun come to its end: each command has its answer then."""
        try:
            for run in self.runs:
                self._ask(run, Op.STOP)
            for _ in range(200):
                self.now += 1.0
                self._settle()
            assert all(done.done() for _, done in self.asked), "a command without an answer"
            states = {job_of(self.cluster, run).state for run in self.runs}
            assert states <= set(ENDED), states
        finally:
            for module in TIMED:
                module.time = time

    def _settle(self) -> None:
        for remote in [r for r in self.workers.remotes if not r.over and not r.address]:
            self._arrive(remote)
        while self.workers.mail:
            self._answer(self.workers.mail.pop(0))
        while self.workers.endings:
            self._end(self.workers.endings.pop(0))
        self._post(WorkersCounted(SLOTS))

    def _enter(self, job: Job, begin: State) -> None:
        if job not in self.cluster._queue._waiting:
            self.count += 1
            self.workers.entered[job.id] = self.count
        self.add(job, begin)

    def _post(self, event: Event) -> None:
        """Handle an event; it may be told again later."""
        self.events.append(event)
        self.handle(event)

    # Visitors.

    @rule(visitor=st.sampled_from("abc"), shown=st.booleans())
    def submit(self, visitor: str, shown: bool) -> None:
        self._submit(visitor, shown=shown)

    def _submit(self, visitor: str, *, shown: bool) -> None:
        self.count += 1
        owner = f"{visitor}{self.count}"
        with suppress(InputError):
            self.runs.append(self.cluster.submit(self.spec, owner, shown=shown, visitor=visitor))

    @rule(data=st.data(), op=st.sampled_from(ASKED))
    def asks(self, data: DataObject, op: Op) -> None:
        self.ask(data, op)

    def ask(self, data: DataObject, op: Op) -> None:
        self._ask(data.draw(st.sampled_from(self.runs)), op)

    @rule(data=st.data(), op=st.sampled_from([Op.PLAY, Op.PAUSE, Op.STOP, Op.RESET]))
    def press(self, data: DataObject, op: Op) -> None:
        self.ask(data, op)

    @rule(data=st.data())
    def a_slot_is_wanted_back(self, data: DataObject) -> None:
        job = self._some(data, [j for r in self.runs if (j := job_of(self.cluster, r)).has_slot])
        if job and job.phase is Phase.LIVE:
            self.cluster._queue.suspend(job)

    def _ask(self, run: str, op: Op) -> None:
        self.asked.append((op, self.cluster.command(run, op, VALUES.get(op))))

    @rule(seconds=st.sampled_from([0.5, 4.0, 20.0, 70.0, 130.0]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self._post(WorkersCounted(SLOTS))

    # Workers.

    def _some(self, data: DataObject, turns: list[Any] | Iterator[Any]) -> Any:
        turns = list(turns)
        return data.draw(st.sampled_from(turns)) if turns else None

    @rule(data=st.data())
    def an_attempt_begins(self, data: DataObject) -> None:
        remote = self._some(
            data, (r for r in self.workers.remotes if not r.over and not r.address)
        )
        if remote:
            self._arrive(remote)

    def _arrive(self, remote: Remote) -> None:
        self.count += 1
        remote.address = f"tcp://{self.count}"
        self._post(Taken(remote.place))  # it is withdrawn if nobody wants it any more
        if not remote.over:
            self._post(Started(remote.place, remote.state))

    @rule(data=st.data())
    def an_event_is_told_again(self, data: DataObject) -> None:
        event = self._some(data, self.events[-20:])
        if event and not isinstance(event, SchedulerLost):
            self.handle(event)

    @rule(data=st.data())
    def a_command_is_answered(self, data: DataObject) -> None:
        first = {place.run: (place, command) for place, command in reversed(self.workers.mail)}
        if first:
            mail = data.draw(st.sampled_from(list(first.values())))
            self.workers.mail.remove(mail)
            self._answer(mail)

    def _answer(self, mail: tuple[Place, Command]) -> None:
        place, command = mail
        remote = next(r for r in self.workers.remotes if r.place.key == place.key)
        if remote.over or remote.place != place:
            return self._post(Answered(place, command, GONE))
        remote.state = AFTER.get(command.op, remote.state)
        if command.op in (Op.STOP, Op.SUSPEND):
            self._over(remote, remote.state)
        reply = {"ok": True, "state": str(remote.state), "index": 1, "message": "", "fix": None}
        self._post(Answered(place, command, reply))

    def _over(self, remote: Remote, state: State) -> None:
        remote.over = True
        self.workers.endings.append((remote, state))

    @rule(data=st.data(), state=st.sampled_from([State.FINISHED, State.DIVERGED]))
    def a_training_ends(self, data: DataObject, state: State) -> None:
        going = (r for r in self.workers.remotes if r.address and not r.over)
        remote = self._some(data, (r for r in going if r.state is State.RUNNING))
        if remote:
            self._over(remote, state)

    @rule(data=st.data())
    def an_end_is_told(self, data: DataObject) -> None:
        ending = self._some(data, self.workers.endings)
        if ending:
            self.workers.endings.remove(ending)
            self._end(ending)

    def _end(self, ending: tuple[Remote, State]) -> None:
        remote, state = ending
        self._post(Ended(remote.place, Ending(state, index=1)))

    @rule(data=st.data())
    def a_worker_dies(self, data: DataObject) -> None:
        remote = self._some(data, (r for r in self.workers.remotes if r.address and not r.over))
        if remote:
            place, remote.address = remote.place, ""
            self._post(WorkerLost(place))

    @rule(data=st.data())
    def an_attempt_is_given_up(self, data: DataObject) -> None:
        remote = self._some(data, (r for r in self.workers.remotes if not r.over))
        if remote:
            remote.over = True
            self._post(Failed(remote.place, "It broke off."))

    @rule()
    def the_scheduler_is_lost(self) -> None:
        self._post(SchedulerLost())
        self._post(WorkersCounted(SLOTS))

    # What always holds.

    @invariant()
    def no_run_is_lost_or_queued_twice(self) -> None:
        waiting = Counter(job.id for job in self.cluster._queue._waiting)
        for run in self.runs:
            job = job_of(self.cluster, run)
            assert job.id == run
            assert waiting[run] == (job.phase is Phase.WAITING)
            assert (job.state in ENDED) == (job.phase is Phase.OVER) or job.end

    @invariant()
    def no_more_runs_have_a_slot_than_there_are(self) -> None:
        assert sum(job_of(self.cluster, run).has_slot for run in self.runs) <= SLOTS

    @invariant()
    def who_waits_knows_the_position(self) -> None:
        waiting = self.cluster._queue._waiting
        assert [j.position for j in waiting] == [
            0 if job.end else place for place, job in enumerate(waiting, 1)
        ]


@pytest.fixture
def alone() -> tuple[Cluster, Slow, Job]:
    """Return a cluster with a run that is on its way to a worker, and the backend."""
    workers = Slow()
    cluster = Cluster(grace=600, backend=workers)
    workers.queue, workers.entered = cluster._queue, defaultdict(int)
    cluster.handle(WorkersCounted(SLOTS))
    return cluster, workers, job_of(cluster, cluster.submit(MOONS, "me"))


def test_a_beginning_that_is_told_after_the_end_is_ignored(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, _, job = alone
    place = Place(job.id, job.attempt, "tcp://worker")
    cluster.handle(Ended(place, Ending(State.PAUSED, begun=False)))
    cluster.handle(Started(place, State.RUNNING))
    assert (job.phase, job.state, job.has_slot) == (Phase.SUSPENDED, State.PAUSED, False)


def test_a_run_is_stopped_when_its_attempt_has_ended_not_when_the_worker_replies(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, _, job = alone
    place = Place(job.id, job.attempt, "tcp://worker")
    cluster.handle(Started(place, State.RUNNING))
    reply = cluster.command(job.id, Op.STOP)
    (stop,) = job.sent
    answer = {"ok": True, "state": "stopped", "index": 3, "message": "", "fix": None}
    cluster.handle(Answered(place, stop, answer))
    assert reply.result(0) == answer
    assert (job.phase, job.state) == (Phase.LIVE, State.RUNNING)
    cluster.handle(Ended(place, Ending(State.STOPPED, index=3)))
    assert (job.phase, job.state) == (Phase.OVER, State.STOPPED)


def test_an_end_that_is_told_twice_counts_once(alone: tuple[Cluster, Slow, Job]) -> None:
    cluster, _, job = alone
    place = Place(job.id, job.attempt, "tcp://worker")
    cluster.handle(Ended(place, Ending(State.PAUSED, index=3)))
    assert cluster.command(job.id, "play").result(1)["ok"] and job.phase is Phase.STARTING
    cluster.handle(Ended(place, Ending(State.PAUSED, index=3)))
    assert job.phase is Phase.STARTING


def test_a_worker_is_told_to_stop_an_attempt_that_nobody_wants_any_more(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, workers, job = alone
    cluster.stop(job.id)
    late = Remote(job.id, 1, State.RUNNING, "tcp://worker")
    workers.remotes = [late]
    cluster.handle(Taken(late.place))
    assert late.over and job.address == ""


def test_a_late_reply_of_another_place_changes_no_state_but_is_answered(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, workers, job = alone
    cluster.handle(Started(Place(job.id, 1, "tcp://a"), State.RUNNING))
    reply = cluster.command(job.id, "pause")
    place, command = workers.mail.pop()
    cluster.handle(WorkerLost(place))
    cluster.handle(Started(Place(job.id, 1, "tcp://b"), State.RUNNING))
    answer = {"ok": True, "state": "paused", "index": 9, "message": "", "fix": None}
    cluster.handle(Answered(place, command, answer))
    assert job.state is State.RUNNING and job.index == 0 and reply.result(0) == answer


def test_a_command_that_a_lost_worker_did_not_carry_out_goes_to_the_next_one(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, workers, job = alone
    cluster.handle(Started(Place(job.id, 1, "tcp://a"), State.RUNNING))
    reply = cluster.command(job.id, "pause")
    place, command = workers.mail.pop()
    cluster.handle(WorkerLost(place))
    cluster.handle(Started(Place(job.id, 1, "tcp://b"), State.RUNNING))
    cluster.handle(Answered(place, command, GONE))
    assert workers.mail == [(Place(job.id, 1, "tcp://b"), command)] and not reply.done()


def test_a_late_reply_to_play_does_not_start_a_run_that_was_stopped(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, workers, job = alone
    cluster.handle(Started(Place(job.id, 1, "tcp://a"), State.RUNNING))
    reply = cluster.command(job.id, "play")
    place, command = workers.mail.pop()
    cluster.handle(WorkerLost(place))
    assert cluster.command(job.id, "stop").result(0)["ok"] and job.phase is Phase.OVER
    cluster.handle(Answered(place, command, GONE))
    assert job.phase is Phase.OVER and not reply.result(0)["ok"]


def test_a_late_reply_to_stop_does_not_end_the_next_attempt(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, workers, job = alone
    place = Place(job.id, 1, "tcp://a")
    cluster.handle(Started(place, State.RUNNING))
    reply = cluster.command(job.id, "stop")
    cluster.handle(Ended(place, Ending(State.STOPPED)))
    assert reply.result(0)["ok"] and cluster.command(job.id, "play").result(0)["ok"]
    place, command = workers.mail.pop()
    cluster.handle(Answered(place, command, GONE))
    assert job.phase is Phase.STARTING


def test_frames_are_asked_for_one_by_one_while_somebody_is_ready(
    alone: tuple[Cluster, Slow, Job],
) -> None:
    cluster, workers, job = alone
    place = Place(job.id, 1, "tcp://a")
    cluster.handle(Started(place, State.RUNNING))
    assert not workers.wanted
    subscription = cluster.watch(job.id, lambda: None)
    assert subscription is not None
    assert workers.wanted == {place.key}
    for number, full in ((1, False), (2, True)):  # a moving frame means nothing before a full one
        workers.wanted.clear()
        cluster.handle(FrameReceived(place, b"frame %d" % number, full=full))
        assert bool(workers.wanted) is not full
    assert subscription.frame() == b"frame 2"
    cluster.request_frame(subscription)
    assert not workers.wanted  # it has not been drawn
    subscription.drawn()
    cluster.request_frame(subscription)
    assert workers.wanted
    cluster.unwatch(subscription)
    assert not workers.wanted


def test_frames_of_an_attempt_that_is_over_are_ignored(alone: tuple[Cluster, Slow, Job]) -> None:
    cluster, _, job = alone
    place = Place(job.id, 1, "tcp://a")
    cluster.handle(Started(place, State.RUNNING))
    cluster.handle(SchedulerLost())
    cluster.handle(FrameReceived(place, b"late", full=True))
    assert job.frame == b""


TestLab = Lab.TestCase
TestLab.settings = settings(
    max_examples=100,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    phases=(Step.explicit, Step.generate),  # to make a failure shorter takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
