"""A run goes along the table, whatever visitors and workers do, and in whatever order it is told.

Random sequences drive the cluster with workers that are slow to begin, to answer and to end.
"""

import ast
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Step
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import aelab
from aelab.cluster import cluster as clusters
from aelab.cluster import job as jobs
from aelab.cluster import queue, transitions
from aelab.cluster.cluster import Cluster
from aelab.cluster.transitions import ACTIONS, MOVES, Phase
from aelab.params import InputError
from aelab.runs.channel import GONE
from aelab.runs.commands import CHECKS
from aelab.runs.protocol import ENDED, Op, State
from aelab.spec import Spec

ROOT = Path(aelab.__file__).parents[1]
SLOTS = 2
VALUES = {Op.RATE: 0.1, Op.PACE: 10, Op.SHOW: ["loss"], Op.AXES: [0, 1]}
ASKED = [op for op in CHECKS if op is not Op.DRAWN]
AFTER = {  # the state in which a command leaves a run
    Op.PLAY: State.RUNNING, Op.PAUSE: State.PAUSED, Op.STEP: State.PAUSED,
    Op.RESET: State.PAUSED, Op.STOP: State.STOPPED, Op.PARK: State.PAUSED,
}  # fmt: skip


def test_every_command_has_an_action_in_every_phase_that_the_cluster_can_do():
    for phase in Phase:
        assert ACTIONS[phase].keys() == set(Op) and phase in MOVES
        for action in ACTIONS[phase].values():
            assert callable(getattr(Cluster, f"_{action.name.lower()}"))


def test_the_tables_are_drawn_in_the_architecture():
    assert transitions.tables() in (ROOT / "ARCHITECTURE.md").read_text()


def test_nobody_but_the_job_assigns_its_phase():
    for path in (ROOT / "aelab").rglob("*.py"):
        if path.name == "job.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else ()
            names = [n for t in targets for n in ast.walk(t) if isinstance(n, ast.Attribute)]
            assert "phase" not in {n.attr for n in names}, path


def test_a_run_that_is_over_cannot_be_on_a_worker():
    job = jobs.Job("id", Spec(dataset="Two moons", model="PCA"), "me")
    job.over(State.STOPPED)
    with pytest.raises(RuntimeError, match="over cannot be on a worker"):
        job.arrive("tcp://worker")


@dataclass(eq=False)
class Turn:
    """A turn of a run as its worker knows it."""

    job: jobs.Job
    number: int
    state: State
    address: str = ""
    over: bool = False


class Slow:
    """A Dask side that does nothing before it is let."""

    ready, problem = None, ""

    def __init__(self):
        self.turns, self.mail, self.endings = [], [], []
        self.entered = {}  # by run, the number of its last entry into the queue

    def launch(self, job):
        others = [j for j in self.queue._waiting if j.visitor == job.visitor]
        like = [self.entered[j] for j in others if bool(j.end) == bool(job.end)]
        assert self.entered[job] < min(like, default=float("inf")), "first in, first out"
        self.turns.append(Turn(job, job.turn, job.begin))

    def tell(self, job, command):
        self.mail.append((job, job.turn, command))

    def abandon(self, job):
        for turn in self.turns:
            if turn.job is job:
                turn.over = True

    def refusal(self, spec, seconds):
        return ""

    def follow(self, job):
        pass

    look = leave = follow


class Lab(RuleBasedStateMachine):
    """Visitors, a cluster of two slots, and its workers."""

    def __init__(self):
        super().__init__()
        self.now, self.count, self.asked = time.monotonic(), 0, []
        for module in (clusters, jobs, queue):
            module.time = SimpleNamespace(monotonic=lambda: self.now)
        self.cluster, self.workers = Cluster(grace=100.0, pause=30.0), Slow()
        self.cluster._dispatch = self.cluster._queue._dispatch = self.workers
        self.workers.queue = self.cluster._queue
        self.add, self.cluster._queue.add = self.cluster._queue.add, self._enter
        self.cluster.counted(SLOTS)
        self.spec, self.runs = Spec(dataset="Two moons", model="PCA"), []
        for visitor in "aabbc":
            self._submit(visitor, shown=True)

    def teardown(self):
        """Let everything that has been begun come to its end: each command has its answer then."""
        try:
            for run in self.runs:
                self._ask(run, Op.STOP)
            for _ in range(200):
                self.now += 1.0
                self._settle()
            assert all(done.done() for _, done in self.asked), "a command without an answer"
            states = {self.cluster.find(run).state for run in self.runs}
            assert states <= set(ENDED), states
        finally:
            for module in (clusters, jobs, queue):
                module.time = time

    def _settle(self):
        for turn in [t for t in self.workers.turns if not t.over and not t.address]:
            self._arrive(turn)
        while self.workers.mail:
            self._answer(self.workers.mail.pop(0))
        while self.workers.endings:
            self._end(self.workers.endings.pop(0))
        self.cluster.counted(SLOTS)

    def _enter(self, job, begin):
        if job not in self.cluster._queue._waiting:
            self.count += 1
            self.workers.entered[job] = self.count
        self.add(job, begin)

    # Visitors.

    @rule(visitor=st.sampled_from("abc"), shown=st.booleans())
    def submit(self, visitor, shown):
        self._submit(visitor, shown=shown)

    def _submit(self, visitor, *, shown):
        self.count += 1
        owner = f"{visitor}{self.count}"
        with suppress(InputError):
            self.runs.append(self.cluster.submit(self.spec, owner, shown=shown, visitor=visitor))

    @rule(data=st.data(), op=st.sampled_from(ASKED))
    def asks(self, data, op):
        self.ask(data, op)

    def ask(self, data, op):
        self._ask(data.draw(st.sampled_from(self.runs)), op)

    @rule(data=st.data(), op=st.sampled_from([Op.PLAY, Op.PAUSE, Op.STOP, Op.RESET]))
    def press(self, data, op):
        self.ask(data, op)

    @rule(data=st.data())
    def a_slot_is_wanted_back(self, data):
        job = self._some(data, [j for r in self.runs if (j := self.cluster.find(r)).has_slot])
        if job and job.phase is Phase.LIVE:
            self.cluster._queue.park(job)

    def _ask(self, run, op):
        self.asked.append((op, self.cluster.command(run, op, VALUES.get(op))))

    @rule(seconds=st.sampled_from([0.5, 4.0, 20.0, 70.0, 130.0]))
    def time_passes(self, seconds):
        self.now += seconds
        self.cluster.counted(SLOTS)

    # Workers.

    def _some(self, data, turns):
        turns = list(turns)
        return data.draw(st.sampled_from(turns)) if turns else None

    @rule(data=st.data())
    def a_turn_begins(self, data):
        turn = self._some(data, (t for t in self.workers.turns if not t.over and not t.address))
        if turn:
            self._arrive(turn)

    def _arrive(self, turn):
        self.count += 1
        turn.address = f"tcp://{self.count}"
        job = turn.job
        if self.cluster.taken(job.id, turn.number, turn.address):
            self.cluster.began(job.id, turn.number, turn.address, str(turn.state))
        else:
            turn.over = True

    @rule(data=st.data())
    def a_beginning_is_told_late(self, data):
        turn = self._some(data, (t for t in self.workers.turns if t.address))
        if turn:
            self.cluster.began(turn.job.id, turn.number, turn.address, str(turn.state))

    @rule(data=st.data())
    def a_command_is_answered(self, data):
        first = {job.id: mail for mail in reversed(self.workers.mail) for job in mail[:1]}
        if first:
            mail = data.draw(st.sampled_from(list(first.values())))
            self.workers.mail.remove(mail)
            self._answer(mail)

    def _answer(self, mail):
        job, number, command = mail
        turn = next(t for t in self.workers.turns if t.job is job and t.number == number)
        if turn.over or not turn.address:
            return self.cluster.replied(job, command, GONE)
        turn.state = AFTER.get(command.op, turn.state)
        if command.op in (Op.STOP, Op.PARK):
            self._over(turn, turn.state)
        reply = {"ok": True, "state": str(turn.state), "index": 1, "message": "", "fix": None}
        self.cluster.replied(job, command, reply)

    def _over(self, turn, state):
        turn.over = True
        self.workers.endings.append((turn, state))

    @rule(data=st.data(), state=st.sampled_from([State.FINISHED, State.DIVERGED]))
    def a_training_ends(self, data, state):
        going = (t for t in self.workers.turns if t.address and not t.over)
        turn = self._some(data, (t for t in going if t.state is State.RUNNING))
        if turn:
            self._over(turn, state)

    @rule(data=st.data())
    def an_end_is_told(self, data):
        ending = self._some(data, self.workers.endings)
        if ending:
            self.workers.endings.remove(ending)
            self._end(ending)

    def _end(self, ending):
        turn, state = ending
        told = {"state": str(state), "message": "", "fix": None, "frame": b""}
        self.cluster.ended(turn.job, turn.number, told)

    @rule(data=st.data())
    def a_worker_dies(self, data):
        turn = self._some(data, (t for t in self.workers.turns if t.address and not t.over))
        if turn:
            address, turn.address = turn.address, ""
            self.cluster.lost(turn.job, address)

    @rule(data=st.data())
    def a_turn_is_given_up(self, data):
        turn = self._some(data, (t for t in self.workers.turns if not t.over))
        if turn:
            turn.over = True
            self.cluster.failed(turn.job, turn.number, "It broke off.")

    @rule()
    def the_scheduler_is_lost(self):
        self.cluster.cut_off()
        self.cluster.counted(SLOTS)

    # What always holds.

    @invariant()
    def no_run_is_lost_or_queued_twice(self):
        waiting = Counter(job.id for job in self.cluster._queue._waiting)
        for run in self.runs:
            job = self.cluster.find(run)
            assert job is not None and job.id == run
            assert waiting[run] == (job.phase is Phase.WAITING)
            assert (job.state in ENDED) == (job.phase is Phase.OVER) or job.end

    @invariant()
    def no_more_runs_have_a_slot_than_there_are(self):
        assert sum(self.cluster.find(run).has_slot for run in self.runs) <= SLOTS

    @invariant()
    def who_waits_knows_the_position(self):
        waiting = self.cluster._queue._waiting
        assert [j.position for j in waiting] == [
            0 if job.end else place for place, job in enumerate(waiting, 1)
        ]


def test_a_beginning_that_is_told_after_the_end_is_ignored():
    made, workers = Cluster(grace=600), Slow()
    made._dispatch = made._queue._dispatch = workers
    workers.queue, workers.entered = made._queue, defaultdict(int)
    made.counted(SLOTS)
    job = made.find(made.submit(Spec(dataset="Two moons", model="PCA"), "me"))
    unbegun = {"state": "paused", "message": "", "fix": None, "frame": b""}
    made.ended(job, job.turn, unbegun)
    made.began(job.id, job.turn, "tcp://worker", "running")
    assert (job.phase, job.state, job.has_slot) == (Phase.ASIDE, State.PAUSED, False)


TestLab = Lab.TestCase
TestLab.settings = settings(
    max_examples=100,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    phases=(Step.explicit, Step.generate),  # to make a failure shorter takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
