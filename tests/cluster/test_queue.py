"""The queue: fair between visitors, first in first out, slots given back to those who wait."""

import itertools
import random
import secrets
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aelab.cluster.cluster import Cluster
from aelab.cluster.events import (
    Answered,
    Ended,
    Place,
    SchedulerLost,
    Started,
    Taken,
    WorkerLost,
    WorkersCounted,
)
from aelab.cluster.job import MOST_PENDING, TOO_MANY_PENDING
from aelab.cluster.lifecycle import ELSEWHERE
from aelab.cluster.queue import OTHERS, YOURS, runs_each
from aelab.cluster.transitions import Phase
from aelab.params import InputError
from aelab.runs import checkpoints
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import Command
from aelab.runs.protocol import Op, State
from aelab.spec import Spec
from tests.cluster.jobs import job_of


def spec() -> Spec:
    return Spec(dataset="two-moons", model="pca")


class Workers:
    """A backend whose workers do at once what they are told, if they are well."""

    problem = ""
    cluster: Cluster

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.deaf = False
        self.withdrawn: list[int] = []
        self.told: list[str] = []

    def start(self) -> None:
        pass

    def close(self, live: Any) -> None:
        pass

    def launch(self, place: Place, spec: Spec, attempt: Attempt) -> None:
        place = replace(place, address="tcp://worker")
        self.cluster.handle(Taken(place))
        self.cluster.handle(Started(place, attempt.begin))

    def send(self, place: Place, command: Command) -> None:
        self.told.append(command.op)
        if not self.deaf:
            self._obey(place, command)

    def _obey(self, place: Place, command: Command) -> None:
        leaves: dict[str, State] = {Op.STOP: State.STOPPED, Op.SUSPEND: State.PAUSED}
        state = (leaves | {Op.PAUSE: State.PAUSED}).get(
            command.op, job_of(self.cluster, place.run).state
        )
        reply = {"ok": True, "state": state, "message": "", "fix": None}
        self.cluster.handle(Answered(place, command, reply))
        if command.op in leaves:
            self.cluster.handle(Ended(place, Ending(state, command.value or "", begun=False)))

    def withdraw(self, place: Place) -> None:
        self.withdrawn.append(place.attempt)

    def refusal(self, spec: Spec, seconds: float) -> str:
        return ""

    def make_catalogue(self) -> None:
        pass

    def follow(self, place: Place) -> None:
        pass

    request_frame = stop_frames = release = follow


@pytest.fixture
def cluster() -> Cluster:
    """Return a cluster of two slots."""
    workers = Workers()
    made = Cluster(grace=600, backend=workers)
    workers.cluster = made
    made.handle(WorkersCounted(2))
    return made


def workers_of(cluster: Any) -> Any:
    """Return the backend of the fixture ``cluster``."""
    assert isinstance(cluster._backend, Workers)
    return cluster._backend


def states(cluster: Cluster, runs: list[str]) -> list[State]:
    return [job_of(cluster, run).state for run in runs]


def submit(cluster: Cluster, visitor: str, tab: int) -> str:
    """Begin a run as a tab does, which then looks at it."""
    run = cluster.submit(spec(), f"{visitor}, tab {tab}", visitor=visitor)
    cluster.watch(run, lambda: None)
    return run


def test_a_visitor_with_forty_tabs_has_two_runs_and_a_sentence(cluster: Cluster) -> None:
    runs = [submit(cluster, "many", tab) for tab in range(2)]
    assert states(cluster, runs) == ["running", "running"]  # nobody else waits
    for tab in range(2, 40):
        with pytest.raises(InputError, match="2 runs training or waiting already"):
            submit(cluster, "many", tab)
    other = submit(cluster, "bystander", 0)
    assert states(cluster, [*runs, other]) == ["running", "paused", "running"]
    assert job_of(cluster, runs[1]).message == OTHERS
    assert cluster.command(runs[1], "play").result(1)["state"] == "queued"
    late = submit(cluster, "late", 0)
    cluster.stop(other)
    assert states(cluster, [late, runs[1]]) == ["running", "queued"]  # whose turn it is by visitor


def test_where_others_train_a_visitor_has_one_slot_even_if_another_is_idle(
    cluster: Cluster,
) -> None:
    cluster.handle(WorkersCounted(3))
    other, mine = submit(cluster, "other", 0), submit(cluster, "many", 0)
    second = submit(cluster, "many", 1)
    assert states(cluster, [other, mine, second]) == ["running", "running", "queued"]
    assert job_of(cluster, second).message == YOURS
    cluster.stop(other)
    assert states(cluster, [mine, second]) == ["running", "running"]  # alone in the lab
    assert job_of(cluster, second).message == ""
    other = submit(cluster, "other", 0)
    assert states(cluster, [mine, second, other]) == ["running"] * 3  # nobody had to wait


def test_who_waits_for_a_run_of_their_own_follows_it_at_once(cluster: Cluster) -> None:
    cluster.handle(WorkersCounted(3))
    submit(cluster, "other", 0)
    mine, second = submit(cluster, "many", 0), submit(cluster, "many", 1)
    cluster.stop(mine)
    assert states(cluster, [mine, second]) == ["stopped", "running"]
    assert job_of(cluster, second).message == ""


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of three runs that a server before this one kept."""
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    runs = [secrets.token_urlsafe(16) for _ in range(3)]
    notes = {"spec": spec().to_json(), "generation": 1, "attempt": 1, "index": 0, "rate": 0.1}
    notes |= {"state": "running", "message": "", "fix": None}
    monkeypatch.setattr(checkpoints, "stored_notes", dict.fromkeys(runs, notes).get)
    return runs


def test_runs_of_an_earlier_server_count_for_the_visitor_who_looks_at_them(
    cluster: Cluster, earlier: list[str]
) -> None:
    for run in earlier:
        cluster.watch(run, lambda: None, "many")
    replies = [cluster.command(run, "play").result(1) for run in earlier]
    assert [reply["ok"] for reply in replies] == [True, True, False]
    assert "2 runs training or waiting already" in replies[2]["message"]


def test_runs_of_an_earlier_server_count_for_each_of_those_who_look_at_them(
    cluster: Cluster, earlier: list[str]
) -> None:
    for number, run in enumerate(earlier):
        cluster.watch(run, lambda: None, f"visitor {number}")
    assert all(cluster.command(run, "play").result(1)["ok"] for run in earlier)


def test_a_run_that_replaces_the_tabs_own_is_never_refused(cluster: Cluster) -> None:
    submit(cluster, "one", 0)
    submit(cluster, "one", 1)
    for _ in range(5):
        submit(cluster, "one", 1)
    assert sum(job.phase is Phase.LIVE for job in cluster._jobs.values()) == 2


def test_no_command_brings_a_visitor_beyond_the_limit(cluster: Cluster) -> None:
    aside = submit(cluster, "many", 0)
    cluster._queue.suspend(job_of(cluster, aside))
    submit(cluster, "many", 1)
    submit(cluster, "many", 2)
    for op in ("play", "reset", "step"):
        reply = cluster.command(aside, op).result(1)
        assert not reply["ok"] and "already" in reply["message"]
    assert job_of(cluster, aside).phase is Phase.SUSPENDED


def test_a_slot_that_was_given_to_others_does_not_go_to_the_same_visitors_next_run(
    cluster: Cluster,
) -> None:
    cluster.handle(WorkersCounted(1))
    first, second = submit(cluster, "one", 0), submit(cluster, "one", 1)
    other = submit(cluster, "other", 0)
    assert states(cluster, [first, second, other]) == ["running", "queued", "queued"]
    cluster._queue.suspend(job_of(cluster, first), OTHERS)
    assert states(cluster, [first, second, other]) == ["paused", "queued", "running"]
    cluster.stop(other)
    assert states(cluster, [second]) == ["running"]


def test_runs_on_pages_that_were_left_make_room_and_are_not_lost(cluster: Cluster) -> None:
    runs = []
    for page in range(5):
        runs.append(submit(cluster, "lecturer", page))
        assert states(cluster, runs[-1:]) == ["running"]
        for subscription in tuple(job_of(cluster, runs[-1]).subscriptions):
            cluster.unwatch(subscription)
    assert states(cluster, runs) == ["paused"] * 3 + ["running"] * 2
    assert job_of(cluster, runs[0]).message == ELSEWHERE
    assert cluster.command(runs[0], "play").result(1)["ok"]
    assert states(cluster, runs[:1]) == ["running"]
    assert states(cluster, runs).count(State.RUNNING) == 2


def test_a_run_that_waits_makes_room_at_once(cluster: Cluster) -> None:
    cluster.handle(WorkersCounted(0))
    runs = [cluster.submit(spec(), f"tab {tab}", visitor="one") for tab in range(3)]
    assert states(cluster, runs) == ["paused", "queued", "queued"]
    assert [job_of(cluster, run).position for run in runs[1:]] == [1, 2]


def test_a_run_on_its_way_to_a_worker_makes_room_once_it_is_there(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(cluster._backend, "launch", lambda *_: None)
        runs = [cluster.submit(spec(), f"tab {tab}", visitor="one") for tab in range(5)]
    assert not workers_of(cluster).withdrawn
    first = job_of(cluster, runs[0])
    assert [command.op for command in first.pending] == ["suspend"]
    cluster.handle(Started(Place(first.id, first.attempt, "tcp://worker"), State.RUNNING))
    assert (first.state, first.message) == ("paused", ELSEWHERE)


def test_a_long_run_gives_its_slot_to_others_and_keeps_it_without_them(cluster: Cluster) -> None:
    cluster._queue.patience = -1.0
    first = submit(cluster, "first", 0)
    submit(cluster, "second", 0)
    cluster.handle(WorkersCounted(2))
    assert states(cluster, [first]) == ["running"]
    third = submit(cluster, "third", 0)
    assert states(cluster, [first, third]) == ["paused", "running"]
    assert job_of(cluster, first).message == OTHERS


def test_a_run_that_nobody_sees_waits_for_a_slot_of_its_own_accord(cluster: Cluster) -> None:
    series = cluster.submit(spec(), "one, series", shown=False, visitor="one")
    second, third = submit(cluster, "two", 0), submit(cluster, "three", 0)
    cluster._queue.suspend(job_of(cluster, series), OTHERS)
    assert states(cluster, [series, second, third]) == ["queued", "running", "running"]
    cluster.stop(second)
    assert states(cluster, [series]) == ["running"]


def test_paused_runs_give_way_before_running_ones(cluster: Cluster) -> None:
    paused, running = submit(cluster, "a", 0), submit(cluster, "b", 0)
    cluster.command(paused, "pause")
    third = submit(cluster, "c", 0)
    assert states(cluster, [paused, running, third]) == ["paused", "running", "running"]
    assert job_of(cluster, paused).message == ""


def test_stop_frees_the_slot_of_a_worker_that_does_not_answer(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aelab.cluster.housekeeping.STOP_SECONDS", -1.0)
    run = submit(cluster, "a", 0)
    workers_of(cluster).deaf = True
    reply = cluster.command(run, "stop")
    cluster.handle(WorkersCounted(2))
    job = job_of(cluster, run)
    assert (job.state, job.phase) == ("stopped", Phase.OVER)
    assert workers_of(cluster).withdrawn == [1] and reply.result(1)["ok"]
    cluster.handle(Started(Place(run, 1, "tcp://worker"), State.RUNNING))  # it answers too late
    assert job.phase is Phase.OVER


@pytest.mark.parametrize("how", ["stop", "grace"])
def test_stop_and_the_grace_time_reach_a_run_on_its_way_to_a_worker(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(cluster._backend, "launch", lambda *_: None)
    run = submit(cluster, "a", 0)
    job = job_of(cluster, run)
    waiting = cluster.command(run, "step")
    assert job.phase is Phase.STARTING and not waiting.done()
    if how == "stop":
        assert cluster.command(run, "stop").result(1)["state"] == "stopped"
    else:
        for subscription in tuple(job.subscriptions):
            cluster.unwatch(subscription)
        cluster.housekeeping.grace = -1.0
        cluster.handle(WorkersCounted(2))
    assert (job.state, job.phase) == ("stopped", Phase.OVER) and workers_of(cluster).withdrawn
    assert not waiting.result(1)["ok"]
    withdrawn = len(workers_of(cluster).withdrawn)
    cluster.handle(Taken(Place(run, 1, "tcp://worker")))
    assert len(workers_of(cluster).withdrawn) > withdrawn  # the worker is told to leave it


def test_stop_survives_the_death_of_the_worker(cluster: Cluster) -> None:
    run = submit(cluster, "a", 0)
    workers_of(cluster).deaf = True
    cluster.command(run, "stop")
    cluster.handle(WorkerLost(Place(run, 1, "tcp://worker")))
    assert job_of(cluster, run).state == "stopped"


def test_commands_to_a_waiting_run_are_bounded(cluster: Cluster) -> None:
    cluster.handle(WorkersCounted(0))
    run = submit(cluster, "a", 0)
    replies = [
        cluster.command(run, op, value) for op, value in [("axes", [0, 1]), ("pick", 1)] * 500
    ]
    replies += [cluster.command(run, "step") for _ in range(500)]
    job = job_of(cluster, run)
    assert len(job.pending) == MOST_PENDING
    assert [command.op for command in job.pending[:3]] == ["axes", "pick", "step"]
    assert sum(not reply.done() for reply in replies) == MOST_PENDING
    assert replies[-1].result(1)["message"] == TOO_MANY_PENDING
    cluster.stop(run)
    assert all(reply.done() for reply in replies) and not job.pending


def test_runs_are_queued_again_when_the_scheduler_was_lost(cluster: Cluster) -> None:
    going, stopping = submit(cluster, "a", 0), submit(cluster, "b", 0)
    workers_of(cluster).deaf = True
    cluster.command(stopping, "stop")
    cluster.handle(SchedulerLost())
    assert states(cluster, [going, stopping]) == ["queued", "stopped"]
    assert "scheduler" in job_of(cluster, going).message
    cluster.handle(WorkersCounted(2))
    assert states(cluster, [going]) == ["running"]


@pytest.mark.slow
def test_no_run_is_lost_or_has_more_than_a_slot_whatever_visitors_do(cluster: Cluster) -> None:
    dice = random.Random(1)
    cluster._queue.patience = 0.0
    runs: list[str] = []
    count = itertools.count()
    for _ in range(800):
        act = dice.randrange(4)
        if act == 0 or not runs:
            try:
                runs.append(submit(cluster, dice.choice("abcde"), next(count)))
            except InputError:
                continue
        elif act == 1:
            cluster.handle(WorkersCounted(2))
        else:
            op = dice.choice(["play", "pause", "step", "stop", "reset"])
            cluster.command(dice.choice(runs), op)
        jobs = [job_of(cluster, run) for run in runs]
        assert sum(job.phase in (Phase.STARTING, Phase.LIVE) for job in jobs) <= 2
        for visitor in "abcde":
            mine = [j for j in jobs if j.visitor == visitor and not j.end]
            assert sum(j.phase in (Phase.WAITING, Phase.STARTING, Phase.LIVE) for j in mine) <= 2
        waiting = [j for j in jobs if j.phase is Phase.WAITING]
        assert sorted(j.position for j in waiting if not j.end) == list(range(1, len(waiting) + 1))


@pytest.mark.parametrize("text", ["2", "a+b", "1+", "-1+1", "1+1+1"])
def test_the_setting_of_runs_each_is_two_numbers(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("AELAB_RUNS_EACH", text)
    with pytest.raises(InputError, match="such as 1"):
        runs_each()
    monkeypatch.setenv("AELAB_RUNS_EACH", "3+2")
    assert runs_each() == (3, 2)


def test_a_command_to_suspend_is_not_answered_by_a_person(cluster: Cluster) -> None:
    run = submit(cluster, "a", 0)
    cluster._actions.obey(job_of(cluster, run), Command(Op.SUSPEND))
    assert job_of(cluster, run).state == "paused"


def test_a_run_that_had_ended_keeps_its_end_if_it_is_not_looked_at_again_after_all(
    cluster: Cluster,
) -> None:
    run = submit(cluster, "a", 0)
    job = job_of(cluster, run)
    job.phase, job.end, job.message = Phase.LIVE, State.FINISHED, "Converged."
    unbegun = Ending(State.PAUSED, carried=b"checkpoint", begun=False)
    cluster.handle(Ended(job.place, unbegun))
    assert (job.phase, job.state, job.message) == (Phase.OVER, "finished", "Converged.")


def test_a_run_that_could_not_begin_is_set_aside_as_it_was(cluster: Cluster) -> None:
    run = submit(cluster, "a", 0)
    job = job_of(cluster, run)
    job.index, job.rate = 7, 0.5
    unbegun = Ending(State.PAUSED, carried=b"checkpoint", begun=False)
    cluster.handle(Ended(job.place, unbegun))
    assert (job.phase, job.state, job.carried) == (Phase.SUSPENDED, "paused", b"checkpoint")
    assert (job.index, job.rate) == (7, 0.5)
